// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Editor, settingsText } from "./editor.mjs";
import { editorServer, root } from "./tools.mjs";

const file = "window_attention.py";

/** What a person does in the editor. */
export class Window {
  constructor(page, path) {
    this.page = page;
    this.tab = page.getByRole("tab", { name: basename(path) });
    this.lines = readFileSync(path, "utf8").split("\n");
  }

  static async open(browser, editor, name) {
    const page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
    page.setDefaultTimeout(15_000);
    await page.goto(editor.address(name), { timeout: 60_000 });
    await page.locator(".monaco-editor .view-line").first().waitFor({ timeout: 60_000 });
    const window = new Window(page, join(editor.workspace, name));
    await window.command("View: Close Primary Side Bar");
    return window;
  }

  /** Lenses in the order of the text. */
  get lenses() {
    return this.page.locator(".codelens-decoration a");
  }

  lens(text) {
    return this.lenses.filter({ hasText: text }).first();
  }

  /** Scrolls the first line with that text into sight, with the cursor on it; its element. */
  async goTo(text) {
    const line = this.lines.findIndex((it) => it.includes(text));
    assert.ok(line >= 0, `no line with ${text}`);
    await this.tab.click();
    await this.quickInput("Control+G", `:${line + 1}`);
    await this.page.keyboard.press("Enter");
    const shown = this.page.locator(".view-line", { hasText: text });
    await shown.first().waitFor();
    // Lenses are drawn anew after scrolling: a click in the midst of it is lost.
    await this.page.waitForTimeout(600);
    // The page holds the lines in the order in which they came into sight.
    const tops = await shown.evaluateAll((found) => found.map((it) => it.getBoundingClientRect().top));
    return shown.nth(tops.indexOf(Math.min(...tops)));
  }

  /** Clicks the lens of that text above a line, and waits for the panel that it opens. */
  async clickLens(above, text, panel) {
    const tab = this.page.getByRole("tab", { name: panel, selected: true });
    // A click is lost when the lens is drawn anew at that moment; a person clicks again.
    for (let turn = 0; turn < 3; turn++) {
      const line = await this.goTo(above);
      const lenses = this.lenses.filter({ hasText: text });
      const { y: bottom } = await line.boundingBox();
      const tops = await lenses.evaluateAll((found) => found.map((it) => it.getBoundingClientRect().top));
      const nearest = tops.reduce((best, top, at) => (top < bottom && !(top < tops[best]) ? at : best), -1);
      if (nearest < 0) {
        await this.page.waitForTimeout(1_000);
        continue;
      }
      await lenses.nth(nearest).click();
      const opened = await tab.waitFor({ timeout: 8_000 }).then(
        () => true,
        () => false,
      );
      if (opened) return;
    }
    assert.fail(`there is no lens ${text} above ${above}, or it does not open ${panel}`);
  }

