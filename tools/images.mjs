// Copies the screenshots that the README shows from the last end-to-end run: `node tools/images.mjs`.
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const images = [
  ...["editor-dark", "forward-dark", "run-dark", "run-light"],
  ...["kind-device-fix", "kind-dtype-fix", "kind-broadcast-fix", "kind-softmax-fix", "kind-untrained-fix"],
];

mkdirSync(join(root, "docs/images"), { recursive: true });
for (const name of images) {
  copyFileSync(join(root, "test/e2e/shots", `${name}.png`), join(root, "docs/images", `${name}.png`));
}
