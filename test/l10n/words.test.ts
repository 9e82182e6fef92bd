/** Every word that a user sees is in Chinese too. What is PyTorch's own stays as PyTorch says it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const english: Record<string, string> = json("package.nls.json");
const chinese: Record<string, string> = json("package.nls.zh-cn.json");
const bundle: Record<string, string> = json("l10n/bundle.l10n.zh-cn.json");

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

/** Texts that the sources hand to `t`, `vscode.l10n.t`. */
const asked = new Set(
  ["extension", "webview", "features", "server"]
    .flatMap((folder) => files(`src/${folder}`))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/(?:\bl10n\.t|(?<![\w.])t)\(\s*("(?:[^"\\]|\\.)*")/g)])
    .map(([, text]) => JSON.parse(text) as string),
);

const hasHan = (text: string) => /\p{Script=Han}/u.test(text);
const holes = (text: string) => [...text.matchAll(/\{\d+\}|\]\([^)]*\)|`[^`]*`/g)].map(([hole]) => hole).sort();

describe("package.json", () => {
  const manifest = json("package.json");

  /** Texts of a manifest that VS Code shows, with where they stand. */
  function shown(value: unknown, path: string[] = []): [string, string][] {
    if (typeof value === "string") {
      const [key, parent] = [path.at(-1)!, path.at(-2) ?? ""];
      const words = [
        "title",
        "description",
        "markdownDescription",
        "contents",
        "name",
        "displayName",
        "userDescription",
      ];
      const isWords = words.includes(key) || parent === "markdownEnumDescriptions";
      return isWords ? [[path.join("."), value]] : [];
    }
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => shown(item, [...path, key]));
  }

  it("has no text of its own but names: each is a key of package.nls.json", () => {
    const { contributes, capabilities } = manifest;
    // What an assistant reads is no word for people; names are not translated.
    const own = shown({ contributes, capabilities }).filter(
      ([path, text]) =>
        text !== "ShapeScope" && !/^contributes\.languageModelTools\.\d+\.(name|inputSchema)/.test(path),
    );
    expect(own.filter(([, text]) => !/^%.+%$/.test(text))).toEqual([]);
    const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key));
    expect([...used].sort()).toEqual(Object.keys(english).sort());
  });

  it("has every text in Chinese, with the same settings, code and commands in it", () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(chinese)) {
      expect(hasHan(text), key).toBe(true);
      expect(holes(text), key).toEqual(holes(english[key]));
    }
  });

  it("has the walkthrough's pages in Chinese", () => {
    const pages = readdirSync("media/walkthrough").filter((name) => name.endsWith(".md"));
    const own = pages.filter((name) => !name.includes(".nls."));
    expect(pages.filter((name) => name.includes(".nls."))).toEqual(
      own.map((name) => name.replace(/\.md$/, ".nls.zh-cn.md")),
    );
    for (const name of own)
      expect(hasHan(readFileSync(`media/walkthrough/${name.replace(/\.md$/, ".nls.zh-cn.md")}`, "utf8"))).toBe(true);
  });
});

describe("the extension, its panels and the server", () => {
  it("have every text in Chinese, and no text is translated that nobody shows", () => {
    expect(asked.size).toBeGreaterThan(200);
    expect(Object.keys(bundle).sort()).toEqual([...asked].sort());
    for (const [text, translated] of Object.entries(bundle)) {
      expect(hasHan(translated) || text === "{0} of {1}", text).toBe(true);
      expect(holes(translated), text).toEqual(holes(text));
    }
  });

  it("write no text in a page but through `t`", () => {
    const bare = files("src/webview").flatMap((file) =>
      [
        ...readFileSync(file, "utf8").matchAll(
          /(?:aria-label|title|placeholder|empty)="([^"]*[a-z][^"]*)"|^\s+([A-Z][a-z]+(?: [a-z]+)+)$/gm,
        ),
      ].map(([, attribute, text]) => `${file}: ${attribute ?? text}`),
    );
    expect(bare).toEqual([]);
  });
});
