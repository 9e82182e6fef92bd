import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RunParams } from "../../server/protocol";
import { duration } from "../common/format";
import { Flow, Notes, Title } from "../common/summary";
import { t } from "../common/words";
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
        {view.edited && <span class="badge">{t("the file has changed since")}</span>}
        {running ? (
          <button type="button" class="primary" onClick={onCancel}>
            {t("Cancel")}
          </button>
        ) : (
          status.state !== "asking" &&
          (status.state !== "empty" || status.canRun) && <Again view={view} onAgain={onAgain} onWeights={onWeights} />
        )}
        {entry?.kind === "given" && !running && status.state !== "asking" && (
          <button type="button" onClick={onSizes}>
            {t("Change the sizes")}
          </button>
        )}
      </Title>
      {entry && status.state !== "asking" && <code class="call">{entry.label}</code>}
      {entry && <Flow entry={entry} />}
      {running && <progress max={Math.max(1, status.total)} value={status.done} aria-label={t("Steps done")} />}
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
            title={t("Run")}
            items={[
              t("seed {0}", view.seed),
              ...(view.trains ? [t("training mode")] : []),
              ...(view.weights === undefined ? [] : [t("weights of {0}", view.weights)]),
              ...(status.backend ? [t("backend {0}", status.backend)] : []),
              duration(status.ms),
              differing === 0
                ? t("every shape as analysed")
                : differing === 1
                  ? t("1 shape differs from the analysis")
                  : t("{0} shapes differ from the analysis", differing),
            ]}
          />
          <Notes plain title={t("Assumed")} items={status.notes ?? []} />
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
        {t("Line {0}", place.line)}
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
        {t("Seed")}{" "}
        <input
          type="number"
          min={0}
          step={1}
          value={seed}
          onInput={(event) => setSeed(Math.max(0, Math.trunc(event.currentTarget.valueAsNumber) || 0))}
        />
      </label>
      <label title={t("Dropout and batch normalization as in training")}>
        <input type="checkbox" checked={trains} onInput={(event) => setTrains(event.currentTarget.checked)} />{" "}
        {t("Training")}
      </label>
      <button type="submit" class="primary">
        {t("Run again")}
      </button>
      <button type="button" onClick={() => onAgain(view.seed + 1, trains)}>
        {t("Another seed")}
      </button>
      <button
        type="button"
        title={t("The gradient of every parameter, held beside differences")}
        onClick={() => onAgain(seed, trains, { check: true, overfit: 0 })}
      >
        {t("Gradients")}
      </button>
      <button
        type="button"
        title={t(
          "{0} steps of the program's own optimizer, else AdamW, on this one batch: a model that can learn learns it by heart",
          OVERFIT,
        )}
        onClick={() => onAgain(seed, trains, { check: false, overfit: OVERFIT })}
      >
        {t("Overfit one batch")}
      </button>
      <button
        type="button"
        title={
          view.weights === undefined
            ? t("Run with the weights of a file")
            : t("Without the weights of {0}", view.weights)
        }
        onClick={() => onWeights(view.weights !== undefined)}
      >
        {view.weights === undefined ? t("Weights…") : t("Forget the weights")}
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
        ? t("Step {0} of {1}: {2}", Math.min(status.done + 1, status.total), status.total, status.op)
        : t("Getting ready…");
    case "finished":
      return t("Ran to the end: {0} steps.", status.total);
    case "cancelled":
      return t("Cancelled after {0} of {1} steps. What ran until then is below.", status.done, status.total);
    case "failed":
      return t(
        "Stopped at step {0} of {1}: {2}",
        Math.min(status.done + 1, status.total),
        status.total,
        status.message ?? t("no reason was given"),
      );
    case "asking":
      return t("No call in the code says how large these sizes are. Give them numbers to run it.");
    case "empty":
      return status.reason;
  }
}
