import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Estimate } from '../../core/statistics/estimate';
import { writeBeside } from '../files/writeBeside';
import type { Vectors } from './stepRunner';

/** One epoch as it was measured. */
export type EpochResult = {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly tuningLoss: number;
  /** Seconds of training and evaluation. */
  readonly seconds: number;
  /** Seconds of training alone, and the images trained on in them. */
  readonly trainingSeconds: number;
  readonly images: number;
  /** Seconds of training in which the engine had no batch to work on. */
  readonly waitedSeconds: number;
  readonly metrics: Readonly<Record<string, Estimate>>;
};

/** Where a training stands after whole epochs. The order and the augmentation of an epoch follow from seed and epoch, so this is all of the random state. */
export type TrainingState = {
  readonly history: readonly EpochResult[];
  /** Training steps done. */
  readonly step: number;
  /** Workers that shared each batch; another number would give other numbers. */
  readonly workers: number;
  readonly vectors: Vectors;
  readonly best: { readonly epoch: number; readonly vectors: Vectors; readonly outputs: readonly (readonly number[])[] } | null;
};

const magic = 'RSCKPT02';
const headBytes = 16;
const fileOf = (folder: string): string => join(folder, 'checkpoint.bin');

/** Keeps the state in one file, replaced in one step; `key` names the job that it belongs to. */
export async function writeCheckpoint(folder: string, key: string, state: TrainingState): Promise<void> {
  const arrays = [...namedArrays('', state.vectors), ...namedArrays('best.', state.best?.vectors ?? {})];
  const { vectors: _, best, ...rest } = state;
  const about = {
    ...rest,
    key,
    best: best && { epoch: best.epoch, outputs: best.outputs },
    arrays: arrays.map(([name, data]) => [name, data.length]),
  };
  const header = Buffer.from(JSON.stringify(about));
  const body = Buffer.concat([header, ...arrays.map(([, data]) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))]);
  const head = Buffer.alloc(headBytes);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(header.length, 8);
  head.writeUInt32LE(crc32(body), 12);
  await writeBeside(fileOf(folder), Buffer.concat([head, body]));
}

/** The state kept for this job; null where there is none, it is another job's, or it is damaged. */
export async function readCheckpoint(folder: string, key: string): Promise<TrainingState | null> {
  const file = await readFile(fileOf(folder)).catch(() => null);
  if (file === null || file.length < headBytes || file.toString('latin1', 0, 8) !== magic) return null;
  const body = file.subarray(headBytes);
  if (crc32(body) !== file.readUInt32LE(12)) return null;
  const length = file.readUInt32LE(8);
  const about = JSON.parse(body.toString('utf8', 0, length)) as About;
  if (about.key !== key) return null;
  const arrays = readArrays(body.subarray(length), about.arrays);
  const pick = (best: boolean): Vectors =>
    Object.fromEntries(arrays.flatMap(([name, data]) => (name.startsWith('best.') === best ? [[best ? name.slice(5) : name, data]] : [])));
  return {
    // One kept by an earlier RadSteps does not say how long it waited.
    history: about.history.map((epoch) => ({ ...epoch, waitedSeconds: epoch.waitedSeconds ?? 0 })),
    step: about.step,
    workers: about.workers,
    vectors: pick(false),
    best: about.best && { ...about.best, vectors: pick(true) },
  };
}

type About = Pick<TrainingState, 'history' | 'step' | 'workers'> & {
  readonly key: string;
  readonly best: { readonly epoch: number; readonly outputs: readonly (readonly number[])[] } | null;
  readonly arrays: readonly (readonly [name: string, length: number])[];
};

const namedArrays = (prefix: string, vectors: Vectors): readonly (readonly [string, Float32Array])[] =>
  Object.entries(vectors).map(([name, data]) => [prefix + name, data]);

function readArrays(bytes: Buffer, arrays: About['arrays']): readonly (readonly [string, Float32Array])[] {
  let offset = 0;
  return arrays.map(([name, length]) => {
    // A copy, because the bytes in the file need not lie on a multiple of four.
    const data = new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + 4 * length)).buffer);
    offset += 4 * length;
    return [name, data] as const;
  });
}
