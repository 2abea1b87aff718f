import { createHash } from 'node:crypto';
import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeBeside } from '../files/writeBeside';
import { makeRoom } from '../training/makeRoom';

/** The features of images by the images' SHA-256, all of one length, on the disk. */
export type FeatureCache = {
  readonly features: Map<string, Float32Array>;
  /** Replaces the file by what there is now; what was not used for longest is removed where all files together would be too large. */
  readonly keep: () => Promise<void>;
};

/** Bytes that the features of all runs may take. */
export const usualFeatureBytes = 5e8;

const magic = 'RSFEAT01';
const headBytes = 16;
const hashBytes = 32;

/** Opens the features that belong to a key (which names weights, layer and preparation), `length` numbers each; a damaged file is as good as none. */
export async function openFeatures(folder: string, key: string, length: number, limit = usualFeatureBytes): Promise<FeatureCache> {
  const file = join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.features`);
  const features = await readFeatures(file, length);
  const now = new Date();
  // A cache that may be read only does without.
  if (features.size > 0) await utimes(file, now, now).catch(() => {});
  return {
    features,
    keep: async () => {
      const bytes = encodeFeatures(features, length);
      await makeRoom(folder, bytes.length, limit, new Set([file]), '.features');
      await writeBeside(file, bytes, { flush: false });
    },
  };
}

/** A head with a checksum of the rest, then each image's hash and numbers. */
function encodeFeatures(features: ReadonlyMap<string, Float32Array>, length: number): Buffer {
  const parts = [...features].map(([sha256, values]) =>
    Buffer.concat([Buffer.from(sha256, 'hex'), Buffer.from(values.buffer, values.byteOffset, values.byteLength)]),
  );
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(headBytes);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(length, 8);
  head.writeUInt32LE(crc32(body), 12);
  return Buffer.concat([head, body]);
}

async function readFeatures(file: string, length: number): Promise<Map<string, Float32Array>> {
  const bytes = await readFile(file).catch(() => null);
  const features = new Map<string, Float32Array>();
  if (bytes === null || bytes.length < headBytes || bytes.toString('latin1', 0, 8) !== magic) return features;
  const body = bytes.subarray(headBytes);
  const entry = hashBytes + 4 * length;
  if (bytes.readUInt32LE(8) !== length || crc32(body) !== bytes.readUInt32LE(12) || body.length % entry !== 0) return features;
  for (let at = 0; at < body.length; at += entry) {
    // A copy, because the bytes in the file need not lie on a multiple of four.
    const values = new Float32Array(Uint8Array.from(body.subarray(at + hashBytes, at + entry)).buffer);
    features.set(body.toString('hex', at, at + hashBytes), values);
  }
  return features;
}
