import type { Explanation } from "../analysis/explain/explanation";
import type { Hover } from "../features/hover";
import { formatValue, isUnknown } from "../features/shapes";
import { stepShapes, whySection } from "../features/why";
import type { Answer, OpenDocument } from "./documents";
import { noAnswer } from "./no-answer";
import { commands, type ExplainParams, type ExplainResult } from "./protocol";
import type { Session } from "./session";
import { soon } from "./soon";
import { uriOfPath } from "./uris";

/** Milliseconds that a hover waits for its reason: it comes without one rather than late, and has it when it is asked again. */
const HOVER_PATIENCE = 60;

/** Tells why a place has its shape: the whole chain on request, a few lines of it in hovers. */
export class Explainer {
  /** The client has the command that shows a chain. */
  hasCommand = false;

  /** The reason that was asked for last: it may have come too late for the hover. */
  private last: { snapshot: object; place: string; explanation: Promise<Explanation | undefined> } | undefined;

  constructor(private readonly session: Session) {}

  async explain({ uri, range, entryId }: ExplainParams): Promise<ExplainResult | null> {
    const document = this.session.get(uri);
    if (document === undefined) return null;
    const { lines } = document;
    const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
    const shown = entryId ?? shownEntry(document, start);
    const outcome = await this.session.explain(document, {
      start,
      end,
      ...(shown !== undefined && { entryId: shown }),
    });
    const { file } = document;
    const none = { file, text: "", shape: "", entry: "", steps: [] };
    if (!("value" in outcome)) return { ...none, nothing: noAnswer(outcome) ?? "the text was changed meanwhile" };
    if ("nothing" in outcome.value) return { ...none, nothing: outcome.value.nothing };
    const { text, value, entry, steps } = outcome.value.explanation;
    return {
      file,
      text,
      shape: isUnknown(value) ? "not known" : formatValue(value),
      entry,
      steps: steps.map((step) => ({ ...step, shapes: stepShapes(step) })),
    };
  }

  /** A hover with a section that tells why; without it where it would be late, or the text is another one by now. */
  async withReason(document: OpenDocument, { snapshot }: Answer, hover: Hover): Promise<Hover> {
    const { start, end, entryId, markdown } = hover;
    if (entryId === undefined || document.text !== snapshot.text) return hover;
    const place = `${document.uri} ${start} ${end} ${entryId}`;
    if (this.last?.snapshot !== snapshot || this.last.place !== place)
      this.last = { snapshot, place, explanation: this.explanation(document, start, end, entryId) };
    const explanation = await soon(this.last.explanation, HOVER_PATIENCE);
    const range = { start: document.lines.position(start), end: document.lines.position(end) };
    const params: ExplainParams = { uri: document.uri, range, entryId };
    const command = `command:${commands.explain}?${encodeURIComponent(JSON.stringify([params]))}`;
    const uriOf = (file: string) => (file === document.file ? document.uri : uriOfPath(file));
    const section = whySection(explanation, uriOf, this.hasCommand ? command : undefined);
    return section === "" ? hover : { ...hover, markdown: `${markdown}\n\n${section}` };
  }

  private async explanation(
    document: OpenDocument,
    start: number,
    end: number,
    entryId: string,
  ): Promise<Explanation | undefined> {
    const outcome = await this.session.explain(document, { start, end, entryId });
    return "value" in outcome && "explanation" in outcome.value ? outcome.value.explanation : undefined;
  }
}

/** The entry that hovers show at a place of the text as it is now. */
function shownEntry({ answer }: OpenDocument, offset: number): string | undefined {
  const at = answer?.snapshot.shift.backward(offset);
  if (answer === undefined || at === undefined) return undefined;
  return (answer.view.bindingAt(at) ?? answer.view.expressionAt(at))?.entry.id;
}
