import Papa from 'papaparse';
import { UserError } from '../userError';
import { numberText } from './metricsTable';

/** What a network says of one image: a number in the target's unit, a class with the probability of each, how many boxes, or which share of the image a mask takes. */
export type PredictionRow = {
  readonly image: string;
  /** '' where it is not known. */
  readonly patient: string;
  /** What the reader says; null where nobody has. */
  readonly label: number | string | null;
  /** null where the image could not be read. */
  readonly prediction: number | string | null;
  /** One for each class, in the classes' order; none for a number. */
  readonly probabilities: readonly number[];
  /** Boxes and masks: the highest score in the image, 0 to 1; left out for numbers and classes. */
  readonly score?: number;
  /** Why there is no prediction; '' where there is one. */
  readonly problem: string;
};

const columns = ['image', 'patient', 'label', 'prediction'] as const;

/** The text of a run's `predictions.csv`; `classes` is empty for a number. */
export function formatPredictions(rows: readonly PredictionRow[], classes: readonly string[]): string {
  const score = scoreColumn(rows);
  const lines = rows.map((row) => [
    ...[row.image, row.patient, cellOf(row.label), cellOf(row.prediction)],
    ...probabilityCells(row, classes),
    ...scoreCell(row, score),
  ]);
  return `${Papa.unparse([[...columns, ...probabilityColumns(classes), ...score], ...lines], { newline: '\n' })}\n`;
}

/** The table of `radsteps predict`: no label, and the reason where a file could not be read; with `labelFiles`, a name a row ('' for none), where boxes and masks are. */
export function formatPredictedFiles(rows: readonly PredictionRow[], classes: readonly string[], labelFiles?: readonly string[]): string {
  const score = scoreColumn(rows);
  const lines = rows.map((row, index) => [
    ...[row.image, cellOf(row.prediction), ...probabilityCells(row, classes)],
    ...scoreCell(row, score),
    ...(labelFiles === undefined ? [] : [labelFiles[index] ?? '']),
    row.problem,
  ]);
  const marks = labelFiles === undefined ? [] : ['label_file'];
  const header = ['image', 'prediction', ...probabilityColumns(classes), ...score, ...marks, 'problem'];
  return `${Papa.unparse([header, ...lines], { newline: '\n' })}\n`;
}

/** Reads a run's `predictions.csv`; throws UserError where it is not such a table. */
export function parsePredictions(text: string, classes: readonly string[]): readonly PredictionRow[] {
  const table = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const expected = [...columns, ...probabilityColumns(classes)];
  const lacking = expected.filter((name) => !table.meta.fields?.includes(name));
  if (lacking.length > 0) throw new UserError(`predictions.csv has no column ${lacking.join(', ')}; it is not the table of this run.`);
  const valueIn = (cell = ''): number | string | null => (cell === '' ? null : classes.length > 0 ? cell : Number(cell));
  return table.data.map((row) => ({
    image: row.image ?? '',
    patient: row.patient ?? '',
    label: valueIn(row.label),
    prediction: valueIn(row.prediction),
    probabilities: probabilityColumns(classes).map((name) => Number(row[name])),
    ...(row.score === undefined || row.score === '' ? {} : { score: Number(row.score) }),
    problem: '',
  }));
}

/** The classes that a predictions table has probabilities for, in the classes' order, from its first line. */
export function classesOf(text: string): readonly string[] {
  const header = text.slice(0, text.indexOf('\n')).trim().split(',');
  const names = header.map((cell) => cell.replace(/^"|"$/g, ''));
  return names.filter((name) => name.startsWith('probability_')).map((name) => name.slice('probability_'.length));
}

const scoreColumn = (rows: readonly PredictionRow[]): readonly string[] => (rows.some(({ score }) => score !== undefined) ? ['score'] : []);

const scoreCell = ({ score }: PredictionRow, column: readonly string[]): readonly string[] => column.map(() => numberText(score ?? null));

const probabilityColumns = (classes: readonly string[]): readonly string[] => classes.map((name) => `probability_${name}`);

const probabilityCells = (row: PredictionRow, classes: readonly string[]): readonly string[] =>
  classes.map((_, index) => numberText(row.probabilities[index] ?? null));

const cellOf = (value: number | string | null): string => (typeof value === 'string' ? value : numberText(value));
