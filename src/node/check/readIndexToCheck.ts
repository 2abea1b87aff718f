import { readdir } from 'node:fs/promises';
import { type Finding, makeFinding } from '../../core/check/finding';
import { findIdentifiers } from '../../core/check/identifiers';
import type { IndexedImage } from '../../core/check/indexedImage';
import type { CheckedIndex } from '../../core/check/indexFindings';
import { ofUserError } from '../../core/check/schemaFindings';
import { type CheckedSplit, checkSplitTexts } from '../../core/check/splitFindings';
import { type TextPlaces, textPlaces } from '../../core/check/textPlaces';
import { imageColumns, parseImageRow } from '../../core/dataset/imageTable';
import { parseTable, type Table } from '../../core/dataset/table';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { readTextIfThere } from '../project/readText';

/** The index and the split as far as they can be read, and what can't. */
export type IndexToCheck = {
  readonly index: CheckedIndex;
  /** Images whose row can't be read, with its line: they are there all the same. */
  readonly broken: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
};

/** Reads `images.csv` row by row, so that one bad row hides no other, and the split. */
export async function readIndexToCheck(root: string): Promise<IndexToCheck> {
  const findings: Finding[] = [];
  const text = (await readTextIfThere(root, layout.images)) ?? `${imageColumns.join(',')}\n`;
  const table = attempt(layout.images, findings, () => parseTable(layout.images, text, imageColumns));
  const places = textPlaces(layout.images, text, table?.columns ?? []);
  const broken = new Map<string, number>();
  const images = table === null ? [] : readRows(table, places, findings, broken);
  const split = await readSplit(root, findings);
  return { index: { images, places, split }, broken, findings: [...findings, ...freeTextFindings(table, places)] };
}

function attempt<T>(file: string, findings: Finding[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    findings.push({ ...ofUserError(file, error), task: file === layout.images ? '3-data/images' : '3-data/split' });
    return null;
  }
}

function readRows(table: Table, places: TextPlaces, findings: Finding[], broken: Map<string, number>): readonly IndexedImage[] {
  const known: ReadonlySet<string> = new Set(imageColumns);
  const extra = table.columns.filter((name) => !known.has(name));
  const seen = new Set<string>();
  return table.rows.flatMap((tableRow) => {
    const { line } = tableRow;
    try {
      const row = parseImageRow(layout.images, tableRow, extra);
      if (seen.has(row.image)) findings.push(twoRows(row.image, line, places));
      seen.add(row.image);
      return [{ line, row }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      findings.push(badRow(error, tableRow.cells.image ?? '', line, places));
      broken.set(tableRow.cells.image ?? '', line);
      return [];
    }
  });
}

const twoRows = (image: string, line: number, places: TextPlaces): Finding =>
  makeFinding({
    ...{ code: 'invalid-row', severity: 'error', file: layout.images, about: `${image} twice`, at: places.cell(line, 'image') },
    message: `The image ${image} has two rows.`,
    advice: 'Remove one of the two rows.',
    task: '3-data/images',
    fixes: [{ title: 'Remove this row', edits: [places.removeLine(line)] }],
  });

function badRow(error: UserError, image: string, line: number, places: TextPlaces): Finding {
  const found = ofUserError(layout.images, error);
  const [column = ''] =
    /^(spacing_mm|age_years|rows|columns|frames|sex|spacing_from)\b/i.exec(found.message)?.map((word) => word.toLowerCase()) ?? [];
  const code = column === 'age_years' ? 'impossible-age' : column === 'spacing_mm' ? 'impossible-spacing' : 'invalid-row';
  return makeFinding({
    ...{ code, severity: 'error', file: layout.images, about: `${image} ${column}`, at: places.cell(line, column), task: '3-data/images' },
    message: found.message,
    advice: 'Look the value up in the image, or leave it empty where it is not known.',
  });
}

async function readSplit(root: string, findings: Finding[]): Promise<CheckedSplit | null> {
  const table = await readTextIfThere(root, layout.split);
  const lock = await readTextIfThere(root, layout.splitLock);
  if (table === null || lock === null) return null;
  const split = attempt(layout.split, findings, () => checkSplitTexts({ table, lock }));
  findings.push(...(split?.findings ?? []));
  return split;
}

const freeColumns = ['site', 'manufacturer', 'model', 'body_part', 'view'];

/** Identifiers in the columns of the index that hold words of their own; each word is looked at once. */
function freeTextFindings(table: Table | null, places: TextPlaces): readonly Finding[] {
  if (table === null) return [];
  const known: ReadonlySet<string> = new Set(imageColumns);
  return table.columns
    .filter((name) => freeColumns.includes(name) || !known.has(name))
    .flatMap((column) => {
      const lines = new Map<string, number>();
      for (const { line, cells } of table.rows) if (!lines.has(cells[column] ?? '')) lines.set(cells[column] ?? '', line);
      return [...lines].flatMap(([value, line]) =>
        findIdentifiers(value, { data: true })
          .slice(0, 1)
          .map(({ what, text }) =>
            makeFinding({
              ...{
                code: 'identifier-in-table',
                severity: 'error',
                file: layout.images,
                about: `${column}\n${text}`,
                at: places.cell(line, column),
              },
              message: `The column ${column} holds ${what}.`,
              advice: 'Empty the cell, and import the folder again without it.',
              task: '3-data/images',
            }),
          ),
      );
    });
}

/** The pseudonyms of the instances of each series. */
export async function readInstances(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = (await readdir(`${root}/${layout.series}`).catch(() => [])).filter((name) => name.endsWith('.csv')).sort();
  const lists = await mapBounded(names, async (name) => {
    const text = (await readTextIfThere(root, `${layout.series}/${name}`)) ?? '';
    const instances = text
      .split('\n')
      .slice(1)
      .map((line) => line.slice(0, line.indexOf(',')));
    return [name.slice(0, -'.csv'.length), instances.filter((instance) => instance !== '')] as const;
  });
  return new Map(lists);
}
