import { readFileSync } from "node:fs";

/** The blocks of a page of docs/editors that are written in a language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(`docs/editors/${page}.md`, "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, block]) => block);
}

/** How each page starts the server: every command line that its blocks have, as it is written there. */
export const commandLines: Readonly<Record<string, () => string[][]>> = {
  neovim: () => blocks("neovim", "lua").flatMap((block) => lists(block, /cmd = \{(.*?)\}/g)),
  helix: () =>
    blocks("helix", "toml").flatMap((block) => {
      const [, command] = /^command = "(.*)"$/m.exec(block) ?? [];
      return command === undefined ? [] : [[command, ...lists(block, /^args = \[(.*)\]$/gm)[0]]];
    }),
  zed: () => {
    const [block] = blocks("zed", "rust");
    const [, command] = /which\("(.*?)"\)/.exec(block)!;
    return [[command, ...lists(block, /args = \[(.*?)\]/g)[0]]];
  },
  emacs: () => blocks("emacs", "elisp").flatMap((block) => lists(block, /\(("shapescope"[^)]*)\)/g)),
};

/** The texts in quotes that a pattern's group holds, for each place at which it is found. */
function lists(text: string, pattern: RegExp): string[][] {
  return [...text.matchAll(pattern)].map(([, items]) => [...items.matchAll(/"(.*?)"/g)].map(([, item]) => item));
}
