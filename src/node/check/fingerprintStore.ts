import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import type { Fingerprint } from './makeFingerprint';

/** Fingerprints by the SHA-256 of their files; null for a file that can't be read. */
export type FingerprintStore = {
  readonly has: (sha256: string) => boolean;
  /** The pixels' hash; '' where it is not known. */
  readonly pixels: (sha256: string) => string;
  /** The two words of the perceptual hash; null where there is none. */
  readonly hash: (sha256: string) => readonly [number, number] | null;
  /** The 32 x 32 greys of a file that has a hash. */
  readonly small: (sha256: string) => Uint8Array;
};

// A segment: eight letters, then records: file hash (32), pixel hash (32), two words of the perceptual hash, 1 for pixels + 2 for a hash, 1,024 greys.
const head = 'RSFPv001';
const recordBytes = 1100;
const places = { pixels: 32, high: 64, low: 68, flags: 72, small: 76 } as const;
/** More segments than this are made one. */
const mostSegments = 8;

type Place = { readonly bytes: Buffer; readonly at: number };

/** Reads what is known of a project's images on this machine; a damaged segment counts as none. */
export async function readFingerprints(root: string): Promise<FingerprintStore> {
  const found = new Map<string, Place>();
  for (const bytes of await readSegments(root))
    for (let at = head.length; at + recordBytes <= bytes.length; at += recordBytes)
      found.set(bytes.toString('hex', at, at + 32), { bytes, at });
  const flags = (place: Place | undefined): number => place?.bytes.readUInt32LE(place.at + places.flags) ?? 0;
  return {
    has: (sha256) => found.has(sha256),
    pixels: (sha256) => {
      const place = found.get(sha256);
      return place === undefined || (flags(place) & 1) === 0
        ? ''
        : place.bytes.toString('hex', place.at + places.pixels, place.at + places.pixels + 32);
    },
    hash: (sha256) => {
      const place = found.get(sha256);
      if (place === undefined || (flags(place) & 2) === 0) return null;
      return [place.bytes.readUInt32LE(place.at + places.high), place.bytes.readUInt32LE(place.at + places.low)];
    },
    small: (sha256) => {
      const place = found.get(sha256);
      return place === undefined ? new Uint8Array(1024) : place.bytes.subarray(place.at + places.small, place.at + recordBytes);
    },
  };
}

async function readSegments(root: string): Promise<readonly Buffer[]> {
  const folder = join(root, layout.fingerprints);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.bin')).sort();
  const read = await Promise.all(names.map((name) => readFile(join(folder, name)).catch(() => Buffer.alloc(0))));
  return read.filter((bytes) => bytes.toString('latin1', 0, head.length) === head);
}

/** Adds fingerprints as a segment of their own, so that two processes never write one file; many small segments become one. */
export async function addFingerprints(root: string, made: ReadonlyMap<string, Fingerprint | null>): Promise<void> {
  if (made.size === 0) return;
  const folder = join(root, layout.fingerprints);
  const old = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.bin'));
  const fresh = Buffer.concat([...made].map(([sha256, fingerprint]) => record(sha256, fingerprint)));
  const isMany = old.length >= mostSegments;
  const kept = isMany ? (await readSegments(root)).map((bytes) => bytes.subarray(head.length)) : [];
  const name = `${Date.now()}-${randomBytes(4).toString('hex')}.bin`;
  await writeBeside(join(folder, name), Buffer.concat([Buffer.from(head, 'latin1'), ...kept, fresh]), { flush: false });
  if (isMany) await Promise.all(old.map((file) => rm(join(folder, file), { force: true })));
}

function record(sha256: string, fingerprint: Fingerprint | null): Buffer {
  const bytes = Buffer.alloc(recordBytes);
  bytes.write(sha256, 0, 'hex');
  if (fingerprint === null) return bytes;
  const { pixels, hash, small } = fingerprint;
  bytes.write(pixels, places.pixels, 'hex');
  bytes.writeUInt32LE(hash?.[0] ?? 0, places.high);
  bytes.writeUInt32LE(hash?.[1] ?? 0, places.low);
  bytes.writeUInt32LE(hash === null ? 1 : 3, places.flags);
  bytes.set(small, places.small);
  return bytes;
}
