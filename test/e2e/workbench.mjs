// biome-ignore-all lint/performance/useDomNodeTextContent: the text that a person reads is meant
export async function workbenchTests() {}
