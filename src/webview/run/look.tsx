import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ExecutedStep, LookParams, LookResult } from "../../server/protocol";
import { t } from "../common/words";
import { Legend, Picture } from "./picture";

/** Asks for a look at a step of the run. */
export type Look = (at: Omit<LookParams, "token">) => Promise<LookResult | undefined>;

interface Props {
  step: ExecutedStep;
  look: Look;
  /** Side in pixels. */
  size: number;
}

/** How a step's numbers are drawn: one plane, many beside each other, or the weights of an attention. */
type Mode = "plane" | "grid" | "weights";

/** Planes of a grid, as the runtime gives them. */
const GRID = 64;

/** The last two dimensions of a step's result, with a slider for each axis before them. */
export function LookAt({ step, look, size }: Props): JSX.Element | null {
  const rank = step.executed?.shape.length ?? 0;
  const modes = modesOf(step, rank);
  const [chosen, setChosen] = useState<{ mode: Mode; attends: boolean }>();
  const attends = step.attends === true;
  // What was chosen for other steps does not hide the weights of an attention.
  const mode = chosen?.attends === attends && modes.includes(chosen.mode) ? chosen.mode : modes[0];
  const [lead, setLead] = useState<number[]>([]);
  const [first, setFirst] = useState(0);
  const [looked, setLooked] = useState<LookResult>();
  const turn = useRef(0);
  useEffect(() => {
    setLead([]);
    setFirst(0);
  }, [step.index, mode]);
  useEffect(() => {
    const mine = ++turn.current;
    setLooked((before) => (before && turn.current === mine ? before : undefined));
    if (step.pending || rank === 0) return;
    const at = {
      step: step.index,
      lead,
      ...(mode === "grid" && { grid: first }),
      ...(mode === "weights" && { weights: true }),
    };
    void look(at).then((result) => {
      if (turn.current === mine) setLooked(result);
    });
  }, [step.index, step.pending, mode, lead, first]);

  const [picture] = looked?.pictures ?? [];
  const shown = picture ? { ...picture, caption: caption(looked!, mode) } : step.picture;
  if (!shown) return null;
  const sliders = (looked?.axes ?? []).slice(0, mode === "grid" ? -1 : undefined);
  return (
    <figure class="look" style={{ width: `${size}px` }}>
      {modes.length > 1 && (
        <fieldset class="modes" aria-label={t("What is drawn")}>
          {modes.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === mode}
              onClick={() => setChosen({ mode: each, attends })}
            >
              {titles[each]}
            </button>
          ))}
        </fieldset>
      )}
      {mode === "grid" && looked ? (
        <Grid looked={looked} size={size} />
      ) : (
        <Picture picture={shown} width={size} height={size} />
      )}
      <Legend picture={mode === "grid" && looked ? { ...shown, ...rangeOf(looked) } : shown} />
      {sliders.map(
        (count, axis) =>
          count > 1 && (
            <Slider
              key={`${axis}`}
              name={axisName(axis, sliders.length, isAttention(step))}
              count={count}
              value={looked!.lead[axis] ?? 0}
              onValue={(value) => setLead(looked!.lead.map((each, n) => (n === axis ? value : each)))}
            />
          ),
      )}
      {mode === "grid" && looked && looked.count > GRID && (
        <Slider name={t("from")} count={looked.count} step={GRID} value={looked.first} onValue={setFirst} />
      )}
      <figcaption>{mode === "grid" && looked ? gridCaption(looked) : shown.caption}</figcaption>
    </figure>
  );
}

const titles: Record<Mode, string> = {
  plane: t("One map"),
  grid: t("All maps"),
  weights: t("Attention weights"),
};

function modesOf(step: ExecutedStep, rank: number): Mode[] {
  return [...(step.attends ? (["weights"] as const) : []), "plane", ...(rank > 2 ? (["grid"] as const) : [])];
}

/** A softmax over the last of at least three axes is most often one's weights; it is called so in words only. */
function isAttention({ op, executed, attends }: ExecutedStep): boolean {
  return attends === true || (op.startsWith("softmax") && (executed?.shape.length ?? 0) > 2);
}

/** Of an attention (batch, head, query, key). */
function axisName(axis: number, axes: number, attends: boolean): string {
  if (!attends) return t("axis {0}", axis);
  if (axis === axes - 1) return t("head");
  return axis === 0 ? t("batch") : t("axis {0}", axis);
}

interface SliderProps {
  name: string;
  count: number;
  step?: number;
  value: number;
  onValue(value: number): void;
}

function Slider({ name, count, step = 1, value, onValue }: SliderProps): JSX.Element {
  return (
    <label class="slider">
      <span>{name}</span>
      <input
        type="range"
        min={0}
        max={count - 1}
        step={step}
        value={value}
        onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
      />
      <output>{t("{0} of {1}", value, count)}</output>
    </label>
  );
}

/** Maps beside each other, all in one scale of colours. */
function Grid({ looked, size }: { looked: LookResult; size: number }): JSX.Element {
  const columns = Math.ceil(Math.sqrt(looked.pictures.length));
  const gap = 2;
  const side = Math.max(8, Math.floor((size - gap * (columns - 1)) / columns));
  const range = rangeOf(looked);
  return (
    <div class="maps" style={{ gridTemplateColumns: `repeat(${columns}, ${side}px)` }}>
      {looked.pictures.map((picture, n) => (
        <Picture
          key={looked.first + n}
          picture={{ ...picture, ...range, caption: t("map {0}", looked.first + n) }}
          width={side}
          height={side}
        />
      ))}
    </div>
  );
}

function rangeOf({ pictures }: LookResult): { low: number; high: number } {
  return {
    low: Math.min(...pictures.map(({ low }) => low)),
    high: Math.max(...pictures.map(({ high }) => high)),
  };
}

function caption({ lead }: LookResult, mode: Mode | undefined): string {
  const place = `[${[...lead.map(String), ":", ":"].join(", ")}]`;
  return mode === "weights" ? t("weights {0}, queries by keys", place) : place;
}

function gridCaption({ lead, pictures, first, count }: LookResult): string {
  const place = [...lead.slice(0, -1).map(String), `${first}–${first + pictures.length - 1}`, ":", ":"];
  return t("{0} of {1}", `[${place.join(", ")}]`, count);
}
