import { metricNumber, metricTitle } from '../../core/experiment/describeMetric';
import type { FinishedRun, RunRecord } from '../../core/experiment/runRecord';
import { isDrawnTask } from '../../core/experiment/taskName';
import type { MarkingRun } from '../../core/experiment/triageList';
import { UserError } from '../../core/userError';
import { listRuns } from './listRuns';
import { readRecord } from './readRecord';
import { isOnThisMachine } from './runWeights';

/** The run that marks films for an alert: the one named, none for '', else the best finished run for boxes or outlines of the alert's target with its weights here. Throws UserError for a named one that draws nothing. */
export async function findMarkingRun(root: string, alert: RunRecord, named: string | undefined): Promise<MarkingRun | null> {
  if (named === '') return null;
  if (named !== undefined) return namedRun(await readRecord(root, named));
  const listed = (await listRuns(root)).filter(({ state }) => state === 'finished');
  const records = await Promise.all(listed.map(({ run }) => readRecord(root, run).catch(() => null)));
  const drawing = records.filter((record): record is FinishedRun => record?.state === 'finished' && marksFor(alert, record));
  const here: FinishedRun[] = [];
  for (const record of drawing) if (await isOnThisMachine(root, record)) here.push(record);
  const best = here.toSorted(byMetric)[0];
  return best === undefined ? null : asMarking(best, chosenWords(best, here.length));
}

function namedRun(record: RunRecord): MarkingRun {
  if (!isDrawnTask(record.task))
    throw new UserError(`Run ${record.run} learns ${record.target}, which is neither boxes nor outlines, so it can't mark films.`);
  return asMarking(record, 'as asked for');
}

/** "fracture_box" and "fracture_outline" mark what "fracture" alerts for. */
const marksFor = ({ target }: RunRecord, other: RunRecord): boolean =>
  isDrawnTask(other.task) && (other.target === target || other.target.startsWith(`${target}_`));

/** Boxes before outlines, which are judged by another metric; then the best, then the newest. */
function byMetric(a: FinishedRun, b: FinishedRun): number {
  if (a.task !== b.task) return a.task === 'detection' ? -1 : 1;
  const [of, than] = [bestOf(a), bestOf(b)];
  const sign = primaryOf(a)?.better === 'lower' ? 1 : -1;
  return sign * (of - than) || (a.created < b.created ? 1 : -1);
}

const primaryOf = ({ result }: FinishedRun) => result.metrics[result.primary];
const bestOf = (record: FinishedRun): number => primaryOf(record)?.best.value ?? 0;

function chosenWords(record: FinishedRun, of: number): string {
  const metric = primaryOf(record);
  const value =
    metric === undefined
      ? ''
      : `: ${metricTitle(record.result.primary)} ${metricNumber(metric.best.value)}, tuning part, n = ${metric.best.n}`;
  return `${of === 1 ? 'the only finished run' : `the best of ${of} finished runs`} for ${record.target.replaceAll('_', ' ')}${value}`;
}

function asMarking(record: RunRecord, chosen: string): MarkingRun {
  const weights = 'result' in record ? (record.result?.weights?.sha256 ?? '') : '';
  return { run: record.run, weights, target: record.target, chosen };
}
