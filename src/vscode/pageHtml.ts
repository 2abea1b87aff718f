/** What a page's HTML is made from; the addresses are webview URIs. */
export type PageParts = {
  readonly title: string;
  readonly script: string;
  /** Scripts that the script imports at once. */
  readonly chunks?: readonly string[];
  readonly style: string;
  /** Whence styles, fonts and images may come. */
  readonly source: string;
  /** Fresh for each page. */
  readonly nonce: string;
} & PageExtras;

/** What only some pages need. */
export type PageExtras = {
  /** The page fetches files from `source`, and decodes them by WebAssembly in workers made of blobs. */
  readonly decodes?: boolean;
  /** Attributes `data-<name>` of `#page`. */
  readonly data?: Readonly<Record<string, string>>;
  /** JSON values by the id of the element that holds them, so that the page need not ask first. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Files that the page fetches at its start: they are on their way before its script is. */
  readonly fetched?: readonly string[];
};

/** The content security policy of a page: nothing but its own script and style, images that its figures make, and what decoding needs. */
export const contentPolicy = ({ source, nonce, decodes = false }: Pick<PageParts, 'source' | 'nonce' | 'decodes'>): string =>
  [
    // Strict by default: no network, no frames, no forms.
    "default-src 'none'",
    `script-src 'nonce-${nonce}'${decodes ? " 'wasm-unsafe-eval'" : ''}`,
    ...(decodes ? [`connect-src ${source}`, 'worker-src blob:'] : []),
    // The nonce admits the style that a figure brings along.
    `style-src 'nonce-${nonce}' ${source}`,
    `font-src ${source}`,
    `img-src ${source} blob:`,
  ].join('; ');

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A script element ends at the first `</script`, whatever its type, so that JSON in it must not hold a `<`. */
const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const dataAttributes = (data: PageExtras['data'] = {}): string =>
  Object.entries(data)
    .map(([name, value]) => ` data-${name}="${escaped(value)}"`)
    .join('');

function valueElements({ values = {}, nonce }: PageParts): string {
  const element = ([id, value]: readonly [string, unknown]): string =>
    `<script type="application/json" nonce="${nonce}" id="${id}">${jsonText(value)}</script>\n`;
  return Object.entries(values).map(element).join('');
}

const preloads = ({ chunks = [], fetched = [], nonce }: PageParts): string =>
  [
    ...chunks.map((address) => `<link rel="modulepreload" nonce="${nonce}" href="${escaped(address)}">\n`),
    ...fetched.map((address) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="${escaped(address)}">\n`),
  ].join('');

/** The HTML of a page: an empty `#page` for its script to fill. */
export const pageHtml = (parts: PageParts): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(parts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(parts.title)}</title>
${preloads(parts)}<link rel="stylesheet" href="${escaped(parts.style)}">
</head>
<body>
<div id="page"${dataAttributes(parts.data)}></div>
${valueElements(parts)}<script type="module" nonce="${parts.nonce}" src="${escaped(parts.script)}"></script>
</body>
</html>
`;
