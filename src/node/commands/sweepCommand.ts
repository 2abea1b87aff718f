import { settingWords } from '../../core/experiment/settingWords';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { defaultExperiment } from '../project/readExperiment';
import { readSweep } from '../run/planSweep';
import { cancelSweep, cancelTrial, moveTrial, pauseSweep, resumeSweep, trainSweep } from '../run/trainSweep';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';
import { sweepReporter, sweepResult } from './sweepReport';

type Options = {
  readonly set?: Readonly<Record<string, string>>;
  readonly limit?: number;
  readonly atOnce?: number;
  readonly new?: boolean;
  readonly dryRun?: boolean;
  readonly commit: boolean;
  readonly pause?: string;
  readonly resume?: string;
  readonly cancel?: string;
  readonly move?: string;
  readonly trial?: number;
  readonly to?: number;
};

/** `radsteps sweep [experiment]`. */
export async function sweepCommand(context: CommandContext, [name]: readonly string[], options: Options): Promise<CommandResult> {
  const { host, folder, output } = context;
  const root = await findProject(folder);
  const asked = [options.pause, options.resume, options.cancel, options.move].filter((group) => group !== undefined);
  if (asked.length > 1 || (asked.length === 1 && name !== undefined))
    throw new UserError('Name either an experiment, or one of --pause, --resume, --cancel and --move with a sweep.', { badUsage: true });
  const controlled = await control(root, options);
  if (controlled !== null) return controlled;
  const how = { trainer: host.trainer, commit: options.commit, ...(options.atOnce !== undefined && { atOnce: options.atOnce }) };
  const report = sweepReporter(output);
  if (options.resume !== undefined) return sweepResult(await resumeSweep(root, options.resume, how, report, host.signal));
  const experiment = name ?? (await defaultExperiment(root));
  const request = { experiment, sets: options.set ?? {}, ...(options.limit !== undefined && { limit: options.limit }) };
  if (options.dryRun === true) return dryRun(root, request);
  return sweepResult(await trainSweep(root, { ...request, ...how, anew: options.new === true }, report, output.progress, host.signal));
}

/** What is asked of a sweep that another command trains; null where nothing is. */
async function control(root: string, { pause, cancel, move, trial, to }: Options): Promise<CommandResult | null> {
  if (pause !== undefined) {
    await pauseSweep(root, pause);
    return { result: { group: pause, asked: 'pause' }, text: `Asked ${pause} to pause; its runs finish their batch and go on later.` };
  }
  if (cancel !== undefined) return cancelled(root, cancel, trial);
  if (move === undefined) return null;
  if (trial === undefined || to === undefined)
    throw new UserError('--move needs --trial, the number of the run, and --to, its new place among those that wait.', { badUsage: true });
  const order = await moveTrial(root, move, trial, to);
  return { result: { group: move, order }, text: `The runs that wait come in the order ${order.join(', ')}.` };
}

async function cancelled(root: string, group: string, trial: number | undefined): Promise<CommandResult> {
  if (trial !== undefined) {
    await cancelTrial(root, group, trial);
    return { result: { group, trial, asked: 'cancel' }, text: `Run ${trial} of ${group} is taken out of the sweep.` };
  }
  const outcome = await cancelSweep(root, group);
  if (outcome === 'asked')
    return {
      result: { group, asked: 'cancel' },
      text: `Asked ${group} to end; its runs finish their batch, and what is done is committed.`,
    };
  const committed = outcome.state === 'committed' ? `What was done is committed as ${outcome.commit.slice(0, 10)}.` : outcome.reason;
  return { result: { group, commit: outcome }, text: `Ended the sweep ${group}. ${committed}` };
}

async function dryRun(root: string, request: Parameters<typeof readSweep>[1]): Promise<CommandResult> {
  const { trials, rungs, sweep } = await readSweep(root, request);
  const rows = trials.map(({ settings }, index) => [`run ${index + 1}`, settingWords(settings)]);
  const halving = rungs.length === 1 ? '' : `, ranked after ${rungs.slice(0, -1).join(', ')} of ${rungs.at(-1)} epochs`;
  const text = [...padColumns(rows), `${trials.length} runs${halving}; nothing was trained.`].join('\n');
  return { result: { sweep, rungs, trials: trials.map(({ settings }) => settings) }, text };
}
