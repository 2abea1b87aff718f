import { layout } from '../project/layout';
import { UserError } from '../userError';
import { compareText } from './compareText';
import type { ImageRow, SpacingFrom } from './imageRow';
import { formatTable, parseTable, type TableRow } from './table';

/** `images.csv`: its rows, and the names of the columns that the template added. */
export type ImageTable = { readonly rows: readonly ImageRow[]; readonly extraColumns: readonly string[] };

/** The columns of `images.csv` in their order; the template's own follow. */
export const imageColumns = [
  'image',
  'patient',
  'study',
  'series',
  'sha256',
  'modality',
  'body_part',
  'view',
  'laterality',
  'rows',
  'columns',
  'frames',
  'spacing_mm',
  'spacing_from',
  'sex',
  'age_years',
  'site',
  'manufacturer',
  'model',
] as const;

const known: ReadonlySet<string> = new Set(imageColumns);

/** Reads `images.csv`; throws UserError with file and line for a value that can't be. */
export function parseImageTable(text: string, file: string = layout.images): ImageTable {
  const { columns, rows } = parseTable(file, text, imageColumns);
  const extraColumns = columns.filter((name) => !known.has(name));
  const parsed = rows.map((row) => parseImageRow(file, row, extraColumns));
  const seen = new Set<string>();
  for (const [index, { image }] of parsed.entries()) {
    if (seen.has(image)) throw fault(file, rows[index]?.line ?? 0, `the image ${image} has two rows`);
    seen.add(image);
  }
  return { rows: parsed, extraColumns };
}

/** Writes `images.csv` with its rows sorted by image. */
export function formatImageTable({ rows, extraColumns }: ImageTable): string {
  const extra = [...new Set([...extraColumns, ...rows.flatMap((row) => Object.keys(row.extra))])];
  const sorted = rows.toSorted((a, b) => compareText(a.image, b.image));
  return formatTable([...imageColumns, ...extra], sorted.map(formatRow));
}

function fault(file: string, line: number, what: string): UserError {
  return new UserError(`${file}, line ${line}: ${what}.`);
}

/** Reads one row of `images.csv`; throws UserError with file and line for a value that can't be. */
export function parseImageRow(file: string, { line, cells }: TableRow, extraColumns: readonly string[]): ImageRow {
  const cell = (name: (typeof imageColumns)[number]): string => cells[name] ?? '';
  const count = (name: (typeof imageColumns)[number]): number | null => parseCount(file, line, name, cell(name));
  if (cell('image') === '') throw fault(file, line, 'the row names no image');
  return {
    image: cell('image'),
    patient: cell('patient'),
    study: cell('study'),
    series: cell('series'),
    sha256: cell('sha256'),
    modality: cell('modality'),
    bodyPart: cell('body_part'),
    view: cell('view'),
    laterality: cell('laterality'),
    rows: count('rows'),
    columns: count('columns'),
    frames: count('frames'),
    spacingMm: parseSpacing(file, line, cell('spacing_mm')),
    spacingFrom: oneOf<SpacingFrom>(file, line, 'spacing_from', cell('spacing_from'), ['PixelSpacing', 'ImagerPixelSpacing', '']),
    sex: oneOf<ImageRow['sex']>(file, line, 'sex', cell('sex'), ['F', 'M', 'O', '']),
    ageYears: parseAge(file, line, cell('age_years')),
    site: cell('site'),
    manufacturer: cell('manufacturer'),
    model: cell('model'),
    extra: Object.fromEntries(extraColumns.map((name) => [name, cells[name] ?? ''])),
  };
}

function oneOf<T extends string>(file: string, line: number, column: string, text: string, values: readonly T[]): T {
  const value = values.find((candidate) => candidate === text);
  if (value === undefined)
    throw fault(file, line, `${column} is "${text}" but must be one of ${values.filter(Boolean).join(', ')} or empty`);
  return value;
}

function parseCount(file: string, line: number, column: string, text: string): number | null {
  if (text === '') return null;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw fault(file, line, `${column} is "${text}" but must be a whole number above 0, or empty`);
  return Number(text);
}

function parseAge(file: string, line: number, text: string): number | null {
  if (text === '') return null;
  if (!/^\d+(\.\d+)?$/.test(text)) throw fault(file, line, `age_years is "${text}" but must be a number, or empty`);
  return Number(text);
}

function parseSpacing(file: string, line: number, text: string): readonly [number, number] | null {
  if (text === '') return null;
  const [row, column, ...more] = text.split('x').map(Number);
  if (row === undefined || column === undefined || more.length > 0 || !(row > 0) || !(column > 0))
    throw fault(file, line, `spacing_mm is "${text}" but must be two numbers above 0 like 0.139x0.139 (row then column), or empty`);
  return [row, column];
}

function formatRow(row: ImageRow): Record<string, string> {
  return {
    ...row.extra,
    image: row.image,
    patient: row.patient,
    study: row.study,
    series: row.series,
    sha256: row.sha256,
    modality: row.modality,
    body_part: row.bodyPart,
    view: row.view,
    laterality: row.laterality,
    rows: numberText(row.rows),
    columns: numberText(row.columns),
    frames: numberText(row.frames),
    spacing_mm: row.spacingMm === null ? '' : row.spacingMm.join('x'),
    spacing_from: row.spacingFrom,
    sex: row.sex,
    age_years: numberText(row.ageYears),
    site: row.site,
    manufacturer: row.manufacturer,
    model: row.model,
  };
}

const numberText = (value: number | null): string => (value === null ? '' : String(value));
