/** The words of the pages in the editor's language: https://github.com/microsoft/vscode-l10n */
import { config, t } from "@vscode/l10n";

/** The page's own block of data, which the extension fills in; without it, the words are English. */
const block = globalThis.document?.getElementById("words")?.textContent;
// Before any page is put together: this is imported by whatever has words.
if (block) config({ contents: JSON.parse(block) });

export { t };
