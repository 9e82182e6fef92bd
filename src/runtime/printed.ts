/** Characters of a program's output that are kept. */
const MOST_PRINTED = 1_000_000;

/** What a program prints. */
export class Printed {
  text = "";

  add(text: string): void {
    if (this.text.length > MOST_PRINTED) return;
    this.text += text;
    if (this.text.length > MOST_PRINTED) this.text = `${this.text.slice(0, MOST_PRINTED)}\n… (cut off)\n`;
  }
}
