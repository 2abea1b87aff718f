/** What a page's HTML is made from; the addresses are webview URIs. */
export type PageParts = {
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** Whence styles, fonts and images may come. */
  readonly source: string;
  /** Fresh for each page. */
  readonly nonce: string;
};

/** The content security policy of a page: nothing but its own script and style, and images that its figures make. */
export const contentPolicy = ({ source, nonce }: Pick<PageParts, 'source' | 'nonce'>): string =>
  [
    // Strict by default: no network, no frames, no forms.
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The nonce admits the style that a figure brings along.
    `style-src 'nonce-${nonce}' ${source}`,
    `font-src ${source}`,
    `img-src ${source} blob:`,
  ].join('; ');

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The HTML of a page: an empty `#page` for its script to fill. */
export const pageHtml = (parts: PageParts): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(parts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(parts.title)}</title>
<link rel="stylesheet" href="${escaped(parts.style)}">
</head>
<body>
<div id="page"></div>
<script type="module" nonce="${parts.nonce}" src="${escaped(parts.script)}"></script>
</body>
</html>
`;
