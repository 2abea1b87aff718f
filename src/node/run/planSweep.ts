import type { Experiment } from '../../core/experiment/experiment';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { Sweep } from '../../core/experiment/sweep';
import { sweepRungs, sweepTrials, type Trial } from '../../core/experiment/sweepTrials';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { type ReadExperiment, readExperiment } from '../project/readExperiment';
import { prepareExperiment, requireTrainable } from './prepareRun';
import type { RunPlan } from './runPlan';

/** One run of a sweep before it begins. */
export type PlannedTrial = {
  readonly settings: Trial;
  readonly experiment: Experiment;
  readonly changed: RunRecord['changed'];
  /** Which of the plan's bases has its images. */
  readonly base: number;
};

/** A sweep before its first run. */
export type SweepPlan = {
  readonly experiment: string;
  readonly experimentHash: string;
  readonly changed: RunRecord['changed'];
  readonly sweep: Sweep;
  readonly rungs: readonly number[];
  /** Images, targets and files, once for all runs that have the same ones. */
  readonly bases: readonly RunPlan[];
  readonly trials: readonly PlannedTrial[];
};

/** What `radsteps sweep` was asked for: the experiment, changes for all runs, and a limit that replaces the file's. */
export type SweepRequest = { readonly experiment: string; readonly sets: Readonly<Record<string, string>>; readonly limit?: number };

/** An experiment's sweep and its runs, read but not prepared; UserError where the file has none or a run of it makes no sense. */
export type ReadSweep = { readonly read: ReadExperiment; readonly sweep: Sweep; readonly rungs: readonly number[] } & {
  readonly trials: readonly { readonly settings: Trial; readonly read: ReadExperiment }[];
};

/** Reads the sweep that an experiment asks for, with every run's settings checked. */
export async function readSweep(root: string, { experiment: name, sets, limit }: SweepRequest): Promise<ReadSweep> {
  const read = await readExperiment(root, name, sets);
  if (read.sweep === null)
    throw new UserError(
      `The experiment ${name} has no section sweep: write one, for example sweep: { settings: { train.learningRate: [0.001, 0.0003] } }.`,
    );
  const sweep = limit === undefined ? read.sweep : { ...read.sweep, runs: limit };
  const own = Object.keys(sweep.settings).find((key) => key.startsWith('sweep.'));
  if (own !== undefined) throw new UserError(`sweep.settings names ${own}: a sweep can't vary itself.`);
  const { epochs } = read.experiment.train;
  if (sweep.halving !== null && 'train.epochs' in sweep.settings)
    throw new UserError(
      'sweep.settings names train.epochs, but with sweep.halving the epochs are what tells good runs from bad ones; leave one of the two out.',
    );
  const rungs = sweepRungs(sweep.halving, epochs);
  const trials: { readonly settings: Trial; readonly read: ReadExperiment }[] = [];
  for (const settings of sweepTrials(sweep)) {
    const texts = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, JSON.stringify(value)]));
    trials.push({ settings, read: await readTrial(root, name, { ...sets, ...texts }) });
  }
  return { read, sweep, rungs, trials };
}

async function readTrial(root: string, name: string, sets: Readonly<Record<string, string>>): Promise<ReadExperiment> {
  try {
    return await readExperiment(root, name, sets);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message.replace(/^--set /, 'sweep.settings '));
  }
}

/** Prepares every run of a sweep; UserError where one of them can't be trained, before any begins. */
export async function planSweep(root: string, request: SweepRequest, report: ReportProgress, signal: AbortSignal): Promise<SweepPlan> {
  const { read, sweep, rungs, trials } = await readSweep(root, request);
  const name = request.experiment.replace(/\.ya?ml$/, '');
  const bases = new Map<string, { readonly index: number; readonly plan: RunPlan }>();
  const planned: PlannedTrial[] = [];
  for (const trial of trials) {
    signal.throwIfAborted();
    const { data, network } = trial.read.experiment;
    const key = JSON.stringify([data, network.name === 'own', network.weights]);
    const known = bases.get(key);
    const base = known ?? { index: bases.size, plan: await prepareExperiment(root, name, trial.read, report, signal) };
    const experiment: Experiment = { ...trial.read.experiment, data: base.plan.settings.data };
    if (known === undefined) bases.set(key, base);
    else await requireTrainable(root, { ...base.plan.job, experiment });
    planned.push({ settings: trial.settings, experiment, changed: trial.read.changed, base: base.index });
  }
  const plans = [...bases.values()].map(({ plan }) => plan);
  const common = { experiment: name, experimentHash: read.sha256, changed: read.changed, sweep, rungs };
  return { ...common, bases: plans, trials: planned };
}

/** One run (its number is from 1) of a sweep as a plan of its own, which pauses after so many epochs where `until` is given. */
export function trialPlan({ bases, trials }: SweepPlan, group: string, index: number, until: number | undefined): RunPlan {
  const trial = trials[index - 1];
  const base = trial && bases[trial.base];
  if (trial === undefined || base === undefined) throw new RangeError(`the sweep has no run ${index}`);
  const { experiment, changed } = trial;
  const job = { ...base.job, experiment, ...(until !== undefined && { until }) };
  return { ...base, settings: experiment, changed, sweep: { group, index, of: trials.length }, job };
}
