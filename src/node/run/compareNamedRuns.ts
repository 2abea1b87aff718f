import { setImmediate as breathe } from 'node:timers/promises';
import { comparisonSteps } from '../../core/experiment/compareRuns';
import type { ComparedRun, ComparisonReport } from '../../core/experiment/comparisonReport';
import { parseMetrics } from '../../core/experiment/metricsTable';
import type { PredictedRun } from '../../core/experiment/predictedRun';
import { settingTable } from '../../core/experiment/settingTable';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { findRepository, isRepository } from '../git/repository';
import { readPredictedRun } from './readPredictedRun';
import { referenceMarks } from './referenceMarks';
import { type RunSource, runFinder } from './runSource';

const mostRuns = 20;

/** Compares runs with the first one named, those of other branches and of tags too; UserError where they can't be compared. Throws when aborted. */
export async function compareNamedRuns(
  root: string,
  names: readonly string[],
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ComparisonReport> {
  const runs = [...new Set(names)];
  if (runs.length < 2 || runs.length > mostRuns)
    throw new UserError(`Name 2 to ${mostRuns} different runs; \`radsteps runs --all\` lists them.`);
  const found = await findRepository(root);
  const find = runFinder(root, isRepository(found) ? found : null);
  const sources: RunSource[] = [];
  for (const run of runs) sources.push(await find(run));
  requireAlike(sources);
  const marks = referenceMarks(root);
  const predicted: PredictedRun[] = [];
  const details: ComparedRun[] = [];
  for (const [done, source] of sources.entries()) {
    report({ phase: 'Reading predictions', done, total: runs.length });
    signal.throwIfAborted();
    predicted.push(await readPredictedRun(source, marks));
    details.push(await detailsOf(source));
  }
  const steps = comparisonSteps(predicted);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return { ...value, details, settings: settingTable(sources.map(({ record }) => record.settings)) };
    report({ phase: 'Resampling patients', done: value, total: runs.length });
    // Resampling takes the processor for itself: between two runs a cancellation is heard.
    await breathe();
    signal.throwIfAborted();
  }
}

const named = ({ record }: RunSource): string => `${record.target}${record.unit === '' ? '' : ` in ${record.unit}`} (${record.task})`;

function requireAlike(sources: readonly RunSource[]): void {
  const [first] = sources;
  const stranger = sources.find((source) => first !== undefined && named(source) !== named(first));
  if (first === undefined || stranger === undefined) return;
  throw new UserError(
    `${stranger.record.run} learns ${named(stranger)}, and ${first.record.run} learns ${named(first)}: only runs of one target can be compared.`,
  );
}

async function detailsOf({ record, refs, file }: RunSource): Promise<ComparedRun> {
  const { run, experiment, state, created, author } = record;
  const text = (await file('metrics.csv'))?.toString('utf8');
  return { run, experiment, state, created, author, refs, epochs: text === undefined ? [] : epochsOf(text) };
}

function epochsOf(text: string): ComparedRun['epochs'] {
  try {
    return parseMetrics(text);
  } catch (error) {
    // The comparison does not need the curves.
    if (error instanceof UserError) return [];
    throw error;
  }
}
