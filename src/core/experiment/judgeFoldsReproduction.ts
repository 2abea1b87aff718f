import type { Estimate } from '../statistics/estimate';
import { alikeNumbers } from './alikeNumbers';
import { metricTitle } from './describeMetric';
import type { FoldsRecord } from './foldsRecord';
import type { FoldRow } from './foldTable';
import type { ReproducedMetric, ReproductionVerdict } from './judgeReproduction';

/** One fold of a cross-validation against its record. */
export type ReproducedFold = { readonly index: number; readonly run: string; readonly verdict: ReproductionVerdict };

/** A cross-validation as its files tell it. */
export type JudgedGroup = { readonly record: FoldsRecord; readonly rows: readonly FoldRow[] };

/** How a reproduced cross-validation stands against its record: each fold, and the pooled predictions. */
export type FoldsVerdict = {
  readonly outcome: ReproductionVerdict['outcome'];
  readonly words: string;
  readonly folds: readonly ReproducedFold[];
  readonly pooled: readonly ReproducedMetric[];
  /** Images with the very same out-of-fold prediction, and how many the record has. */
  readonly sameRows: number;
  readonly rows: number;
};

/** From the worst to the best. */
const order: readonly ReproductionVerdict['outcome'][] = [
  'not comparable',
  'not equal',
  'outside tolerance',
  'outside interval',
  'inside interval',
  'within tolerance',
  'equal',
];

function pooledOf(before: FoldsRecord, after: FoldsRecord): readonly ReproducedMetric[] {
  return Object.entries(before.pooled?.metrics ?? {}).map(([metric, estimate]) => {
    const other = after.pooled?.metrics[metric];
    const same = other !== undefined && JSON.stringify(estimate) === JSON.stringify(other);
    return { metric, unit: estimate.unit, recorded: estimate.value, reproduced: other?.value ?? null, same };
  });
}

function countSameRows(before: readonly FoldRow[], after: readonly FoldRow[]): number {
  const others = new Map(after.map((row) => [row.image, JSON.stringify(row)]));
  return before.filter((row) => others.get(row.image) === JSON.stringify(row)).length;
}

const within = ({ interval }: Estimate, value: number): boolean => interval !== null && value >= interval[0] && value <= interval[1];

function pooledWords(metric: string, { value, interval, unit }: Estimate, again: number): string {
  const shown = alikeNumbers([value, again, ...(interval ?? [])]);
  const [before = '', after = '', low = '', high = ''] =
    shown[0] === shown[1] && value !== again ? [String(value), String(again), ...shown.slice(2)] : shown;
  const bounds = interval === null ? '' : ` (95 % interval ${low} to ${high})`;
  return `pooled ${metricTitle(metric)} ${after}${unit === '' ? '' : ` ${unit}`} where the record has ${before}${bounds}`;
}

/** Counts of outcomes in words: "2 equal, 1 inside interval". */
const countWords = (folds: readonly ReproducedFold[]): string =>
  order
    .toReversed()
    .map((outcome) => ({ outcome, count: folds.filter(({ verdict }) => verdict.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`)
    .join(', ');

/**
 * Holds a cross-validation that was trained again against its record. It is equal where every fold is, and every out-of-fold prediction and pooled metric too; elsewhere the pooled
 * first metric must lie in the record's interval, and the worst fold is named.
 */
export function judgeFoldsReproduction(
  recorded: JudgedGroup,
  again: JudgedGroup,
  folds: readonly ReproducedFold[],
  strict: boolean,
): FoldsVerdict {
  const pooled = pooledOf(recorded.record, again.record);
  const sameRows = countSameRows(recorded.rows, again.rows);
  const rows = recorded.rows.length;
  const common = { folds, pooled, sameRows, rows };
  const worst = folds.reduce<ReproductionVerdict['outcome']>(
    (least, { verdict }) => (order.indexOf(verdict.outcome) < order.indexOf(least) ? verdict.outcome : least),
    'equal',
  );
  const primary = recorded.record.pooled?.primary ?? '';
  const estimate = recorded.record.pooled?.metrics[primary];
  const reached = again.record.pooled?.metrics[primary]?.value;
  if (folds.length === 0) return { ...common, outcome: 'not comparable', words: 'No fold has ended, so there is nothing to compare with.' };
  const allSame = sameRows === rows && pooled.every(({ same }) => same);
  if (worst === 'equal' && allSame) {
    const predicted = rows === 0 ? '' : `, and so ${rows === 1 ? 'is the' : `are all ${rows}`} out-of-fold predictions`;
    return { ...common, outcome: 'equal', words: `Equal: ${folds.length} folds to the last digit${predicted}.` };
  }
  const each = `${folds.length} folds: ${countWords(folds)}`;
  if (estimate === undefined || reached === undefined)
    return { ...common, outcome: worst === 'equal' ? 'not equal' : worst, words: `${each}.` };
  const values = pooledWords(primary, estimate, reached);
  if (strict || worst === 'equal')
    return { ...common, outcome: 'not equal', words: `Not equal: ${values}; ${each}; ${sameRows} of ${rows} predictions are the same.` };
  const inside = within(estimate, reached);
  const outcome = order.indexOf(worst) < order.indexOf('outside interval') ? worst : inside ? 'inside interval' : 'outside interval';
  return { ...common, outcome, words: `${inside ? 'Inside' : 'Outside'} the record's interval: ${values}; ${each}.` };
}
