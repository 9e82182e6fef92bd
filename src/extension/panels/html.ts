/** Where a page's parts are, as the webview reaches them. */
export interface PageParts {
  title: string;
  script: string;
  style: string;
  /** Origin that the editor serves the extension's files from: `webview.cspSource`. */
  source: string;
  /** Random, new for every page. */
  nonce: string;
}

/**
 * The page around a panel's script. Its policy lets in that one script and the extension's own style sheet and nothing else: no inline code, no
 * inline styles, no connection.
 */
export function panelHtml({ title, script, style, source, nonce }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
