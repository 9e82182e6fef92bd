/** The injection grammar, as `syntaxes/shapescope.tmLanguage.json` holds it. */
export const grammar: object;
