// docs/scoreboard.md has several writers: each has a section of its own, between two comments.

/** The page with a section put in place of the one of that name, or at its end. */
export function withSection(page, name, text) {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const section = `${begin}\n${text.trimEnd()}\n${end}`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`;
  return page.slice(0, from) + section + page.slice(to + end.length);
}

/** The sections of a page by their names. */
export function sectionsOf(page) {
  return [...page.matchAll(/<!-- begin (\w+) -->\n([\s\S]*?)\n<!-- end \1 -->/g)].map(([, name, text]) => ({
    name,
    text,
  }));
}
