import type { RunRecord } from '../../core/experiment/runRecord';
import { type MeasuredRun, type SettingImportance, settingImportance } from '../../core/experiment/settingImportance';
import type { Undefined } from '../../core/statistics/estimate';
import { UserError } from '../../core/userError';
import { findRepository, isRepository } from '../git/repository';
import { readHistory } from './readHistory';
import { runFinder } from './runSource';

/** Of which runs, and for which metric (the one that chooses a run's best epoch where it is left out). */
export type ImportanceRequest = {
  /** None: all of the history, of all branches and tags, that learn what `like` does from the same split. */
  readonly runs: readonly string[];
  /** The run that says which others count; the newest with a result where it is left out. */
  readonly like?: string;
  readonly metric?: string;
};

/** How much each setting matters for a metric over some runs or all; UserError where there is no run with a result. */
export async function importanceOfSettings(
  root: string,
  { runs, like, metric }: ImportanceRequest,
): Promise<SettingImportance | Undefined> {
  const records = runs.length > 0 ? await namedRecords(root, runs) : await allRecords(root);
  const [first] = like === undefined ? records : records.filter(({ run }) => run === like);
  if (first === undefined)
    throw new UserError(
      like === undefined ? 'No run has a result yet: train one first.' : `Run ${like} is not there, or has no result yet.`,
    );
  const name = metric ?? resultOf(first)?.primary ?? '';
  if (resultOf(first)?.metrics[name] === undefined)
    throw new UserError(`Run ${first.run} has no metric "${name}"; it has ${Object.keys(resultOf(first)?.metrics ?? {}).join(', ')}.`);
  const fitting = records.filter((record) => isLike(record, first));
  const found = settingImportance(
    fitting.flatMap((record) => measuredOf(record, name)),
    name,
  );
  const others = records.length - fitting.length;
  if ('undefined' in found || others === 0) return found;
  const note = `${others} ${others === 1 ? 'run is' : 'runs are'} left out: folds, and runs with another target, split or labels, whose metrics are not of the same images.`;
  return { ...found, notes: [note, ...found.notes] };
}

const resultOf = (record: RunRecord) => ('result' in record ? record.result : null);

function isLike(record: RunRecord, other: RunRecord): boolean {
  const { task, target, unit, hashes, fold } = record;
  const isSame = task === other.task && target === other.target && unit === other.unit;
  return isSame && fold === undefined && hashes.split === other.hashes.split && hashes.labels === other.hashes.labels;
}

function measuredOf(record: RunRecord, metric: string): readonly MeasuredRun[] {
  const value = resultOf(record)?.metrics[metric]?.best.value;
  return value === undefined ? [] : [{ run: record.run, settings: record.settings, value }];
}

async function allRecords(root: string): Promise<readonly RunRecord[]> {
  const records = await readHistory(root, { all: true }, ({ record }) => record);
  return records.filter((record): record is RunRecord => record !== null && resultOf(record) !== null);
}

async function namedRecords(root: string, names: readonly string[]): Promise<readonly RunRecord[]> {
  const found = await findRepository(root);
  const find = runFinder(root, isRepository(found) ? found : null);
  const records: RunRecord[] = [];
  for (const run of new Set(names)) records.push((await find(run)).record);
  return records.filter((record) => resultOf(record) !== null);
}
