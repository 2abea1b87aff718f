import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import type { Weights } from '../../core/network/inferenceModel';
import { initialise } from '../../core/network/initialise';
import { loadWeights, type WeightReport } from '../../core/network/loadWeights';
import { readSafetensors } from '../../core/network/safetensors';
import { UserError } from '../../core/userError';

/** Weights before training: random by the experiment's seed, then those of the file that the experiment names, which `report` hears of in a sentence. */
export async function startWeights(
  { experiment, files = {} }: Pick<TrainerJob, 'experiment' | 'files'>,
  graph: Graph,
  report: (sentence: string) => void,
): Promise<Weights> {
  const random = initialise(graph, experiment.train.seed);
  if (files.weights === undefined) return random;
  const name = basename(files.weights.file);
  const bytes = await readFile(files.weights.file).catch((error: unknown) => {
    throw new UserError(`The weights file ${name} is not there any more; put it back, or leave network.weights out.`, { cause: error });
  });
  if (createHash('sha256').update(bytes).digest('hex') !== files.weights.sha256)
    throw new UserError(`The weights file ${name} has changed since the run was prepared; train again.`);
  try {
    const { weights, report: became } = loadWeights(graph, random, readSafetensors(bytes));
    report(describeWeights(name, became));
    return weights;
  } catch (error) {
    throw new UserError(`The weights file ${name} can't be used: ${reasonOf(error, name)}.`, { cause: error });
  }
}

/** What became of a weights file, in one sentence. */
export function describeWeights(file: string, { taken, summed, fresh, unused }: WeightReport): string {
  const parts = [
    taken.length === 1 ? '1 array is taken over' : `${taken.length} arrays are taken over`,
    ...(summed.length > 0 ? [`${list(summed)} summed to one channel`] : []),
    fresh.length > 0 ? `new: ${list(fresh)}` : 'none is new',
    unused.length > 0 ? `not used: ${list(unused)}` : 'none is left over',
  ];
  return `Weights of ${file}: ${parts.join('; ')}.`;
}

const mostNames = 8;

function list(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more > 0 ? `${names.slice(0, mostNames).join(', ')} and ${more} more` : names.join(', ');
}

function reasonOf(error: unknown, name: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (!/\.(pth?|ckpt|bin)$/.test(name)) return reason;
  return `${reason}; a file of PyTorch becomes one by safetensors.torch.save_file(model.state_dict(), "weights.safetensors") in Python`;
}