  /** Rests the pointer on the last place of a line with that text until the hover is there; its text. */
  async hover(line, text) {
    const hover = this.page.locator(".monaco-hover:visible").first();
    const box = await line.evaluate((element, wanted) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let found = null;
      while (texts.nextNode()) {
        const at = texts.currentNode.data.lastIndexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(texts.currentNode, at);
        range.setEnd(texts.currentNode, at + wanted.length);
        found = range.getBoundingClientRect().toJSON();
      }
      return found;
    }, text);
    assert.ok(box, `no ${text} in the line`);
    let turn = 0;
    await until(
      async () => {
        // The editor wants a move, and forgets it when the line is drawn anew.
        if (turn % 15 === 0) await this.page.mouse.move(box.x + box.width / 2 + (turn % 2), box.y + box.height / 2);
        turn++;
        return (await hover.count()) > 0 && (await hover.innerText()).trim() !== "";
      },
      (there) => there,
      "no hover",
    );
    // It fades in.
    await this.page.waitForTimeout(500);
    return hover.innerText();
  }

  /** Opens the quick input and types into it. It closes by itself when something else takes the focus meanwhile: then once more. */
  async quickInput(key, text) {
    const input = this.page.locator(".quick-input-widget input").first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press(key);
      try {
        await input.waitFor({ timeout: 5000 });
        await input.fill(text, { timeout: 3000 });
        return;
      } catch (error) {
        if (attempt === 4) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
  }

  /** Runs a command of the palette by its title. */
  async command(title) {
    await this.quickInput("F1", `>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
  }

  /** Replaces the user's settings the way a user does: in their file. */
  async settings(more) {
    await this.command("Preferences: Open User Settings (JSON)");
    await this.page.getByRole("tab", { name: "settings.json", selected: true }).waitFor();
    await this.page.locator(".monaco-editor.focused").waitFor();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(settingsText(more));
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    await this.command("View: Close Editor");
  }

  /** The number of the line that the cursor is on. */
  async cursorLine() {
    return Number(await this.page.locator(".line-numbers.active-line-number").first().innerText());
  }

  /** The page of the panel in sight. */
  get panel() {
    return this.page.frameLocator("iframe.webview.ready").last().frameLocator("#active-frame");
  }

  /** With the pointer out of the way: what it rests on has a tooltip. */
  async screenshot(path, pointer = false) {
    if (!pointer) {
      await this.page.mouse.move(0, 0);
      await this.page.waitForTimeout(300);
    }
    return this.page.screenshot({ path });
  }
}

/** Waits until `read` gives what `accept` takes. */
async function until(read, accept, what, timeout = 15_000) {
  const end = Date.now() + timeout;
  let last;
  for (;;) {
    last = await read();
    if (accept(last)) return last;
    if (Date.now() > end) assert.fail(`${what}; last: ${JSON.stringify(last)}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** The packed extension in a real VS Code. */
export async function workbenchTests(report, browser, shots) {
  report.section("In the editor");
  let editor;
  let window;
  const shot = (name, pointer) => window.screenshot(join(shots, `${name}.png`), pointer);

  await report.test("the packed extension is installed and shows lenses", async () => {
    editor = new Editor(editorServer(), join(root, "shapescope.vsix"), join(root, "examples"));
    await editor.start();
    window = await Window.open(browser, editor, file);
    await window.lenses.first().waitFor({ timeout: 60_000 });
    await window.lens("▷ Run").waitFor();
    const texts = await window.lenses.allInnerTexts();
    assert.ok(
      texts.some((text) => /\bMACs\b/.test(text) && /params/i.test(text)),
      texts.join(" | "),
    );
    assert.ok(
      texts.some((text) => /\(\d+, \d+, \d+\) → \(\d+, \d+, \d+\)/.test(text)),
      texts.join(" | "),
    );
    await window.goTo("self.qkv(x)");
    await window.page.waitForTimeout(500);
    await shot("editor-dark");
  });
  if (!window) return editor?.stop();

  try {
    await report.test("a hover tells shape, operator and cost", async () => {
      const line = await window.goTo("self.qkv(x)");
      const text = await window.hover(line, "qkv");
      assert.match(text, /\(\d+, \d+, \d+\)/);
      assert.match(text, /MACs/);
      await shot("editor-hover", true);
      await window.page.keyboard.press("Escape");
    });

    await report.test("inlay hints show shapes, follow the setting, and go with it", async () => {
      const hints = () => window.page.locator(".view-line", { hasText: /:\s\(\d+(,\s\d+)+\)/ }).count();
      const quiet = await until(hints, (count) => count > 0, "no inlay hint");
      await window.settings({ "shapescope.inlayHints": "all" });
      await until(hints, (count) => count > quiet, `not more than ${quiet} hints with "all"`);
      await shot("editor-hints-all");
      await window.settings({ "shapescope.inlayHints": "off" });
      await until(hints, (count) => count < quiet, "hints stay although they are off");
      await window.settings({});
      await until(hints, (count) => count === quiet, "the quiet hints do not come back");
    });

    await report.test("an edit updates the lens, and no line moves while it is typed", async () => {
      const { page } = window;
      const comment = await window.goTo("# shapescope:");
      const before = await window.lens("params").innerText();
      await page.evaluate(() => {
        const tops = [];
        globalThis.watched = tops;
        const look = () => {
          const line = [...document.querySelectorAll(".view-line")].find((it) =>
            /^\s*class\s/.test(it.textContent ?? ""),
          );
          tops.push(line ? line.getBoundingClientRect().top : null);
          globalThis.watching = requestAnimationFrame(look);
        };
        look();
      });
      const text = (await comment.innerText()).replaceAll("\u00a0", " ");
      const size = /torch\.(?:empty|zeros|randn|ones)\((\d+)/.exec(text);
      assert.ok(size, `no example call in ${text}`);
      await comment.getByText(size[1], { exact: true }).last().dblclick();
      await page.keyboard.type(`${Number(size[1]) * 2}`, { delay: 60 });
      const after = await until(
        () => window.lens("params").innerText(),
        (now) => now !== before && /MACs/.test(now),
        `the lens stays ${before}`,
      );
      await page.waitForTimeout(500);
      const tops = await page.evaluate(() => {
        cancelAnimationFrame(globalThis.watching);
        return globalThis.watched;
      });
      assert.deepEqual([...new Set(tops)].length, 1, `the class line stood at ${[...new Set(tops)]}`);
      console.log(`      ${before}  →  ${after}`);
      await page.keyboard.press("Control+Z");
      await until(
        () => window.lens("params").innerText(),
        (now) => now === before,
        "undo does not bring the lens back",
      );
      while ((await page.locator(".tab.active.dirty").count()) > 0) await page.keyboard.press("Control+Z");
    });

    await report.test("the Forward panel opens from its lens, is worked by keys and selects lines", async () => {
      await window.clickLens("class WindowAttention", /^Forward$/, "Forward: WindowAttention");
      const { panel } = window;
      await panel.locator(".body .row").first().waitFor({ timeout: 30_000 });
      assert.match(await panel.locator(".totals").first().innerText(), /MACs\s+\d/);
      const names = await panel.locator(".body .row .cell:first-child").allInnerTexts();
      assert.ok(
        names.some((name) => /qkv\s*Linear/.test(name)),
        names.join(", "),
      );
      await shot("forward-dark");
      await panel.getByRole("treegrid").focus();
      await window.page.keyboard.press("Home");
      await window.page.keyboard.type("proj");
      const row = panel.locator("[aria-selected=true]");
      assert.match(await row.innerText(), /^proj/);
      const line = Number(await row.locator(".cell").nth(1).innerText());
      await window.page.keyboard.press("Enter");
      await until(
        () => window.cursorLine(),
        (now) => now === line,
        `the cursor is not on line ${line}`,
      );
      await shot("forward-select");
    });

    await report.test("the Forward panel follows an edit, and keeps what is selected", async () => {
      const { page, panel } = window;
      const totals = () => panel.locator(".totals").first().innerText();
      const before = await totals();
      const comment = await window.goTo("# shapescope:");
      await comment.getByText("64", { exact: true }).last().dblclick();
      await page.keyboard.type("32");
      await until(totals, (now) => /MACs\s+72\.6 M/.test(now), `the totals stay ${before}`);
      assert.match(await panel.locator("[aria-selected=true]").innerText(), /^proj[\s\S]*\(32, 49, 96\)/);
      await page.keyboard.press("Control+Z");
      await until(totals, (now) => now === before, "undo does not bring the totals back");
    });

    await report.test(
      "the Run panel runs to the end, every shape as analysed, with histogram and picture",
      async () => {
        await window.goTo("class WindowAttention");
        await window.lens("▷ Run").click();
        const { panel } = window;
        await panel.getByText(/^Ran to the end: \d+ steps\.$/).waitFor({ timeout: 60_000 });
        await panel.getByText("every shape as analysed").waitFor();
        assert.equal(await panel.locator(".mark.differs").count(), 0);
        assert.ok((await panel.locator(".mark.same").count()) > 5);
        const row = panel.getByRole("row", { name: /softmax/ }).last();
        await row.click();
        await panel.locator(".details .u-over").waitFor();
        await panel.locator(".details canvas.picture").waitFor();
        const line = Number(await row.locator(".cell").nth(1).innerText());
        await until(
          () => window.cursorLine(),
          (now) => now === line,
          `the cursor is not on line ${line}`,
        );
        await shot("run-dark");
      },
    );

    await report.test("another seed gives other numbers, the same seed the same", async () => {
      const { panel } = window;
      // The statistics are taken when the run has ended.
      const numbers = async () => {
        await panel.locator(".details .u-over").waitFor({ timeout: 30_000 });
        return (await panel.locator(".details dl").innerText()).replace(/time[\s\S]*/, "");
      };
      const rerun = async (button, seed) => {
        await panel.getByRole("button", { name: button }).click();
        await panel.getByText(`seed ${seed}`).waitFor({ timeout: 60_000 });
        return numbers();
      };
      const first = await numbers();
      const second = await rerun("Another seed", 1);
      assert.notEqual(second, first);
      await panel.getByRole("spinbutton", { name: "Seed" }).fill("0");
      assert.equal(await rerun("Run again", 0), first);
    });

    await report.test("panels, lenses and hints follow a light theme", async () => {
      await window.settings({ "workbench.colorTheme": "Default Light Modern" });
      await window.page.locator(".monaco-workbench.vs").waitFor();
      await window.panel.locator(".details canvas.picture").waitFor();
      await window.page.waitForTimeout(500);
      await shot("run-light");
      await window.page.getByRole("tab", { name: /^Forward:/ }).click();
      await window.panel.locator(".totals").first().waitFor();
      await window.page.waitForTimeout(500);
      await shot("forward-light");
    });

    await report.test("panels are there again after the window is loaded anew", async () => {
      await window.page.waitForTimeout(1_000);
      // An address that names a file to open would open that file alone.
      await window.page.goto(editor.address());
      await window.page.getByRole("tab", { name: "Run: WindowAttention" }).click({ timeout: 60_000 });
      await window.panel.getByText("The results of the last run were not kept.").waitFor({ timeout: 60_000 });
      await window.page.getByRole("tab", { name: "Forward: WindowAttention" }).click();
      await window.panel.locator(".body .row").first().waitFor({ timeout: 60_000 });
      assert.match(await window.panel.locator("[aria-selected=true]").innerText(), /^proj/);
      await window.settings({});
    });

    await report.test("a long run can be cancelled, and shows what ran until then", async () => {
      const other = await Window.open(browser, editor, "temporal_model.py");
      await other.lenses.first().waitFor({ timeout: 60_000 });
      await other.clickLens("class TemporalModel", "▷ Run", "Run: TemporalModel");
      const { panel } = other;
      await panel.getByText(/^Step ([3-9]|\d\d) of \d+: /).waitFor({ timeout: 60_000 });
      await panel.getByRole("button", { name: "Cancel" }).click();
      await panel.getByText(/^Cancelled after \d+ of \d+ steps/).waitFor({ timeout: 30_000 });
      assert.ok((await panel.locator(".mark.same").count()) > 0);
      await other.screenshot(join(shots, "run-cancelled.png"));
      await panel.getByRole("button", { name: "Run again" }).click();
      await panel.getByText(/^Ran to the end: \d+ steps\.$/).waitFor({ timeout: 60_000 });
      await panel.getByText("every shape as analysed").waitFor();
      await other.page.close();
    });

    await report.test(
      "why a shape: links in the hover, and a list that the editor follows and comes back from",
      async () => {
        const other = await Window.open(browser, editor, "mistake.py");
        await other.page.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
        const line = await other.goTo("x.flatten(1)");
        const text = await until(
          async () => {
            const found = await other.hover(line, "flatten");
            if (!/the whole chain/.test(found)) await other.page.keyboard.press("Escape");
            return found;
          },
          (found) => /the whole chain[\s\S]*line 19[\s\S]*multiplies 64, 5 and 5 to 1600/.test(found),
          "the hover does not tell why",
        );
        assert.match(text, /line 18/);
        await other.screenshot(join(shots, "editor-why.png"), true);
        await other.page.keyboard.press("Escape");
        await other.goTo("x.flatten(1)");
        const home = await other.cursorLine();
        await other.page.keyboard.press("End");
        await other.command("ShapeScope: Why This Shape?");
        const rows = other.page.locator(".quick-input-list .monaco-list-row");
        await rows.filter({ hasText: "19: x.flatten(1)" }).waitFor();
        await other.page.keyboard.press("ArrowUp");
        const cursor = () => other.cursorLine();
        await until(cursor, (now) => now === 18, "the editor does not follow the list");
        await other.screenshot(join(shots, "editor-why-list.png"));
        await other.page.keyboard.press("Escape");
        await until(cursor, (now) => now === home, "Escape does not come back");
        await other.command("ShapeScope: Why This Shape?");
        await rows.filter({ hasText: "19: x.flatten(1)" }).waitFor();
        await other.page.keyboard.press("ArrowUp");
        await until(cursor, (now) => now === 18, "the editor does not follow the list again");
        await other.page.keyboard.press("Enter");
        await rows.first().waitFor({ state: "hidden" });
        assert.equal(await other.cursorLine(), 18);
        await other.page.close();
      },
    );

    await report.test("a wrong size is underlined, with PyTorch's own message", async () => {
      const other = await Window.open(browser, editor, "mistake.py");
      await other.page.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
      const line = await other.goTo("self.hidden(x)");
      const text = await other.hover(line, "hidden");
      assert.match(text, /addmm: mat1 and mat2 shapes cannot be multiplied \(16x1600 and 3136x128\)/);
      await other.screenshot(join(shots, "editor-error.png"), true);
      await other.page.close();
    });
  } finally {
    await window.page.close();
    await editor.stop();
  }
}
