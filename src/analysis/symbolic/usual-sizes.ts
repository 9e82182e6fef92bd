/** What stands for a number, by the name of the size or parameter; the first row that fits counts. */
const NUMBERS: readonly (readonly [name: RegExp, number: number])[] = [
  [/^(b|bs|batch(_size)?|bsz|stride|padding|dilation|groups)$/i, 1],
  [/^(depth|((num|n)_)?(hidden_)?layers?|(num_|n_)?blocks?)$/i, 2],
  [/^(in_chans|in_channels|input_channels|img_channels|image_channels|kernel(_size)?)$/i, 3],
  [/(^|_)n?heads?$/i, 4],
  [/^(t|patch(_size)?|window(_size)?)$/i, 8],
  [/class(es)?$|labels$/i, 10],
  [/^(n|l|s|(max_)?seq(uence)?_?len(gth)?|length|block_size|num_patches|num_tokens)$/i, 16],
  [/^(h|w|height|width|img_size|image_size|resolution|size)$/i, 32],
  [/vocab|num_embeddings|n_tokens/i, 1000],
];
/** Of a name that fits no row. */
export const OTHER_NUMBER = 64;

/** What stands for a size by its name where nothing else is known of it. */
export function numberFor(name: string): number {
  const owner = name.replace(/(\[\d+\])+$/, "");
  return NUMBERS.find(([pattern]) => pattern.test(owner))?.[1] ?? OTHER_NUMBER;
}
