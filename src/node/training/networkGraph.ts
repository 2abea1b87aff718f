import type { Experiment } from '../../core/experiment/experiment';
import { isDrawnTask, type TaskName } from '../../core/experiment/taskName';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { centrePointStride } from '../../core/network/architectures/centrePoint';
import { namedNetwork } from '../../core/network/architectures/namedNetwork';
import { buildGraph, type Graph } from '../../core/network/buildGraph';
import { NetworkError } from '../../core/network/layer';
import { outputShape } from '../../core/network/outputShape';
import { UserError } from '../../core/userError';
import { ownNetwork } from './ownNetwork';

/** What of a job decides its network. */
export type NetworkJob = Pick<TrainerJob, 'task' | 'classes' | 'experiment' | 'files'>;

/** The network that an experiment names, for the job's inputs and outputs; throws UserError where it can't be built. */
export async function networkGraph({ task, classes, experiment, files = {} }: NetworkJob): Promise<Graph> {
  const { image, data, network } = experiment;
  const outputs = task === 'classification' ? classes.length : 1;
  const needs = { size: image.size, scalars: data.inputs.length, outputs };
  const { name, ...options } = network;
  if (name === 'own') {
    if (files.model === undefined) throw new UserError('The job names no file of its own network; prepare the run again.');
    const shape = outputShape(task, classes.length, image.size);
    return ownNetwork(files.model, { ...options, ...needs, outputs: shape[0] ?? 1 }, shape);
  }
  try {
    return buildGraph(namedNetwork({ ...options, name }, needs));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new UserError(`The network ${name} does not fit images of ${image.size.join(' x ')}: ${error.message}`);
  }
}

const learnt: Readonly<Record<TaskName, string>> = {
  regression: 'a number',
  classification: 'a category',
  detection: 'a label of boxes',
  segmentation: 'a label of outlines or masks',
};

/** Why a network can't be trained on a task's labels; null where it can. */
export function whyNotTrainable({ task, experiment }: Pick<TrainerJob, 'task' | 'experiment'>): string | null {
  const { data, image, network } = experiment;
  const fits = isDrawnTask(task) ? drawing[network.name] === task : drawing[network.name] === undefined;
  if (network.name !== 'own' && !fits) {
    const learns =
      drawing[network.name] === 'detection' ? 'boxes' : drawing[network.name] === 'segmentation' ? 'masks' : 'numbers and categories';
    return `The network ${network.name} learns ${learns}, but data.target ${data.target} is ${learnt[task]}; set network.name to ${fitting[task]}.`;
  }
  if (!isDrawnTask(task)) return null;
  if (data.inputs.length > 0) return `A network for boxes or masks takes no scalar inputs; leave data.inputs empty.`;
  if (task === 'detection' && image.size.some((side) => side % centrePointStride !== 0))
    return `Boxes are found on a grid of every ${centrePointStride}th pixel, but image.size is ${image.size.join(' x ')}; make both sides multiples of ${centrePointStride}.`;
  return null;
}

/** The named networks that say something of every place of an image. */
const drawing: Readonly<Partial<Record<Experiment['network']['name'], TaskName>>> = { unet: 'segmentation', 'centre-point': 'detection' };

const fitting: Readonly<Record<TaskName, string>> = {
  regression: 'compact-cnn or a resnet',
  classification: 'compact-cnn or a resnet',
  detection: 'centre-point',
  segmentation: 'unet',
};
