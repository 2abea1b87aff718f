import { UserError } from '../userError';
import { compareText } from './compareText';
import type { ImageRow } from './imageRow';
import type { Fractions } from './makeSplit';
import type { Part } from './split';

/** What is held out of the chance of a split, by part, as it is asked for: `official_part=test`, or several values with commas. */
export type HeldParts = { readonly test?: string; readonly tuning?: string };

/** The part of every held patient, and the patients whose images are not all of it. */
export type HeldPatients = { readonly partOf: ReadonlyMap<string, Part>; readonly mixed: readonly string[] };

/** The column that public data sets' own parts are imported into. */
export const officialPart = 'official_part';

const columns: Readonly<Record<string, (row: ImageRow) => string>> = {
  modality: ({ modality }) => modality,
  body_part: ({ bodyPart }) => bodyPart,
  view: ({ view }) => view,
  laterality: ({ laterality }) => laterality,
  sex: ({ sex }) => sex,
  site: ({ site }) => site,
  manufacturer: ({ manufacturer }) => manufacturer,
  model: ({ model }) => model,
  patient: ({ patient }) => patient,
};

/** Allots the patients with an image that a condition names; test goes before tuning. Throws UserError where a condition names no image. */
export function heldPatients(rows: readonly ImageRow[], { test, tuning }: HeldParts): HeldPatients {
  const partOf = new Map<string, Part>();
  const wanted = [
    ['tuning', tuning],
    ['test', test],
  ] as const;
  const images = new Map<string, number>();
  for (const [part, condition] of wanted) {
    if (condition === undefined) continue;
    const found = rows.filter(matcher(rows, condition));
    for (const { patient } of found) partOf.set(patient, part);
    for (const { patient } of found) if (partOf.get(patient) === part) images.set(patient, 0);
    for (const { patient } of found) images.set(patient, (images.get(patient) ?? 0) + 1);
  }
  const all = new Map<string, number>();
  for (const { patient } of rows) all.set(patient, (all.get(patient) ?? 0) + 1);
  return { partOf, mixed: [...partOf.keys()].filter((patient) => images.get(patient) !== all.get(patient)) };
}

function matcher(rows: readonly ImageRow[], condition: string): (row: ImageRow) => boolean {
  const [, column = '', list = ''] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/.exec(condition) ?? [];
  if (column === '') throw new UserError(`"${condition}" must be a column of images.csv and a value, such as ${officialPart}=test.`);
  const cell = cellOf(rows, column);
  // A maker's name may have a comma of its own.
  const values = new Set(rows.some((row) => cell(row) === list) ? [list] : list.split(',').map((value) => value.trim()));
  for (const value of values) if (!rows.some((row) => cell(row) === value)) throw noSuchValue(column, value, rows.map(cell));
  return (row) => values.has(cell(row));
}

function cellOf(rows: readonly ImageRow[], column: string): (row: ImageRow) => string {
  const own = new Set(rows.flatMap(({ extra }) => Object.keys(extra)));
  if (own.has(column)) return ({ extra }) => extra[column] ?? '';
  const common = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (common === undefined)
    throw new UserError(
      `images.csv has no column ${column} to hold images out by: it may be ${[...own, ...Object.keys(columns)].join(', ')}.`,
    );
  return common;
}

function noSuchValue(column: string, value: string, cells: readonly string[]): UserError {
  const known = [...new Set(cells.filter(Boolean))].toSorted(compareText);
  const listed =
    known.length === 0 ? 'the column is empty' : `there are ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', ...' : ''}`;
  return new UserError(`No image has ${column} "${value}": ${listed}.`);
}

/** The shares of the patients that are not held: held parts get none of them. */
export function freeFractions(fractions: Fractions, held: HeldParts): Fractions {
  if (heldText(held) === '') return fractions;
  const [train, tuning, test] = fractions;
  const free: Fractions = [train, held.tuning === undefined ? tuning : 0, held.test === undefined ? test : 0];
  const sum = free[0] + free[1] + free[2];
  return [free[0] / sum, free[1] / sum, free[2] / sum];
}

/** "test official_part=test", for sentences; '' where nothing is held. */
export const heldText = ({ test, tuning }: HeldParts): string =>
  [...(test === undefined ? [] : [`test ${test}`]), ...(tuning === undefined ? [] : [`tuning ${tuning}`])].join(', ');
