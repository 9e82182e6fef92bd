/** Whether a name is another one with a slip of the keyboard: a letter too many, too few, wrong, or two in the wrong order. */
export function isMisspelt(name: string, of: string): boolean {
  if (name === of) return false;
  const [a, b] = [name.toLowerCase(), of.toLowerCase()];
  if (a === b) return true;
  // `celu_` is not a misspelt `celu`, and short names are near too many others.
  if (a.replace(/_/g, "") === b.replace(/_/g, "") || Math.min(a.length, b.length) < 4) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  // A number tells two names apart: `Conv2d` is no misspelt `Conv3d`.
  if (/\d/.test(x + y)) return false;
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && y === x[1] + x[0]);
}
