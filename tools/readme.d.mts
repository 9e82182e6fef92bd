export const COLUMNS: number;
export function rewrite(text: string, run: (args: string[]) => string): string;
