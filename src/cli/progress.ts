import type { Output } from "./context";

/** Milliseconds after which a log hears that something is still going on, again and again. */
const AGAIN = 10_000;

const TICK = 1_000;

/** What goes on: one line on a terminal that is written over; a line now and then where it is a log. */
export class Progress {
  private shown = false;
  private next = performance.now() + AGAIN;
  private text = "";
  /** What goes on may tell of nothing for long: a log hears of it all the same. */
  private readonly timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly err: Output,
    /** Whether it is told where there is no terminal, too. */
    private readonly logs = false,
  ) {
    if (err.isTerminal || !logs) return;
    this.timer = setInterval(() => this.log(), TICK);
    this.timer.unref();
  }

  show(text: string): void {
    this.text = text;
    if (this.err.isTerminal) {
      this.shown = true;
      this.err.write(`\r\u001b[K${text.slice(0, this.err.columns - 1)}`);
    } else if (this.logs) this.log();
  }

  private log(): void {
    if (performance.now() < this.next) return;
    this.next = performance.now() + AGAIN;
    this.err.write(`${this.text} …\n`);
  }

  clear(): void {
    clearInterval(this.timer);
    if (this.shown) this.err.write("\r\u001b[K");
    this.shown = false;
  }
}
