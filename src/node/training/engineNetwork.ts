import type { Experiment } from '../../core/experiment/experiment';
import type { TaskName } from '../../core/experiment/taskName';
import type { Graph } from '../../core/network/buildGraph';
import { centrePointLoss, type LossSpec } from '../../core/network/loss';
import { UserError } from '../../core/userError';
import { type NetworkJob, networkGraph, whyNotTrainable } from './networkGraph';

/** The network that a job trains; throws UserError where it can't be built, or does not learn labels of the job's kind. */
export async function engineNetwork(job: NetworkJob): Promise<Graph> {
  const reason = whyNotTrainable(job);
  if (reason !== null) throw new UserError(reason);
  return networkGraph(job);
}

const losses: Readonly<Record<TaskName, readonly Experiment['train']['loss'][]>> = {
  regression: ['mae', 'mse', 'huber'],
  classification: ['cross-entropy', 'focal'],
  detection: [],
  segmentation: ['dice', 'binary-cross-entropy'],
};

const dice: LossSpec = { name: 'dice', of: 'sigmoid' };

const usual: Readonly<Record<TaskName, LossSpec>> = {
  regression: { name: 'mae' },
  classification: { name: 'cross-entropy' },
  detection: centrePointLoss(1, true),
  segmentation: {
    name: 'sum',
    parts: [
      { share: 1, loss: dice },
      { share: 1, loss: { name: 'binary-cross-entropy' } },
    ],
  },
};

/** The loss that an experiment names, or the task's usual one; throws UserError for one of another task. */
export function lossFor(task: TaskName, { loss, focalGamma }: Experiment['train']): LossSpec {
  if (loss === 'auto') return usual[task];
  if (!losses[task].includes(loss)) {
    const fitting = [...losses[task].slice(0, -2), losses[task].slice(-2).join(' or ')].filter((text) => text !== '').join(', ');
    throw new UserError(`The loss ${loss} does not fit a ${task}; set train.loss to auto${fitting === '' ? '' : `, or to ${fitting}`}.`);
  }
  if (loss === 'focal') return { name: loss, gamma: focalGamma };
  return loss === 'dice' ? dice : { name: loss };
}
