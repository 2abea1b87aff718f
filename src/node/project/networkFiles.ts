import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Experiment } from '../../core/experiment/experiment';
import type { JobFile, TrainerJob } from '../../core/experiment/trainerJob';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';

/** The files that an experiment's network is made of, with their SHA-256: weights and the project's own network; throws UserError for a missing one. */
export async function networkFiles(root: string, { name, weights }: Experiment['network']): Promise<NonNullable<TrainerJob['files']>> {
  const model = name === 'own' ? { model: await modelFile(root) } : {};
  return weights === '' ? model : { ...model, weights: await weightsFile(root, weights) };
}

async function modelFile(root: string): Promise<JobFile> {
  const file = join(root, layout.model);
  if (!(await isFile(file)))
    throw new UserError(`network.name is own, but there is no ${layout.model}; it holds export default (layers, options) => network.`);
  return { file, sha256: hashModel(await readFile(file, 'utf8')) };
}

/** SHA-256 of a `model.mjs` with line feeds, so that a clone with other line endings has the same. */
export const hashModel = (text: string): string => createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');

async function weightsFile(root: string, weights: string): Promise<JobFile> {
  const places = isAbsolute(weights) ? [weights] : [join(root, weights), join(root, layout.weights, weights)];
  for (const file of places) if (await isFile(file)) return { file, sha256: await hashFile(file) };
  const where = isAbsolute(weights) ? 'which is not there' : `which is neither in the project nor in ${layout.weights}`;
  throw new UserError(`network.weights names ${weights}, ${where}; put the file there, or leave network.weights out.`);
}

const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => null))?.isFile() === true;

/** SHA-256 of a file of any size. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
