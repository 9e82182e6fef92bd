export function recordedText(): string;
export function savedText(): string;
