/** Where a page's parts are, as the webview reaches them. */
export interface PageParts {
  title: string;
  script: string;
  style: string;
  /** Origin that the editor serves the extension's files from: `webview.cspSource`. */
  source: string;
  /** Random, new for every page. */
  nonce: string;
  /** The editor's language, as `lang` has it, and the words of the page in it; none where they are English. */
  language: string;
  words?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The page around a panel's script. Its policy lets in that one script and the extension's own style sheet and nothing else: no inline code, no
 * inline styles, no connection.
 */
export function panelHtml({ title, script, style, source, nonce, language, words }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
${words === undefined ? "" : dataBlock("words", words)}<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

/** Data that the page's script reads; a policy on scripts says nothing of what is none. No text in it ends the block. */
function dataBlock(id: string, data: object): string {
  return `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>\n`;
}
