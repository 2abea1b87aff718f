import { prepareRun } from './prepareRun';
import { type RunEvent, type RunOptions, type RunOutcome, runPrepared } from './runPrepared';

export type { RunEvent } from './runPrepared';

/** Which experiment to run, and how. */
export type TrainRequest = RunOptions & {
  readonly experiment: string;
  /** Settings that replace those of the file, by dotted key. */
  readonly sets: Readonly<Record<string, string>>;
};

/**
 * Trains one experiment of a project to its end and commits its record. Throws UserError when the project is not ready to train, when the
 * run can't begin, or when its record can't be written; a trainer that fails is a record that says `failed`.
 */
export async function trainExperiment(
  root: string,
  { experiment, sets, ...options }: TrainRequest,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const phase = (progress: { readonly done: number; readonly total: number }) =>
    report({ event: 'progress', phase: 'caching', ...progress });
  const plan = await prepareRun(root, experiment, sets, ({ done, total }) => phase({ done, total }), signal);
  return runPrepared(root, plan, options, report, signal);
}
