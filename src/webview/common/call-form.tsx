import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FillResult, FormArgument, FormValues, InputKind } from "../../server/protocol";
import type { FormView, FromPanel } from "../protocol";
import { t } from "./words";

/** Milliseconds after the last key that what was typed is looked at. */
const PAUSE = 120;

const KINDS: readonly [InputKind, string][] = [
  ["normal", "normal"],
  ["uniform", "from 0 to 1"],
  ["zeros", "zeros"],
  ["ones", "ones"],
  ["integers", "integers"],
  ["mask", t("mask, all true")],
  ["complex", "complex"],
];

interface Props {
  view: FormView;
  /** What was said last of what was filled in. */
  result: FillResult | undefined;
  /** What the button does: "Run". */
  action: string;
  send(message: FromPanel): void;
}

/** Asks for the sizes of a class or function that no call gives numbers to. Each field is checked as it is typed. */
export function CallFormFields({ view, result, action, send }: Props): JSX.Element {
  const { form, others } = view;
  const [values, setValues] = useState<FormValues>(view.values);
  const turn = useRef(0);
  useEffect(() => setValues(view.values), [view]);
  useEffect(() => {
    const timer = setTimeout(
      () => send({ type: "fill", turn: ++turn.current, values }),
      turn.current === 0 ? 0 : PAUSE,
    );
    return () => clearTimeout(timer);
  }, [values]);
  const problems = result?.problems ?? {};
  const shown = result?.shown ?? form.sizes.map(({ name }) => name);
  const set = (part: keyof FormValues, key: string, value: string | undefined) =>
    setValues((before) => ({ ...before, [part]: { ...before[part], [key]: value } }));
  const sizes = form.sizes.filter(({ name }) => shown.includes(name));
  const ofConstructor = form.arguments.filter(({ id, text }) => id.startsWith("constructor.") && !isOneSize(text));
  const inputs = form.arguments.filter(({ id, text }) => id.startsWith("forward.") && !isOneSize(text));
  const field = { values, problems, set };
  return (
    <form
      class="callform"
      aria-label={t("Sizes of {0}", form.subject)}
      onSubmit={(event) => {
        event.preventDefault();
        if (result?.call !== undefined) send({ type: "submit", call: result.call, values });
      }}
    >
      {others.length > 0 && (
        <Group title={t("Calls with numbers")}>
          {others.map(({ id, label }) => (
            <button key={id} type="button" class="plain other" onClick={() => send({ type: "entry", id })}>
              {label}
            </button>
          ))}
        </Group>
      )}
      {sizes.length > 0 && (
        <Group title={t("Sizes")}>
          {sizes.map(({ name, origin, offered }) => (
            <Field key={name} id={`size-${name}`} name={name} hint={plain(origin)} problem={problems[name]}>
              <input
                id={`size-${name}`}
                type="text"
                inputMode="numeric"
                autocomplete="off"
                spellcheck={false}
                value={values.sizes?.[name] ?? `${offered}`}
                aria-invalid={problems[name] !== undefined}
                aria-describedby={`size-${name}-about`}
                onInput={(event) => set("sizes", name, event.currentTarget.value)}
              />
            </Field>
          ))}
        </Group>
      )}
      {inputs.length > 0 && (
        <Group title={t("Inputs")}>
          {inputs.map((argument) => (
            <ArgumentField key={argument.id} argument={argument} {...field} />
          ))}
        </Group>
      )}
      {ofConstructor.length > 0 && (
        <Group title={t("Constructor")}>
          {ofConstructor.map((argument) => (
            <ArgumentField key={argument.id} argument={argument} {...field} />
          ))}
        </Group>
      )}
      <div class="result">
        <code class="call">{result?.call ?? "…"}</code>
        <p class={result?.failed === undefined ? "outcome" : "outcome failed"} role="status">
          {outcome(result)}
        </p>
        <button type="submit" class="primary" disabled={result?.call === undefined}>
          {action}
        </button>{" "}
        <button
          type="button"
          disabled={result?.call === undefined}
          title={t(
            "Writes the call in a comment above the definition: it then counts for everybody who opens the file",
          )}
          onClick={() => result?.call !== undefined && send({ type: "write", call: result.call })}
        >
          {t("Write as an example call")}
        </button>
      </div>
    </form>
  );
}

/** A parameter that is one size is asked for as that. */
function isOneSize(text: FormArgument["text"]): boolean {
  return text?.length === 1 && typeof text[0] !== "string";
}

function Group({ title, children }: { title: string; children: JSX.Element[] }): JSX.Element {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface FieldProps {
  id: string;
  name: string;
  hint: string;
  problem: string | undefined;
  children: ComponentChildren;
}

function Field({ id, name, hint, problem, children }: FieldProps): JSX.Element {
  return (
    <div class="field">
      <label for={id} title={name}>
        {name}
      </label>
      <div class="control">{children}</div>
      <span id={`${id}-about`} class={problem === undefined ? "hint" : "hint problem"}>
        {problem ?? hint}
      </span>
    </div>
  );
}

interface ArgumentProps {
  argument: FormArgument;
  values: FormValues;
  problems: Record<string, string>;
  set(part: keyof FormValues, key: string, value: string | undefined): void;
}

function ArgumentField({ argument, values, problems, set }: ArgumentProps): JSX.Element {
  const { id, name, tensor, required, suggested, default: value } = argument;
  const problem = problems[id];
  if (tensor !== undefined) {
    const kind = values.kinds?.[id] ?? (required || suggested ? tensor.kind : "");
    const below = kind === "integers" ? `from 0 to ${tensor.below === undefined ? 1 : `${tensor.below} - 1`}` : "";
    return (
      <Field id={id} name={name} hint={kind === "" ? t("{0} is the default", `${value}`) : below} problem={problem}>
        {kind !== "" && (
          <input
            type="text"
            autocomplete="off"
            spellcheck={false}
            aria-label={t("Shape of {0}", name)}
            title={t("Sizes with commas between them")}
            value={values.shapes?.[id] ?? tensor.shape.join(", ")}
            aria-invalid={problem !== undefined}
            aria-describedby={`${id}-about`}
            onInput={(event) => set("shapes", id, event.currentTarget.value)}
          />
        )}
        <select id={id} value={kind} onChange={(event) => set("kinds", id, event.currentTarget.value)}>
          {!required && <option value="">{t("not given")}</option>}
          {KINDS.map(([each, title]) => (
            <option key={each} value={each}>
              {title}
            </option>
          ))}
        </select>
      </Field>
    );
  }
  const offered = argument.text?.map((part) => (typeof part === "string" ? part : part.size)).join("") ?? "";
  return (
    <Field id={id} name={name} hint={required ? "" : t("{0} is the default", `${value}`)} problem={problem}>
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder={required ? offered : value}
        value={values.arguments?.[id] ?? (required && offered !== "..." && isPlain(argument) ? offered : "")}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-about`}
        onInput={(event) => {
          const { value: typed } = event.currentTarget;
          set("arguments", id, typed === "" ? undefined : typed);
        }}
      />
    </Field>
  );
}

function isPlain({ text = [] }: FormArgument): boolean {
  return text.every((part) => typeof part === "string");
}

/** Backticks are for Markdown. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}

function outcome(result: FillResult | undefined): string {
  if (result === undefined) return "Checking…";
  if (result.failed !== undefined)
    return result.line === undefined ? result.failed : `${result.failed} (line ${result.line})`;
  if (result.output !== undefined) return `→ ${result.output}`;
  return result.call === undefined ? t("A field above is not right yet.") : t("What comes out is not known.");
}
