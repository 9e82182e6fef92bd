export function withSection(page: string, name: string, text: string): string;
export function sectionsOf(page: string): { name: string; text: string }[];
