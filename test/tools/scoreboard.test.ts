import { expect, it } from "vitest";
import { sectionsOf, withSection } from "../../tools/scoreboard.mjs";

it("a section of the page is put in its place, and the rest stays", () => {
  const page = withSection("# Page\n\nModels.\n", "fuzz", "## Bad input\n\n1 case\n");
  expect(page).toBe("# Page\n\nModels.\n\n<!-- begin fuzz -->\n## Bad input\n\n1 case\n<!-- end fuzz -->\n");
  const next = withSection(`${page}\nAfter.\n`, "fuzz", "2 cases");
  expect(next).toBe("# Page\n\nModels.\n\n<!-- begin fuzz -->\n2 cases\n<!-- end fuzz -->\n\nAfter.\n");
  expect(sectionsOf(next)).toEqual([{ name: "fuzz", text: "2 cases" }]);
});
