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
  onAgain(seed: number, trains: boolean, learn?: RunParams["learn"]): void;
  /** With weights of a file, or no longer. */
  onWeights(forget: boolean): void;
  /** Back to the sizes. */
  onSizes(): void;
  onReveal(place: Place): void;
  children?: ComponentChildren;
}

/** What runs or ran, how far it is, and how to run it again. */
export function Header({
  view,
  differing,
  onCancel,
  onAgain,
  onWeights,
  onSizes,
  onReveal,
  children,
}: Props): JSX.Element {
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
          (status.state !== "empty" || status.canRun) && <Again view={view} onAgain={onAgain} onWeights={onWeights} />
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
              ...(view.trains ? ["training mode"] : []),
              ...(view.weights === undefined ? [] : [`weights of ${view.weights}`]),
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

function Again({ view, onAgain, onWeights }: { view: RunView } & Pick<Props, "onAgain" | "onWeights">): JSX.Element {
  const [seed, setSeed] = useState(view.seed);
  const [trains, setTrains] = useState(view.trains);
  useEffect(() => setSeed(view.seed), [view.seed]);
  useEffect(() => setTrains(view.trains), [view.trains]);
  return (
    <form
      class="again"
      onSubmit={(event) => {
        event.preventDefault();
        onAgain(seed, trains);
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
      <label title="Dropout and batch normalization as in training">
        <input type="checkbox" checked={trains} onInput={(event) => setTrains(event.currentTarget.checked)} /> Training
      </label>
      <button type="submit" class="primary">
        Run again
      </button>
      <button type="button" onClick={() => onAgain(view.seed + 1, trains)}>
        Another seed
      </button>
      <button
        type="button"
        title="The gradient of every parameter, held beside differences"
        onClick={() => onAgain(seed, trains, { check: true, overfit: 0 })}
      >
        Gradients
      </button>
      <button
        type="button"
        title={`${OVERFIT} steps of the program's own optimizer, else AdamW, on this one batch: a model that can learn learns it by heart`}
        onClick={() => onAgain(seed, trains, { check: false, overfit: OVERFIT })}
      >
        Overfit one batch
      </button>
      <button
        type="button"
        title={view.weights === undefined ? "Run with the weights of a file" : `Without the weights of ${view.weights}`}
        onClick={() => onWeights(view.weights !== undefined)}
      >
        {view.weights === undefined ? "Weights…" : "Forget the weights"}
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
