/** The tools in `package.json`, which VS Code's assistants see, are those of `shapescope mcp`. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { z } from "zod";
import { tools } from "../../../src/cli/mcp/tools";

/** What VS Code takes: https://code.visualstudio.com/api/extension-guides/ai/tools */
function contributed(): object[] {
  return tools.map(({ name, description, input }) => {
    const { $schema: _, additionalProperties: __, ...inputSchema } = z.toJSONSchema(input);
    return {
      name: `shapescope_${name}`,
      displayName: `%tool.${name}.title%`,
      modelDescription: description,
      userDescription: `%tool.${name}.title%`,
      toolReferenceName: `shapescope-${name}`,
      canBeReferencedInPrompt: true,
      tags: ["pytorch", "shapes"],
      inputSchema,
    };
  });
}

it("package.json names each tool with its words and its arguments", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8")).contributes.languageModelTools).toEqual(contributed());
});

it("their titles are the tools' own", () => {
  const words = JSON.parse(readFileSync("package.nls.json", "utf8"));
  const titles = tools.map(({ name, title }) => [words[`tool.${name}.title`], title]);
  expect(titles.every(([shown, own]) => shown === own)).toBe(true);
});
