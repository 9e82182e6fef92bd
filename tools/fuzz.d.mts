/** Bundles the fuzzer's programs, `main.js` and `child.js`, into a folder. */
export function bundle(folder: string): Promise<void>;
