import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import type { LossSpec } from '../../core/network/loss';
import { UserError } from '../../core/userError';
import { type NetworkJob, networkGraph, whyNotTrainable } from './networkGraph';

/** The network that a job trains; throws UserError where it can't be built, or does not learn labels of the job's kind. */
export async function engineNetwork(job: NetworkJob): Promise<Graph> {
  const reason = whyNotTrainable(job);
  if (reason !== null) throw new UserError(reason);
  return networkGraph(job);
}

const classLosses = ['cross-entropy', 'focal'];

/** The loss that an experiment names, or the task's usual one; throws UserError for one of the other task. */
export function lossFor(task: TrainerJob['task'], { loss, focalGamma }: Experiment['train']): LossSpec {
  if (loss === 'auto') return { name: task === 'classification' ? 'cross-entropy' : 'mae' };
  if (classLosses.includes(loss) === (task === 'classification'))
    return loss === 'focal' ? { name: loss, gamma: focalGamma } : { name: loss };
  const fitting = task === 'classification' ? 'cross-entropy or focal' : 'mae, mse or huber';
  throw new UserError(`The loss ${loss} does not fit a ${task}; set train.loss to auto, or to ${fitting}.`);
}
