import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../core/experiment/runRecord';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { type ModelAbout, readModelAbout } from '../training/exportModel';
import { missingWeights } from './tidied';

/** A run's model on this machine: its file, the file's bytes and SHA-256, and what it says of itself. */
export type RunWeights = { readonly weights: string; readonly sha256: string; readonly bytes: Buffer; readonly about: ModelAbout };

/** Reads the model of a run; throws UserError where the run has none, it is not on this machine (reproducing the run brings it back), or it is damaged. */
export async function readRunWeights(root: string, record: RunRecord): Promise<RunWeights> {
  const sha256 = 'result' in record ? record.result?.weights?.sha256 : undefined;
  if (sha256 === undefined)
    throw new UserError(`Run ${record.run} (${record.state}) has no weights; \`radsteps runs\` lists the finished runs.`);
  const name = `${layout.weights}/${sha256.slice(0, 12)}….onnx`;
  const weights = join(root, layout.weights, `${sha256}.onnx`);
  const bytes = await readFile(weights).catch(() => null);
  if (bytes === null) throw new UserError(await missingWeights(root, record.run, sha256));
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new UserError(
      `${name}, the weights of run ${record.run}, is damaged; copy it again from where it is whole, or remove it and have it trained again by \`radsteps reproduce ${record.run}\`.`,
    );
  const about = readModelAbout(bytes);
  if (about === null) throw new UserError(`${name} is not a model that RadSteps exported.`);
  return { weights, sha256, bytes, about };
}

/** True where the model of a run lies on this machine; whether it is whole is told when it is read. */
export async function isOnThisMachine(root: string, record: RunRecord): Promise<boolean> {
  const sha256 = 'result' in record ? record.result?.weights?.sha256 : undefined;
  return sha256 !== undefined && (await stat(join(root, layout.weights, `${sha256}.onnx`)).catch(() => null)) !== null;
}
