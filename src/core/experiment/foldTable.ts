import { formatTable, parseTable } from '../dataset/table';
import { UserError } from '../userError';
import { numberText } from './metricsTable';
import type { PredictionRow } from './predictionTable';

/** What the network of its fold says of one image. */
export type FoldRow = PredictionRow & { readonly fold: number; readonly run: string };

const columns = ['image', 'patient', 'fold', 'run', 'label', 'prediction'] as const;
const probabilityColumns = (classes: readonly string[]): readonly string[] => classes.map((name) => `probability_${name}`);

/** The text of a cross-validation's `predictions.csv`: every image once; `classes` is empty for a number. */
export function formatFoldTable(rows: readonly FoldRow[], classes: readonly string[]): string {
  const shares = probabilityColumns(classes);
  const cells = rows.map((row) => ({
    ...{ image: row.image, patient: row.patient, fold: String(row.fold), run: row.run },
    ...{ label: cellOf(row.label), prediction: cellOf(row.prediction), problem: row.problem },
    ...Object.fromEntries(shares.map((name, index) => [name, numberText(row.probabilities[index] ?? null)])),
  }));
  return formatTable([...columns, ...shares, 'problem'], cells);
}

/** Reads such a table; throws UserError with file and line where it is none. */
export function parseFoldTable(file: string, text: string, classes: readonly string[]): readonly FoldRow[] {
  const shares = probabilityColumns(classes);
  const valueIn = (cell = ''): number | string | null => (cell === '' ? null : classes.length > 0 ? cell : Number(cell));
  return parseTable(file, text, [...columns, ...shares, 'problem']).rows.map(({ line, cells }): FoldRow => {
    const { image = '', patient = '', run = '', label, prediction, problem = '' } = cells;
    const fold = Number(cells.fold);
    if (image === '' || !Number.isInteger(fold) || fold < 1)
      throw new UserError(`${file}, line ${line}: the image or the fold is missing.`);
    const probabilities = prediction === '' ? [] : shares.map((name) => Number(cells[name]));
    return { image, patient, fold, run, label: valueIn(label), prediction: valueIn(prediction), probabilities, problem };
  });
}

const cellOf = (value: number | string | null): string => (typeof value === 'string' ? value : numberText(value));
