import { devices } from "../analysis/cost/memory/devices";
import type { OptimizerName } from "../analysis/cost/memory/optimizers";
import type { AskedDevice, FootprintQuestion } from "../analysis/entries/fit";
import type { Hover } from "../features/hover";
import { memoryMarkdown } from "../features/memory";
import { formatBytes, formatCount } from "../features/numbers";
import type { Answer, OpenDocument } from "./documents";
import { findEntry } from "./entries";
import { noAnswer } from "./no-answer";
import type { DeviceChoice, EntryParams, MemoryResult } from "./protocol";
import type { Session } from "./session";
import type { OwnDevice, Settings } from "./settings";
import { soon } from "./soon";

/** Milliseconds that a hover waits for memory; it has it when it is asked again. */
const HOVER_PATIENCE = 1500;

type Asking = Pick<Settings, "memory">;

/** Memory of the open documents' entries, found when somebody asks, and kept as long as the answer on screen and the settings. */
export class Footprints {
  private readonly known = new WeakMap<Answer, Map<string, Promise<MemoryResult | undefined>>>();

  constructor(
    private readonly session: Session,
    private readonly settings: () => Asking,
  ) {}

  async of(params: EntryParams): Promise<MemoryResult | null> {
    const found = await this.session.answer(params.uri);
    const entry = found && findEntry(found.answer.view, params)?.entry;
    return (found && entry && (await this.entry(found.document, found.answer, entry.id))) ?? null;
  }

  /** A class's hover with a section about memory; without it where it would be late, is not known, or the text is another one by now. */
  async withMemory(document: OpenDocument, answer: Answer, hover: Hover): Promise<Hover> {
    const { subject, markdown } = hover;
    if (subject === undefined || document.text !== answer.snapshot.text) return hover;
    // What is no call in numbers has no such figures: that costs nothing to know.
    const entry = answer.view.analysis.entries.find(({ id }) => id === subject.entryId);
    if (entry?.runnable !== true) return hover;
    const result = await soon(this.entry(document, answer, entry.id), HOVER_PATIENCE);
    const section =
      result === undefined
        ? "*Memory is being computed: hover again.*"
        : result.footprint && memoryMarkdown(result.footprint, result.names);
    if (section === undefined) return hover;
    const [before, after] = [markdown.slice(0, subject.memoryAt), markdown.slice(subject.memoryAt)];
    return { ...hover, markdown: `${before}\n\n${section}${after}` };
  }

  private entry(document: OpenDocument, answer: Answer, id: string): Promise<MemoryResult | undefined> {
    const { memory } = this.settings();
    const kept = this.known.get(answer) ?? new Map<string, Promise<MemoryResult | undefined>>();
    this.known.set(answer, kept);
    const key = JSON.stringify([id, memory]);
    let found = kept.get(key);
    if (found === undefined) {
      found = this.ask(document, id);
      kept.set(key, found);
      // What was cancelled is asked again.
      void found.then((result) => result?.footprint === undefined && kept.delete(key));
    }
    return found;
  }

  private async ask(document: OpenDocument, id: string): Promise<MemoryResult | undefined> {
    const settings = this.settings();
    const { devices: _, ...names } = settings.memory;
    const outcome = await this.session.footprint(document, id, questionOf(settings));
    if (!("value" in outcome)) {
      const reason = noAnswer(outcome);
      // The text was changed meanwhile: its analysis is asked about anew.
      return reason === undefined ? undefined : { names, reason };
    }
    return "failed" in outcome.value ? { names, reason: outcome.value.failed } : { names, footprint: outcome.value };
  }
}

function questionOf(settings: Asking): FootprintQuestion {
  const { optimizer, precision } = settings.memory;
  const device = deviceOf(settings);
  const train = { optimizer: optimizer as OptimizerName, half: precision !== "float32" };
  return { train, ...(device && { device }) };
}

function deviceOf({ memory }: Asking): AskedDevice | undefined {
  const own = memory.devices.find(({ name }) => name === memory.device);
  if (own === undefined) return devices.get(memory.device);
  const { name: _, ...device } = own;
  return device;
}

/** The devices that can be chosen, the user's own first. */
export function deviceChoices({ memory }: Asking): DeviceChoice[] {
  const choice = (isOwn: boolean, { name, memoryBytes, bandwidth, peak }: OwnDevice): DeviceChoice => {
    const parts = [
      formatBytes(memoryBytes),
      ...(bandwidth === undefined ? [] : [`${formatBytes(bandwidth)}/s`]),
      ...(peak === undefined ? [] : [`${formatCount(peak.half)}FLOP/s in half precision`]),
      ...(isOwn ? ["your own"] : []),
    ];
    return { name, description: parts.join(" · "), chosen: name === memory.device };
  };
  const names = new Set(memory.devices.map(({ name }) => name));
  const others = [...devices].filter(([name]) => !names.has(name));
  return [
    ...memory.devices.map((one) => choice(true, one)),
    ...others.map(([name, device]) => choice(false, { name, ...device })),
  ];
}
