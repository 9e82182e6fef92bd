import { type CallForm, filledCall, shownSizes } from "../analysis/entries/filled-call";
import { formatValue } from "../features/shapes";
import type { Answer, OpenDocument } from "./documents";
import { entrySummary } from "./entries";
import { exampleEdits } from "./example-calls";
import { noAnswer } from "./no-answer";
import type { DocumentEdits, FillParams, FillResult, FormParams, FormResult, GiveParams, GiveResult } from "./protocol";
import type { Session } from "./session";

/** Asks for the sizes of a class or function that nobody calls with numbers, and takes the call that is filled in for an entry. */
export class Forms {
  /** The form that was asked for last, with the text that it was made from. */
  private last: { document: OpenDocument; text: string; subject: string; form: CallForm } | undefined;

  constructor(private readonly session: Session) {}

  async form({ uri, subject }: FormParams): Promise<FormResult | null> {
    const found = await this.session.answer(uri);
    const form = found && (await this.formOf(found.document, subject));
    if (form === undefined) return null;
    const { view } = found!.answer;
    const known = view.subject(subject);
    const others = known === undefined ? [] : view.entries(known).filter((entry) => entry.runnable);
    return { form, others: others.map(entrySummary) };
  }

  async fill({ uri, subject, values }: FillParams): Promise<FillResult | null> {
    const document = this.session.get(uri);
    const form = document && (await this.formOf(document, subject));
    if (form === undefined) return null;
    const { call, problems } = filledCall(form, values);
    const filled = { problems, shown: shownSizes(form, values), ...(call !== undefined && { call }) };
    if (call === undefined) return filled;
    const outcome = await this.session.ask(document!, (service, options) =>
      service.tryCall(document!.file, call, options),
    );
    if (!("value" in outcome)) {
      const failed = noAnswer(outcome);
      return failed === undefined ? filled : { ...filled, failed };
    }
    const { output, failed, line } = outcome.value;
    return {
      ...filled,
      ...(output !== undefined && { output: formatValue(output) }),
      ...(failed !== undefined && { failed, ...(line !== undefined && { line }) }),
    };
  }

  async give({ uri, subject, call }: GiveParams): Promise<GiveResult> {
    const document = this.session.get(uri);
    if (document === undefined) return { failed: "its file is not open" };
    document.give(subject, call);
    await this.session.again(document);
    const known = document.answer?.view.subject(subject);
    const entry = known && document.answer?.view.entries(known).find(({ id }) => id === call);
    if (entry === undefined) return { failed: "the call could not be followed" };
    document.pick(subject, entry.id);
    return { entryId: entry.id };
  }

  /** The edit that writes an example call: that one, else one that is known, else one with the sizes that are offered. */
  async example(document: OpenDocument, answer: Answer, subject: string, call?: string): Promise<DocumentEdits> {
    const known = exampleEdits(document, answer, subject, call);
    if (known.edits.length > 0 || call !== undefined) return known;
    const form = await this.formOf(document, subject);
    return exampleEdits(document, answer, subject, form && filledCall(form, {}).call);
  }

  private async formOf(document: OpenDocument, subject: string): Promise<CallForm | undefined> {
    const { last } = this;
    const { text } = document;
    if (last?.document === document && last.text === text && last.subject === subject) return last.form;
    const outcome = await this.session.ask(document, (service, options) =>
      service.callForm(document.file, subject, options),
    );
    const form = "value" in outcome ? outcome.value : undefined;
    if (form !== undefined) this.last = { document, text, subject, form };
    return form;
  }
}
