import type { JSX } from "preact";
import type { Learnt } from "../../server/protocol";
import { real } from "../common/format";
import { t } from "../common/words";
import { CurveChart } from "./curve";

/** The gradients of a run by depth, what is conspicuous of them, and the losses of steps on one batch. */
export function Learning({ learnt }: { learnt: Learnt }): JSX.Element {
  const { gradients, remarks, failed, overfit, check } = learnt;
  return (
    <section class="learning" aria-label={t("Gradients")}>
      <div class="charts">
        <figure>
          <figcaption>
            {t("Gradient of each parameter from the input to the result: root of the mean square")}
          </figcaption>
          <CurveChart
            values={gradients.map(({ rms }) => (rms === null || rms <= 0 ? null : rms))}
            name={(at) => `${gradients[at].name}, norm ${real(gradients[at].norm)}`}
            unit="parameter"
            label="gradient"
            logarithmic
            points
          />
        </figure>
        {overfit && (
          <figure>
            <figcaption>
              {overfit.standIn
                ? t("Mean squared distance to random targets, as the call gives no loss: ")
                : t("Loss on one batch: ")}
              {overfit.losses.length} steps of {overfit.optimizer}
            </figcaption>
            <CurveChart values={overfit.losses} name={(at) => `${at + 1}`} unit="step" label="loss" />
          </figure>
        )}
      </div>
      {remarks.map((remark) => (
        <p key={remark} class="remark">
          {remark}
        </p>
      ))}
      {failed !== undefined && <p class="remark">Nothing was tried: {failed}</p>}
      {overfit && <p>{outcome(overfit.losses)}</p>}
      {check && (
        <p>
          {check.count - check.wrong.length} of {check.count} gradients are what differences say
          {check.wrong.map(({ name, derived, difference }) => (
            <span key={name} class="remark">
              {" "}
              {name}: {real(derived)} by its derivative, {real(difference)} by differences
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

/** Where the losses begin and end. */
function outcome(losses: readonly (number | null)[]): string {
  const [first = null, last = null] = [losses[0], losses.at(-1)];
  if (first === null || last === null) return t("The loss is not finite.");
  return t("The loss goes from {0} to {1}.", real(first), real(last));
}
