import Papa from 'papaparse';
import { UserError } from '../userError';

/** A metric of one epoch with its 95 % interval; the bounds are null where there is no interval. */
export type MetricCell = { readonly value: number; readonly lower: number | null; readonly upper: number | null };

/** One epoch in `metrics.csv`. */
export type MetricsRow = {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly tuningLoss: number;
  /** Seconds of this epoch, training and evaluation. */
  readonly seconds: number;
  /** Training only. */
  readonly imagesPerSecond: number;
  /** By name; a metric that does not exist in this epoch is left out. */
  readonly metrics: Readonly<Record<string, MetricCell>>;
};

const fixed = ['epoch', 'train_loss', 'tuning_loss', 'seconds', 'images_per_second'] as const;

/** The text of `metrics.csv`: one row an epoch, and for every metric its value and bounds. */
export function formatMetrics(rows: readonly MetricsRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const header = [...fixed, ...names.flatMap((name) => [name, `${name}_lower`, `${name}_upper`])];
  const lines = rows.map((row) => [
    row.epoch,
    ...[row.trainLoss, row.tuningLoss, row.seconds, row.imagesPerSecond].map(numberText),
    ...names.flatMap((name) => {
      const cell = row.metrics[name];
      return cell === undefined ? ['', '', ''] : [cell.value, cell.lower, cell.upper].map(numberText);
    }),
  ]);
  return `${Papa.unparse([header, ...lines], { newline: '\n' })}\n`;
}

/** Reads `metrics.csv`; throws UserError where it is not such a table. */
export function parseMetrics(text: string): readonly MetricsRow[] {
  const table = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const fields = table.meta.fields ?? [];
  const lacking = fixed.filter((name) => !fields.includes(name));
  if (lacking.length > 0) throw new UserError(`metrics.csv has no column ${lacking.join(', ')}; it is not the table of a run.`);
  const names = fields.filter((name) => fields.includes(`${name}_lower`) && fields.includes(`${name}_upper`));
  return table.data.map((row) => ({
    epoch: Number(row.epoch),
    trainLoss: Number(row.train_loss),
    tuningLoss: Number(row.tuning_loss),
    seconds: Number(row.seconds),
    imagesPerSecond: Number(row.images_per_second),
    metrics: Object.fromEntries(names.flatMap((name) => metricOf(row, name))),
  }));
}

function metricOf(row: Readonly<Record<string, string>>, name: string): readonly (readonly [string, MetricCell])[] {
  const value = numberOf(row[name]);
  if (value === null) return [];
  return [[name, { value, lower: numberOf(row[`${name}_lower`]), upper: numberOf(row[`${name}_upper`]) }]];
}

const numberOf = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));

/** A number with the seven digits that 32-bit floats have; '' for none. */
export const numberText = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(7))));
