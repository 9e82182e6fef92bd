import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RunParams } from "../../server/protocol";
import { duration } from "../common/format";
import { Flow, Notes, Title } from "../common/summary";
import type { Place, RunStatus, RunView } from "../protocol";

interface Props {
  view: RunView;
  /** Steps whose shape as executed is not the one that was analysed. */
  differing: number;
  onCancel(): void;
  onAgain(seed: number, learn?: RunParams["learn"]): void;
  /** Back to the sizes. */
  onSizes(): void;
  onReveal(place: Place): void;
  children?: ComponentChildren;
}

/** What runs or ran, how far it is, and how to run it again. */
export function Header({ view, differing, onCancel, onAgain, onSizes, onReveal, children }: Props): JSX.Element {
  const { status } = view;
  const entry = view.forward?.entry;
  const running = status.state === "running";
  return (
    <header class="summary">
      <Title target={view.target} file={view.file}>
        {view.edited && <span class="badge">the file has changed since</span>}
        {running ? (
          <button type="button" class="primary" onClick={onCancel}>
            Cancel
          </button>
        ) : (
          status.state !== "asking" &&
          (status.state !== "empty" || status.canRun) && <Again seed={view.seed} onAgain={onAgain} />
        )}
        {entry?.kind === "given" && !running && status.state !== "asking" && (
          <button type="button" onClick={onSizes}>
            Change the sizes
          </button>
        )}
      </Title>
      {entry && status.state !== "asking" && <code class="call">{entry.label}</code>}
      {entry && <Flow entry={entry} />}
      {running && <progress max={Math.max(1, status.total)} value={status.done} aria-label="Steps done" />}
      <p class={`outcome ${status.state}`} role="status">
        {outcome(status)}
        {status.state === "failed" && status.file !== undefined && status.line !== undefined && (
          <FailedAt place={{ file: status.file, line: status.line }} onReveal={onReveal} />
        )}
      </p>
      {status.state !== "running" && status.state !== "empty" && status.state !== "asking" && (
        <>
          <Notes
            plain
            title="Run"
            items={[
              `seed ${view.seed}`,
              ...(status.backend ? [`backend ${status.backend}`] : []),
              duration(status.ms),
              differing === 0
                ? "every shape as analysed"
                : `${differing} ${differing === 1 ? "shape differs" : "shapes differ"} from the analysis`,
            ]}
          />
          <Notes plain title="Assumed" items={status.notes ?? []} />
        </>
      )}
      {children}
    </header>
  );
}

function FailedAt({ place, onReveal }: { place: Place; onReveal(place: Place): void }): JSX.Element {
  return (
    <>
      {" "}
      <button type="button" class="plain" onClick={() => onReveal(place)}>
        Line {place.line}
      </button>
    </>
  );
}

function Again(props: { seed: number; onAgain: Props["onAgain"] }): JSX.Element {
  const [seed, setSeed] = useState(props.seed);
  useEffect(() => setSeed(props.seed), [props.seed]);
  return (
    <form
      class="again"
      onSubmit={(event) => {
        event.preventDefault();
        props.onAgain(seed);
      }}
    >
      <label>
        Seed{" "}
        <input
          type="number"
          min={0}
          step={1}
          value={seed}
          onInput={(event) => setSeed(Math.max(0, Math.trunc(event.currentTarget.valueAsNumber) || 0))}
        />
      </label>
      <button type="submit" class="primary">
        Run again
      </button>
      <button type="button" onClick={() => props.onAgain(props.seed + 1)}>
        Another seed
      </button>
      <button
        type="button"
        title="The gradient of every parameter, held beside differences"
        onClick={() => props.onAgain(seed, { check: true, overfit: 0 })}
      >
        Gradients
      </button>
      <button
        type="button"
        title={`${OVERFIT} steps of the program's own optimizer, else AdamW, on this one batch: a model that can learn learns it by heart`}
        onClick={() => props.onAgain(seed, { check: false, overfit: OVERFIT })}
      >
        Overfit one batch
      </button>
    </form>
  );
}

/** Steps on one batch. */
const OVERFIT = 60;

/** The state in plain words. */
function outcome(status: RunStatus): string {
  switch (status.state) {
    case "running":
      return status.total > 0
        ? `Step ${Math.min(status.done + 1, status.total)} of ${status.total}: ${status.op}`
        : "Getting ready…";
    case "finished":
      return `Ran to the end: ${status.total} steps.`;
    case "cancelled":
      return `Cancelled after ${status.done} of ${status.total} steps. What ran until then is below.`;
    case "failed":
      return `Stopped at step ${Math.min(status.done + 1, status.total)} of ${status.total}: ${status.message ?? "no reason was given"}`;
    case "asking":
      return "No call in the code says how large these sizes are. Give them numbers to run it.";
    case "empty":
      return status.reason;
  }
}
