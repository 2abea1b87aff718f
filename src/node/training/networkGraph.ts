import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { namedNetwork } from '../../core/network/architectures/namedNetwork';
import { buildGraph, type Graph } from '../../core/network/buildGraph';
import { NetworkError } from '../../core/network/layer';
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
    return ownNetwork(files.model, { ...options, ...needs });
  }
  try {
    return buildGraph(namedNetwork({ ...options, name }, needs));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new UserError(`The network ${name} does not fit images of ${image.size.join(' x ')}: ${error.message}`);
  }
}

const forImages: Readonly<Partial<Record<Experiment['network']['name'], string>>> = { unet: 'masks', 'centre-point': 'boxes' };

/** Why a network can't be trained on a task's labels; null where it can. */
export function whyNotTrainable({ task, experiment }: Pick<TrainerJob, 'task' | 'experiment'>): string | null {
  const { name } = experiment.network;
  const learns = forImages[name];
  if (learns === undefined) return null;
  const target = task === 'classification' ? 'a category' : 'a number';
  return `The network ${name} learns ${learns}, but data.target ${experiment.data.target} is ${target}; set network.name to compact-cnn or a resnet.`;
}
