export function recordedText(): string;
