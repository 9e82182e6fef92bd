import type { AnalysisRequest } from "./analysis-protocol";

type Kind = AnalysisRequest["kind"];

/** Texts of a file that are remembered: going back and forth between edits does not try one again. */
const MOST_TEXTS = 20;

/** What was ended from outside and is not asked again: by the file, its text and what was asked of it. */
export class GivenUp {
  private readonly files = new Map<string, { text: string | undefined; kind: Kind; why: string }[]>();

  /** `text` is `undefined` where the file is not open. */
  mark(kind: Kind, file: string, text: string | undefined, why: string): void {
    const others = this.files.get(file) ?? [];
    this.files.set(file, [...others, { text, kind, why }].slice(-MOST_TEXTS));
  }

  /** Why a request is not tried: it, or the analysis as a whole, was given up for this text. */
  why(kind: Kind, file: string, text: string | undefined): string | undefined {
    const found = this.files
      .get(file)
      ?.find((one) => one.text === text && (one.kind === kind || one.kind === "analyze"));
    return found?.why;
  }
}
