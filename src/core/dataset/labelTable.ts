import type { CategoryValue } from '../label/label';
import { isDrawn, type LabelDefinition, type Protocol } from '../label/protocol';
import { UserError } from '../userError';
import { type HeadingUnit, parseAgeLabel } from './ageUnit';
import type { ImageRow } from './imageRow';
import { findLabelColumn, firstColumn, plain } from './labelColumn';
import { isMissing, parseAgeYears, parseLabelValue, parseSex } from './labelValue';
import { type IdentifierColumns, identifierColumns, leadToImages, type RowIdentifiers, rowIdentifiers } from './rowIdentifiers';
import { parseTable, type TableRow } from './table';

/** What one row of a foreign table says of one image; '' and null where it says nothing. */
export type LabelTableRow = {
  readonly line: number;
  /** The row's text for the file: a path, a name or a stem. */
  readonly file: string;
  /** What else the row says of which DICOM image it is about. */
  readonly identifiers: RowIdentifiers;
  readonly patient: string;
  readonly sex: ImageRow['sex'];
  readonly ageYears: number | null;
  readonly categories: Readonly<Record<string, CategoryValue>>;
  /** What is wrong in the row, without the values that stand there. */
  readonly problems: readonly string[];
  readonly cells: Readonly<Record<string, string>>;
};

/** A foreign table of labels: its rows, and the names of the protocol's labels that have a column. */
export type LabelTable = { readonly rows: readonly LabelTableRow[]; readonly labels: readonly string[] };

/** Headings of columns with the names of files, and with those of patients; plain. */
export const fileColumns = [
  'file',
  'filename',
  'filepath',
  'path',
  'imagepath',
  'imagefile',
  'image',
  'imagename',
  'imageid',
  'filestem',
  'stem',
  'dicom',
  'id',
  'caseid',
];
export const patientColumns = ['patient', 'patientid', 'subject', 'subjectid'];
const sexColumns = ['sex', 'gender', 'patientsex', 'male', 'female'];
const ageColumns = ['ageyears', 'age', 'patientage', 'ageinyears', 'agemonths', 'ageinmonths'];

export type LabelTableOptions = {
  /** False for a table that may hold no label at all. */
  readonly needsLabels?: boolean;
  /** True where a row may also be found by DICOM's identifiers. */
  readonly byIdentifiers?: boolean;
};

/**
 * Reads a table with a column of file names and columns for the protocol's labels; `file` is how messages call it.
 * Throws UserError where the file names are missing, or (unless `needsLabels` is false) everything that could be taken from it.
 */
export function readLabelTable(
  file: string,
  text: string,
  protocol: Protocol,
  { needsLabels = true, byIdentifiers = false }: LabelTableOptions = {},
): LabelTable {
  const delimiter = detectDelimiter(text);
  const table = parseTable(file, text, [], { delimiter, ragged: true });
  const find = (names: readonly string[]): string => firstColumn(table.columns, names);
  const definitions = protocol.labels.flatMap((definition) => {
    const column = findLabelColumn(file, table.columns, definition);
    return column === null ? [] : [{ definition, ...column }];
  });
  const columns: Columns = {
    file: find(fileColumns),
    patient: find(patientColumns),
    sex: find(sexColumns),
    age: find(ageColumns),
    identifiers: identifierColumns(table.columns),
    definitions,
    decimalComma: delimiter === ';',
  };
  checkColumns(file, columns, protocol, {
    needsLabels,
    hasIdentifier: byIdentifiers && leadToImages(columns.identifiers, columns.patient),
  });
  return { rows: table.rows.map((row) => readRow(row, columns)), labels: definitions.map(({ definition }) => definition.name) };
}

type Columns = {
  readonly file: string;
  readonly patient: string;
  readonly sex: string;
  readonly age: string;
  readonly identifiers: IdentifierColumns;
  readonly definitions: readonly { readonly definition: LabelDefinition; readonly column: string; readonly unit: HeadingUnit | null }[];
  readonly decimalComma: boolean;
};

/** The delimiter that the first line has most of. */
export function detectDelimiter(text: string): ',' | ';' | '\t' {
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => line.split(delimiter).length;
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

type Needs = { readonly needsLabels: boolean; readonly hasIdentifier: boolean };

function checkColumns(file: string, columns: Columns, protocol: Protocol, { needsLabels, hasIdentifier }: Needs): void {
  if (columns.file === '' && !hasIdentifier)
    throw new UserError(`${file} has no column with the names of the files: call it "file", "filename", "image" or "id".`);
  if (!needsLabels || columns.definitions.length > 0 || columns.patient !== '' || columns.sex !== '' || columns.age !== '') return;
  const names = protocol.labels.filter((label) => !isDrawn(label)).map(({ name }) => name);
  throw new UserError(
    `${file} has no column for a label of this project (${names.join(', ')}): rename a column, or add its name to "columns" in 3-data/protocol.md.`,
  );
}

function readRow({ line, cells }: TableRow, columns: Columns): LabelTableRow {
  const problems: string[] = [];
  const keep = <T>(result: { readonly value: T } | { readonly problem: string }, otherwise: T): T => {
    if ('value' in result) return result.value;
    problems.push(result.problem);
    return otherwise;
  };
  const cell = (name: string): string => (cells[name] ?? '').trim();
  const patient = cell(columns.patient);
  const { decimalComma } = columns;
  const identifiers = rowIdentifiers(cells, columns.identifiers, isMissing(patient) ? '' : patient);
  if (identifiers.hasBadDate) problems.push('its study date is not written like 2020-12-31 or 20201231');
  const categories = columns.definitions.flatMap(({ definition, column, unit }) => {
    const parsed =
      unit === null ? parseLabelValue(cell(column), definition, decimalComma) : parseAgeLabel(cell(column), definition, unit, decimalComma);
    const value = keep<CategoryValue | null>(parsed, null);
    return value === null ? [] : [[definition.name, value] as const];
  });
  return {
    line,
    file: cell(columns.file),
    identifiers,
    patient: isMissing(patient) ? '' : patient,
    sex: keep(parseSex(cell(columns.sex), plain(columns.sex)), ''),
    ageYears: keep(parseAgeYears(cell(columns.age), plain(columns.age), decimalComma), null),
    categories: Object.fromEntries(categories),
    problems,
    cells,
  };
}
