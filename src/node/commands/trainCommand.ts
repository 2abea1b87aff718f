import { describeMetric, isSecondary, shortMetric } from '../../core/experiment/describeMetric';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { TrainerEvent } from '../../core/experiment/trainerEvent';
import { runFolder } from '../../core/project/layout';
import { findProject } from '../project/findProject';
import { defaultExperiment } from '../project/readExperiment';
import type { RunOutcome } from '../run/runPrepared';
import { type RunEvent, trainExperiment } from '../run/trainExperiment';
import { trainFolds } from '../run/trainFolds';
import type { CommandContext, CommandResult } from './context';
import { foldsReporter, foldsResult } from './foldsReport';
import type { Output } from './output';

type Options = { readonly set?: Readonly<Record<string, string>>; readonly commit: boolean; readonly folds?: number };

const epochLine = (event: Extract<TrainerEvent, { event: 'epoch' }>): string => {
  const metrics = Object.entries(event.metrics)
    .filter(([name]) => !isSecondary(name))
    .map(([name, metric]) => shortMetric(name, metric));
  return `epoch ${event.epoch} of ${event.epochs}: ${metrics.join(', ')} on the tuning part${event.best ? ' (best so far)' : ''}`;
};

const eventLine = (event: RunEvent): string | null => {
  if (event.event === 'epoch') return epochLine(event);
  if (event.event === 'warning') return event.message;
  if (event.event === 'started')
    return `Training on ${event.train} images, tuning on ${event.tuning}; ${event.parameters} parameters; ${event.engine.name} ${event.engine.version} on ${event.engine.device}.`;
  return null;
};

/** The end of a run in words: state, metrics with n, interval and part, and where the record is. */
export function describeEnd(record: RunRecord): readonly string[] {
  const result = 'result' in record ? record.result : null;
  const metrics = Object.entries(result?.metrics ?? {}).map(
    ([name, metric]) => `  ${describeMetric(name, { ...metric.best, unit: metric.unit }, metric.part)}, epoch ${metric.best.epoch}`,
  );
  const head =
    record.state === 'failed'
      ? `Run ${record.run} failed: ${record.reason}`
      : `Run ${record.run} ${record.state}${'seconds' in record ? ` after ${Math.round(record.seconds)} s` : ''}.`;
  const share = result?.waitedShare;
  const speed = result && result.imagesPerSecond > 0 ? [speedLine(result.imagesPerSecond, share)] : [];
  return [head, ...metrics, ...speed, `Record: ${runFolder(record.run)}/record.json`];
}

const speedLine = (imagesPerSecond: number, waited: number | undefined): string => {
  const speed = imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : String(Math.round(imagesPerSecond));
  return `  ${speed} images a second${waited === undefined ? '' : `; waited for images ${(100 * waited).toFixed(1)} % of the time`}`;
};

/** `radsteps train [experiment]`. */
export async function trainCommand(
  { host, folder, output }: CommandContext,
  [name]: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  const experiment = name ?? (await defaultExperiment(root));
  const request = { experiment, sets: options.set ?? {}, trainer: host.trainer, commit: options.commit };
  const { folds } = options;
  if (folds !== undefined)
    return foldsResult(await trainFolds(root, { ...request, folds }, foldsReporter(output, runReporter), host.signal));
  return runResult(await trainExperiment(root, request, runReporter(output), host.signal));
}

/** Passes what a run tells on to the terminal, or to the extension. */
export const runReporter =
  (output: Output) =>
  (event: RunEvent): void => {
    if (event.event === 'progress') {
      const { phase, done, total, epoch } = event;
      output.progress({ phase: epoch === undefined ? phase : `${phase}, epoch ${epoch}`, done, total });
    } else output.event(event, eventLine(event));
  };

/** What a command that ran a run ends with. */
export function runResult({ record, commit }: RunOutcome): CommandResult {
  const committed =
    commit.state === 'committed'
      ? `Committed as ${commit.commit.slice(0, 10)}${commit.branch === null ? '' : ` on ${commit.branch}`}.`
      : commit.reason;
  return { result: { record, commit }, text: [...describeEnd(record), committed].join('\n'), exitCode: record.state === 'failed' ? 1 : 0 };
}
