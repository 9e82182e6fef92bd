import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { FitJson, FootprintJson, PeakJson, TimeJson } from "../../analysis/report";
import {
  batchText,
  helpTexts,
  noGradientText,
  ownText,
  peakText,
  secondsText,
  trainingParts,
} from "../../features/memoryTexts";
import { formatBytes } from "../../features/numbers";
import type { MemoryResult } from "../../server/protocol";
import { exact } from "../common/format";
import { t } from "../common/words";
import type { MemorySettings, Place } from "../protocol";
import { lineOf, lineText } from "./lines";
import { MemoryChart } from "./memory-chart";

interface Props {
  memory: MemoryResult | undefined;
  open: boolean;
  onOpen(open: boolean): void;
  onSetting(change: MemorySettings): void;
  onPickDevice(): void;
  onReveal(place: Place): void;
}

const optimizers = ["adamw", "adam", "sgd", "sgd-momentum", "rmsprop", "adagrad"];
const precisions = ["float32", "bf16", "fp16"];

/** What the call takes of memory, used and trained, and whether that fits into a device. */
export function Memory({ memory, open, onOpen, ...rest }: Props): JSX.Element {
  const { footprint } = memory ?? {};
  return (
    <details class="memory" open={open} onToggle={(event) => onOpen(event.currentTarget.open)}>
      <summary>
        {t("Memory")}
        {footprint && (
          <>
            {": "}
            <Peak bytes={footprint.inference.peakBytes} /> at most when it is used,{" "}
            <Peak bytes={footprint.training.peakBytes} /> in a step of training
          </>
        )}
      </summary>
      {open && (memory ? <Body {...rest} memory={memory} /> : <p class="dim">{t("Computing…")}</p>)}
    </details>
  );
}

function Body({ memory, ...rest }: Omit<Props, "open" | "onOpen" | "memory"> & { memory: MemoryResult }): JSX.Element {
  const { names, footprint, reason } = memory;
  return (
    <div class="body">
      <p class="choices">
        <Choice
          label="Optimizer"
          value={names.optimizer}
          values={optimizers}
          onPick={(optimizer) => rest.onSetting({ optimizer })}
        />
        <Choice
          label="Precision"
          value={names.precision}
          values={precisions}
          onPick={(precision) => rest.onSetting({ precision })}
        />
        <span>
          Device{" "}
          <button type="button" title={t("Pick the device that it shall fit into")} onClick={rest.onPickDevice}>
            {names.device === "" ? t("Pick a device…") : names.device}
          </button>
        </span>
      </p>
      {footprint ? (
        <Figures footprint={footprint} {...names} onReveal={rest.onReveal} />
      ) : (
        <p class="dim">{t("Not known: {0}.", reason ?? t("no call in numbers was followed"))}</p>
      )}
    </div>
  );
}

function Choice(props: {
  label: string;
  value: string;
  values: readonly string[];
  onPick(value: string): void;
}): JSX.Element {
  return (
    <label>
      {props.label}{" "}
      <select value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
        {props.values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    </label>
  );
}

type Kind = "training" | "inference";

function Figures(props: {
  footprint: FootprintJson;
  optimizer: string;
  device: string;
  onReveal(place: Place): void;
}): JSX.Element {
  const { footprint, optimizer, device, onReveal } = props;
  const [kind, setKind] = useState<Kind>("training");
  const { [kind]: shown, fit } = footprint;
  const without = noGradientText(footprint.training);
  return (
    <>
      <dl class="totals">
        {trainingParts(footprint.training, optimizer)
          .filter(({ bytes }) => bytes > 0)
          .map(({ name, about, bytes }) => (
            <Figure key={name} title={name} hint={about} bytes={bytes} />
          ))}
      </dl>
      {footprint.own && <p class="remark">{ownText(footprint.own)}</p>}
      {without !== undefined && <p class="remark">{without}</p>}
      {fit && <Fit title={t("Inference")} fit={fit.inference} device={device} />}
      {fit && <Fit title={t("Training")} fit={fit.training} device={device} />}
      <p class="choices">
        <span class="switch">
          {(["training", "inference"] as const).map((one) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
              {one === "training" ? t("Training step") : t("Inference")}
            </button>
          ))}
        </span>
        <PeakAt peak={shown.peak} onReveal={onReveal} />
      </p>
      <MemoryChart
        timeline={shown.timeline}
        peak={shown.peak}
        room={fit?.[kind].deviceBytes}
        onReveal={(at) => {
          const place = lineOf(shown.timeline, at);
          if (place) onReveal(place);
        }}
      />
      {kind === "training" && <Lines footprint={footprint} onReveal={onReveal} />}
    </>
  );
}

