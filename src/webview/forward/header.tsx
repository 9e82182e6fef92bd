import type { ComponentChildren, JSX } from "preact";
import type { Totals } from "../../analysis/report";
import { formatBytes, formatCount } from "../../features/numbers";
import { exact } from "../common/format";
import { Flow, Notes, Title } from "../common/summary";
import { t } from "../common/words";
import type { ForwardView, Place } from "../protocol";
import { Audit } from "./audit";

interface Props {
  view: ForwardView;
  onEntry(id: string): void;
  onRun(): void;
  onReveal(place: Place): void;
  children?: ComponentChildren;
}

/** The entry's call, what it costs in all, and under which conditions. */
export function Header({ view, onEntry, onRun, onReveal, children }: Props): JSX.Element {
  const { forward } = view;
  const entry = forward?.entry;
  return (
    <header class="summary">
      <Title target={view.target} file={view.file}>
        {entry && (
          <button
            type="button"
            class="primary"
            title={entry.runnable ? t("Execute the forward pass on random numbers") : t("Asks for the sizes first")}
            onClick={onRun}
          >
            {t("Run on random input")}
          </button>
        )}
      </Title>
      {forward && entry && (
        <>
          <EntryPicker entries={forward.entries} shown={entry} onEntry={onEntry} />
          <Flow entry={entry} />
          <dl class="totals">
            {totals.map(([title, hint, key, format]) => (
              <div
                key={key}
                class={typeof entry.totals[key] === "string" ? "formula" : ""}
                title={`${hint}: ${exact(entry.totals[key])}`}
              >
                <dt>{title}</dt>
                <dd>{format(entry.totals[key])}</dd>
              </div>
            ))}
          </dl>
          <Notes title={t("Assumes")} items={entry.assumed} />
          <Notes title={t("Mode")} items={entry.mode} plain />
          <Notes title={t("Needs")} items={entry.requirements} />
          <Notes
            title={t("Not counted")}
            items={entry.uncounted.map(({ op, count }) => (count > 1 ? `${op} ×${count}` : op))}
          />
          {view.form === undefined && (
            <Notes title={t("Sizes")} items={entry.symbols.map(({ name, origin }) => `${name}: ${origin}`)} />
          )}
          {!entry.runnable && entry.notRunnable && view.form === undefined && (
            <Notes title={t("Can't be run")} items={[entry.notRunnable]} plain />
          )}
          {forward.audits.map((audit, at) => (
            <Audit key={`${audit.method}:${at}`} audit={audit} file={forward.file} onReveal={onReveal} />
          ))}
          {children}
        </>
      )}
    </header>
  );
}

const totals: readonly [string, string, keyof Totals, (value: number | string) => string][] = [
  [t("Params"), t("Elements of all parameters"), "params", formatCount],
  [t("Buffers"), t("Elements of all buffers"), "buffers", formatCount],
  ["MACs", t("Multiply-accumulates of matrix products and convolutions"), "macs", formatCount],
  ["FLOPs", t("All counted operations, two for a multiply-accumulate"), "flops", formatCount],
  [t("Activations"), t("Bytes of all step outputs together"), "activationBytes", formatBytes],
  [t("Peak memory"), t("Most bytes alive at one time"), "peakBytes", formatBytes],
];

interface Choice {
  id: string;
  label: string;
}

/** The call, and the other ways in which the subject was run. */
function EntryPicker(props: { entries: readonly Choice[]; shown: Choice; onEntry(id: string): void }): JSX.Element {
  const others = props.entries.filter((choice) => choice.id !== props.shown.id);
  if (others.length === 0) return <code class="call">{props.shown.label}</code>;
  return (
    <select
      class="call"
      aria-label={t("Call")}
      value={props.shown.id}
      onChange={(event) => props.onEntry(event.currentTarget.value)}
    >
      {(others.length === props.entries.length ? [props.shown, ...others] : props.entries).map((choice) => (
        <option key={choice.id} value={choice.id}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
