import type { Estimate } from '../statistics/estimate';
import { alikeNumbers } from './alikeNumbers';
import type { RunVerdict } from './compareRuns';
import { metricTitle } from './describeMetric';

/** A verdict as the parts of a sentence: run, `relation`, the reference, `amount`. */
export type VerdictWords = { readonly relation: string; readonly amount: string; readonly place: string };

/** "... is better than ... by 2.3 months of MAE, 95 % interval 1.1 to 3.4"; the parts of such a sentence, and on what it stands. */
export function verdictWords({ verdict, difference }: RunVerdict, metric: string): VerdictWords {
  if ('undefined' in difference) return { relation: 'can not be held against', amount: difference.undefined, place: '' };
  const { n, patients, method } = difference;
  const place = `tuning part, n = ${n} images of ${patients} patients; ${method}`;
  if (verdict === 'better' || verdict === 'worse')
    return { relation: `is ${verdict} than`, amount: `by ${sizeWords(difference, metric)}`, place };
  const between = `difference in ${metricTitle(metric)} ${numbersOf(difference)}`;
  if (verdict === 'another seed')
    return { relation: 'is the same experiment with another seed as', amount: `neither is better: ${between}`, place };
  return { relation: 'is not distinguishable from', amount: `on ${patients} patients: ${between}`, place };
}

/** The size of a difference, whatever its sign: "better" or "worse" says which way. */
function sizeWords({ value, interval, unit, ...rest }: Estimate, metric: string): string {
  const isTurned = value < 0;
  const turned = interval === null || !isTurned ? interval : ([-interval[1], -interval[0]] as const);
  const [size = '', ...bounds] = numbersOf({ ...rest, unit, value: Math.abs(value), interval: turned }).split(', ');
  return [`${size} of ${metricTitle(metric)}`, ...bounds].join(', ');
}

function numbersOf({ value, interval, unit }: Estimate): string {
  const [middle = '', low = '', high = ''] = alikeNumbers([value, ...(interval ?? [])]);
  return `${middle}${unit === '' ? '' : ` ${unit}`}, ${interval === null ? 'no 95 % interval' : `95 % interval ${low} to ${high}`}`;
}
