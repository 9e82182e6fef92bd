/** Runs named tests one after the other and counts. A test that throws fails; the next one goes on. */
export class Reporter {
  passed = 0;
  failed = 0;

  /** @param {(name: string) => Promise<void>} [onFailure] looks at the scene of a failure, for example takes a screenshot */
  constructor(onFailure) {
    this.onFailure = onFailure;
  }

  section(title) {
    console.log(`\n${title}`);
  }

  async test(name, body) {
    const started = performance.now();
    try {
      await body();
      this.passed++;
      console.log(`  ✓ ${name} (${Math.round(performance.now() - started)} ms)`);
    } catch (error) {
      this.failed++;
      console.log(`  ✗ ${name} (${Math.round(performance.now() - started)} ms)`);
      const lines = String(error?.stack ?? error).split("\n");
      console.log(lines.slice(0, 12).join("\n").replace(/^/gm, "      "));
      await this.onFailure?.(name).catch(() => {});
    }
  }

  /** The last line, and the exit status. */
  finish() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed > 0 || this.passed === 0 ? 1 : 0;
  }
}
