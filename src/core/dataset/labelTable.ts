import type { CategoryValue } from '../label/label';
import { isDrawn, type LabelDefinition, type Protocol } from '../label/protocol';
import { UserError } from '../userError';
import type { ImageRow } from './imageRow';
import { isMissing, parseAgeYears, parseLabelValue, parseSex } from './labelValue';
import { parseTable, type TableRow } from './table';

/** What one row of a foreign table says of one image; '' and null where it says nothing. */
export type LabelTableRow = {
  readonly line: number;
  /** The row's text for the file: a path, a name or a stem. */
  readonly file: string;
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

const fileColumns = [
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
const patientColumns = ['patient', 'patientid', 'subject', 'subjectid'];
const sexColumns = ['sex', 'gender', 'patientsex', 'male', 'female'];
const ageColumns = ['ageyears', 'age', 'patientage', 'ageinyears', 'agemonths', 'ageinmonths'];

/**
 * Reads a table with a column of file names and columns for the protocol's labels; `file` is how messages call it.
 * Throws UserError where the file names are missing, or (unless `needsLabels` is false) everything that could be taken from it.
 */
export function readLabelTable(file: string, text: string, protocol: Protocol, { needsLabels = true } = {}): LabelTable {
  const delimiter = detectDelimiter(text);
  const table = parseTable(file, text, [], { delimiter, ragged: true });
  const find = (names: readonly string[]): string => firstColumn(table.columns, names);
  const definitions = protocol.labels.flatMap((definition) => {
    const column = labelColumn(table.columns, definition);
    return column === '' ? [] : [{ definition, column }];
  });
  const columns: Columns = {
    file: find(fileColumns),
    patient: find(patientColumns),
    sex: find(sexColumns),
    age: find(ageColumns),
    definitions,
    decimalComma: delimiter === ';',
  };
  checkColumns(file, columns, protocol, needsLabels);
  return { rows: table.rows.map((row) => readRow(row, columns)), labels: definitions.map(({ definition }) => definition.name) };
}

type Columns = {
  readonly file: string;
  readonly patient: string;
  readonly sex: string;
  readonly age: string;
  readonly definitions: readonly { readonly definition: LabelDefinition; readonly column: string }[];
  readonly decimalComma: boolean;
};

/** The delimiter that the first line has most of. */
export function detectDelimiter(text: string): ',' | ';' | '\t' {
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => line.split(delimiter).length;
  if (count('\t') > count(',') && count('\t') > count(';')) return '\t';
  return count(';') > count(',') ? ';' : ',';
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function firstColumn(columns: readonly string[], names: readonly string[]): string {
  return names.map((name) => columns.find((column) => plain(column) === name)).find((column) => column !== undefined) ?? '';
}

function labelColumn(columns: readonly string[], definition: LabelDefinition): string {
  const { name, columns: aliases = [] } = definition;
  return isDrawn(definition) ? '' : firstColumn(columns, [name, ...aliases].map(plain));
}

function checkColumns(file: string, columns: Columns, protocol: Protocol, needsLabels: boolean): void {
  if (columns.file === '')
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
  const categories = columns.definitions.flatMap(({ definition, column }) => {
    const value = keep<CategoryValue | null>(parseLabelValue(cell(column), definition, columns.decimalComma), null);
    return value === null ? [] : [[definition.name, value] as const];
  });
  return {
    line,
    file: cell(columns.file),
    patient: isMissing(patient) ? '' : patient,
    sex: keep(parseSex(cell(columns.sex), plain(columns.sex)), ''),
    ageYears: keep(parseAgeYears(cell(columns.age), plain(columns.age), columns.decimalComma), null),
    categories: Object.fromEntries(categories),
    problems,
    cells,
  };
}
