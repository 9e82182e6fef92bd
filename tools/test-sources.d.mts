/** The analysis as modules that Node loads itself, made anew. */
export function testSourcesPlugin(): Promise<import("vitest/config").Plugin>;
