import type { ComponentChildren, JSX } from "preact";
import { formatValue } from "../../features/shapes";
import type { EntrySummary } from "../../server/protocol";
import type { Target } from "../protocol";
import { t } from "./words";

/** The subject's name and file, with what a page puts beside them. */
export function Title(props: { target: Target; file: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="title">
      <h1>{props.target.subject}</h1>
      <span class="file">{props.file}</span>
      {props.children}
    </div>
  );
}

/** Inputs by name, and the output. */
export function Flow({ entry }: { entry: Pick<EntrySummary, "inputs" | "output"> }): JSX.Element {
  return (
    <p class="flow">
      {entry.inputs.map((input) => (
        <span key={input.name}>
          {input.name} <span class="shape">{formatValue(input.value)}</span>
        </span>
      ))}
      <span role="img" aria-label={t("gives")}>
        →
      </span>
      <span class="shape">{formatValue(entry.output)}</span>
    </p>
  );
}

/** A titled list in one line; nothing where the list is empty. `plain` items are prose rather than code. */
export function Notes(props: { title: string; items: readonly string[]; plain?: boolean }): JSX.Element | null {
  if (props.items.length === 0) return null;
  return (
    <p class="note">
      <span class="key">{props.title}</span>
      {props.items.map((item) => (props.plain ? <span key={item}>{item}</span> : <code key={item}>{item}</code>))}
    </p>
  );
}