function Peak({ bytes }: { bytes: number }): JSX.Element {
  return (
    <span class="number" title={`${exact(bytes)} bytes`}>
      {formatBytes(bytes)}
    </span>
  );
}

function Figure({ title, hint, bytes }: { title: string; hint: string; bytes: number }): JSX.Element {
  return (
    <div title={`${hint}: ${exact(bytes)} bytes`}>
      <dt>{title}</dt>
      <dd>{formatBytes(bytes)}</dd>
    </div>
  );
}

function Fit({ title, fit, device }: { title: string; fit: FitJson; device: string }): JSX.Element {
  return (
    <p class="note fit">
      <span class={fit.fits ? "good" : "bad"}>
        {title} {fit.fits ? "fits" : "does not fit"} into {device}
      </span>
      <span>
        {formatBytes(fit.peakBytes)} of {formatBytes(fit.deviceBytes)}
      </span>
      <span title={fit.formulas && `The peak: ${fit.formulas.peakBytes} bytes for a batch of B`}>
        largest batch {batchText(fit.largestBatch)}
      </span>
      {fit.seconds && <Time seconds={fit.seconds} />}
      {helpTexts(fit).map((text) => (
        <span key={text} class="dim">
          with {text}
        </span>
      ))}
    </p>
  );
}

function Time({ seconds }: { seconds: TimeJson }): JSX.Element {
  return (
    <span title={`By the device's rates. ${seconds.assumptions.join("; ")}.`}>
      {secondsText(seconds.low)} to {secondsText(seconds.high)}
    </span>
  );
}

function PeakAt({ peak, onReveal }: { peak: PeakJson; onReveal(place: Place): void }): JSX.Element {
  const { module, file, line } = peak;
  return (
    <span>
      most is alive in {peakText(peak)} {module !== "" && <code>{module}</code>}{" "}
      {file !== null && line !== null && (
        <button type="button" class="plain" onClick={() => onReveal({ file, line })}>
          {lineText(file, line)}
        </button>
      )}
    </span>
  );
}

/** Rows of lines that are shown. */
const MOST_LINES = 6;

/** The lines that hold most of the peak. */
function Lines({ footprint, onReveal }: { footprint: FootprintJson; onReveal(place: Place): void }): JSX.Element {
  const { byLine, peakBytes } = footprint.training;
  return (
    <table class="lines">
      <thead>
        <tr>
          <th scope="col">{t("Line")}</th>
          <th scope="col">{t("Of the peak")}</th>
          <th scope="col">{t("Kept for backward")}</th>
          <th scope="col">{t("Temporaries")}</th>
        </tr>
      </thead>
      <tbody>
        {byLine.slice(0, MOST_LINES).map(({ file, line, peakBytes: own, activationBytes, temporaryBytes }) => (
          <tr key={`${file}:${line}`}>
            <td>
              <button type="button" class="plain" onClick={() => onReveal({ file, line })}>
                {lineText(file, line)}
              </button>
            </td>
            <td>
              {formatBytes(own)} ({Math.round((100 * own) / peakBytes)}%)
            </td>
            <td>{formatBytes(activationBytes)}</td>
            <td>{formatBytes(temporaryBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
