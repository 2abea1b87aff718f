/** Reads the parts of an Excel workbook (ECMA-376) that a table needs: its sheets, its shared texts and a sheet's cells. */

/** A sheet's name and the path of its part in the archive; hidden sheets are left out. */
export type WorkbookSheet = { readonly name: string; readonly part: string };

/** The visible sheets in their order, from `xl/workbook.xml` and its relations. */
export function workbookSheets(workbook: string, relations: string): readonly WorkbookSheet[] {
  const targets = new Map(elements(relations, 'Relationship').map(({ tag }) => [attribute(tag, 'Id'), attribute(tag, 'Target')]));
  return elements(workbook, 'sheet').flatMap(({ tag }) => {
    const target = targets.get(attribute(tag, 'r:id') || attribute(tag, 'id')) ?? '';
    if (target === '' || /hidden/i.test(attribute(tag, 'state'))) return [];
    return [{ name: attribute(tag, 'name'), part: target.startsWith('/') ? target.slice(1) : `xl/${target}` }];
  });
}

/** The texts that cells refer to by their number, from `xl/sharedStrings.xml`. */
export const sharedTexts = (xml: string): readonly string[] => elements(xml, 'si').map(({ body }) => textOf(body));

/** Rows and columns of a sheet that are read at most: far more than any table of labels has. */
const mostRows = 1_000_000;
const mostColumns = 1000;

/** A sheet's cells as text, row by row; rows and cells that the file leaves out are empty. */
export function sheetRows(xml: string, shared: readonly string[]): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const row of elements(xml, 'row')) {
    const number = Number(attribute(row.tag, 'r')) || rows.length + 1;
    if (number > mostRows || number <= rows.length) continue;
    while (rows.length < number - 1) rows.push([]);
    rows.push(cellsOf(row.body, shared));
  }
  return rows;
}

function cellsOf(xml: string, shared: readonly string[]): string[] {
  const cells: string[] = [];
  for (const { tag, body } of elements(xml, 'c')) {
    const column = columnOf(attribute(tag, 'r')) ?? cells.length;
    if (column >= mostColumns) continue;
    while (cells.length < column) cells.push('');
    cells[column] = cellText(attribute(tag, 't'), body, shared);
  }
  return cells;
}

/** "C7" is column 2; null without letters. */
function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '';
  if (letters === '') return null;
  return [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText(type: string, body: string, shared: readonly string[]): string {
  if (type === 'inlineStr') return textOf(body);
  const value = unescaped(elements(body, 'v')[0]?.body ?? '');
  if (type === 's') return shared[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  // An error such as #N/A says that there is no value.
  if (type === 'e') return '';
  // Excel itself shows 15 digits; the file has the noise of binary fractions behind them.
  return type === '' || type === 'n' ? plainNumber(value) : value;
}

const plainNumber = (text: string): string =>
  text !== '' && Number.isFinite(Number(text)) ? String(Number(Number(text).toPrecision(15))) : text;

/** All runs of a rich text, without the readings (`rPh`) that Japanese texts carry beside them. */
const textOf = (xml: string): string =>
  elements(xml.replace(/<(?:\w+:)?rPh[\s>][\s\S]*?<\/(?:\w+:)?rPh>/g, ''), 't')
    .map(({ body }) => unescaped(body))
    .join('');

type XmlElement = { readonly tag: string; readonly body: string };

/** Elements of one name that never stands inside itself, in the XML of a program, whatever its namespace's prefix. */
function elements(xml: string, name: string): readonly XmlElement[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`, 'g');
  return [...xml.matchAll(pattern)].map(([, tag = '', body = '']) => ({ tag, body }));
}

const attribute = (tag: string, name: string): string => unescaped(new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? '');

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(xml: string): string {
  return xml.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, code: string) => {
    if (!code.startsWith('#')) return named[code] ?? whole;
    const point = /^#x/i.test(code) ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
