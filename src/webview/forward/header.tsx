import type { JSX } from "preact";
import { bytes, count, exact, shape } from "../common/format";
import type { ForwardView, Totals } from "../protocol";

interface Props {
  view: ForwardView;
  onEntry(id: string): void;
  onRun(): void;
}

/** The entry's call, what it costs in all, and under which conditions. */
export function Header({ view, onEntry, onRun }: Props): JSX.Element {
  const { entry } = view;
  return (
    <header class="summary">
      <div class="title">
        <h1>{view.target.subject}</h1>
        <span class="file">{view.file}</span>
        {view.stale && <span class="badge">last good analysis</span>}
        {entry && (
          <button
            type="button"
            class="primary"
            disabled={!entry.runnable}
            title={entry.runnable ? "Execute the forward pass on random numbers" : entry.notRunnable}
            onClick={onRun}
          >
            Run on random input
          </button>
        )}
      </div>
      {entry && (
        <>
          {view.entries.length > 1 ? (
            <select class="call" aria-label="Call" value={entry.id} onChange={(event) => onEntry(event.currentTarget.value)}>
              {view.entries.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {choice.label}
                </option>
              ))}
            </select>
          ) : (
            <code class="call">{entry.label}</code>
          )}
          <p class="flow">
            {entry.inputs.map((input) => (
              <span key={input.name}>
                {input.name} <span class="shape">{shape(input.value, true)}</span>
              </span>
            ))}
            <span class="arrow" role="img" aria-label="gives">
              →
            </span>
            <span class="shape">{shape(entry.output, true)}</span>
          </p>
          <dl class="totals">
            {totals.map(([title, hint, key, format]) => (
              <div key={key} title={`${hint}: ${exact(entry.totals[key])}`}>
                <dt>{title}</dt>
                <dd>{format(entry.totals[key])}</dd>
              </div>
            ))}
          </dl>
          <Notes title="Assumes" items={entry.assumed} />
          <Notes title="Needs" items={entry.requirements} />
          <Notes
            title="Not counted"
            items={entry.uncounted.map(({ op, count: times }) => (times > 1 ? `${op} ×${times}` : op))}
          />
          {!entry.runnable && entry.notRunnable && (
            <p class="note">
              <span class="key">Can't be run</span> {entry.notRunnable}
            </p>
          )}
        </>
      )}
    </header>
  );
}

const totals: readonly [string, string, keyof Totals, (value: number | string) => string][] = [
  ["Params", "Elements of all parameters", "params", count],
  ["Buffers", "Elements of all buffers", "buffers", count],
  ["MACs", "Multiply-accumulates of matrix products and convolutions", "macs", count],
  ["FLOPs", "All counted operations, two for a multiply-accumulate", "flops", count],
  ["Activations", "Bytes of all step outputs together", "activationBytes", bytes],
  ["Peak memory", "Most bytes alive at one time", "peakBytes", bytes],
];

function Notes({ title, items }: { title: string; items: readonly string[] }): JSX.Element | null {
  if (items.length === 0) return null;
  return (
    <p class="note">
      <span class="key">{title}</span>
      {items.map((item) => (
        <code key={item}>{item}</code>
      ))}
    </p>
  );
}
