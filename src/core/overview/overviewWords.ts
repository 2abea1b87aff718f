import { describeMetric, metricNumber, metricTitle } from '../experiment/describeMetric';
import type { DataGlance } from './dataGlance';
import type { OverviewHead, OverviewSuccess } from './overviewHead';
import type { RunsGlance } from './runsGlance';

const counted = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** "MAE at most 8 months". */
export function successWords({ metric, op, value, unit }: Pick<OverviewSuccess, 'metric' | 'op' | 'value' | 'unit'>): string {
  const comparison = { '<': 'below', '<=': 'at most', '>=': 'at least', '>': 'above' }[op] ?? op;
  return `${metricTitle(metric)} ${comparison} ${value}${unit === '' ? '' : ` ${unit}`}`;
}

/** "120 images of 98 patients in 101 studies". */
export function dataWords({ images, patients, studies }: Pick<DataGlance, 'images' | 'patients' | 'studies'>): string {
  if (images === 0) return 'no images yet';
  const who = patients === null ? '' : ` of ${counted(patients, 'patient')}`;
  const where = studies === null ? '' : ` in ${counted(studies, 'study', 'studies')}`;
  return `${counted(images, 'image')}${who}${where}${patients === null ? ', patients not known' : ''}`;
}

/** The best run in a sentence, or why there is none. */
export function bestRunWords({ best, metric, runs, points }: RunsGlance): string {
  if (best !== null && metric !== null) return `${best.run}: ${describeMetric(metric.name, { ...best, unit: metric.unit }, 'tuning')}`;
  if (points.length > 0) return `none of the present split: ${counted(points.length, 'run')} of another split`;
  return runs === 0 ? 'no run yet' : `${counted(runs, 'run')}, none finished with a result`;
}

/** Who is there and who is missing. */
export function teamWords({ members, gaps }: Pick<OverviewHead, 'members' | 'gaps'>): string {
  const named = members.filter(({ name }) => name !== '').length;
  const who = named === 0 ? 'nobody is named yet' : counted(named, 'person', 'people');
  return gaps.length === 0 ? who : `${who}; missing: ${gaps.map(({ words }) => words).join(', ')}`;
}

/** "12.3 (11.1 to 13.4)". */
export const valueWords = (value: number, interval: readonly [number, number] | null): string =>
  `${metricNumber(value)}${interval === null ? '' : ` (${interval.map(metricNumber).join(' to ')})`}`;
