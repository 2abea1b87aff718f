import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { compactCnn } from '../../core/network/architectures/compactCnn';
import { buildGraph, type Graph } from '../../core/network/buildGraph';
import { NetworkError } from '../../core/network/layer';
import type { LossName } from '../../core/network/loss';
import { UserError } from '../../core/userError';

/** The network that an experiment names, for the job's inputs and outputs; throws UserError where it can't be built. */
export function engineNetwork(job: Pick<TrainerJob, 'task' | 'classes' | 'experiment'>): Graph {
  const { image, data, network } = job.experiment;
  const outputs = job.task === 'classification' ? job.classes.length : 1;
  try {
    return buildGraph(compactCnn({ size: image.size, scalars: data.inputs.length, filters: network.filters, outputs }));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new UserError(`The network ${network.name} does not fit images of ${image.size.join(' x ')}: ${error.message}`);
  }
}

/** The loss that an experiment names, or the task's usual one; throws UserError for one of the other task. */
export function lossFor(task: TrainerJob['task'], { loss }: Experiment['train']): LossName {
  if (loss === 'auto') return task === 'classification' ? 'cross-entropy' : 'mae';
  if ((loss === 'cross-entropy') === (task === 'classification')) return loss;
  const fitting = task === 'classification' ? 'cross-entropy' : 'mae, mse or huber';
  throw new UserError(`The loss ${loss} does not fit a ${task}; set train.loss to auto, or to ${fitting}.`);
}
