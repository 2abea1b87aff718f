import type { ImageRow } from '../../core/dataset/imageRow';
import type { ReportProgress } from '../../core/progress';
import { readLocalFiles } from '../dataset/localFiles';
import { mapBounded } from '../dataset/mapBounded';
import { mapInThreads } from '../dataset/mapInThreads';
import { startThread } from '../process/startThread';
import { addFingerprints, type FingerprintStore, readFingerprints } from './fingerprintStore';
import { type Fingerprint, makeFingerprint } from './makeFingerprint';

type Item = { readonly file: string; readonly bytes: number; readonly sha256: string };

/** So few images are looked at before a thread has started. */
const few = 8;
/** What is kept together: a killed process loses no more. */
const kept = 2000;

/**
 * Makes the fingerprints that the images of one file lack, in threads, and keeps them by content hash; images without a hash or a file on this machine,
 * and series of many files, are passed over. What was made before a cancel stays.
 */
export async function completeFingerprints(
  root: string,
  rows: readonly ImageRow[],
  report: ReportProgress,
  signal: AbortSignal,
): Promise<FingerprintStore> {
  const known = await readFingerprints(root);
  const items = await lackingItems(root, rows, known);
  if (items.length === 0) return known;
  let done = 0;
  for (let start = 0; start < items.length; start += kept) {
    const made = new Map<string, Fingerprint | null>();
    const took = (item: Item, fingerprint: Fingerprint | null): void => {
      made.set(item.sha256, fingerprint);
      done += 1;
      report({ phase: 'Comparing images', done, total: items.length });
    };
    try {
      await makeAll(items.slice(start, start + kept), took, signal);
    } finally {
      await addFingerprints(root, made);
    }
  }
  return readFingerprints(root);
}

/** How many images have no fingerprint, though they could have one here. */
export const countLacking = async (root: string, rows: readonly ImageRow[], known: FingerprintStore): Promise<number> =>
  (await lackingItems(root, rows, known)).length;

async function lackingItems(root: string, rows: readonly ImageRow[], known: FingerprintStore): Promise<readonly Item[]> {
  const lacking = rows.filter(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256) && !known.has(sha256));
  if (lacking.length === 0) return [];
  const files = await readLocalFiles(root);
  const items = lacking.flatMap(({ image, sha256 }): readonly (readonly [string, Item])[] => {
    const [only, ...others] = files.get(image) ?? [];
    return only === undefined || others.length > 0 ? [] : [[sha256, { file: only.file, bytes: only.bytes, sha256 }]];
  });
  return [...new Map(items).values()];
}

async function makeAll(items: readonly Item[], took: (item: Item, made: Fingerprint | null) => void, signal: AbortSignal): Promise<void> {
  if (items.length < few) {
    await mapBounded(items, async (item) => took(item, await makeFingerprint(item.file)), signal, 2);
    return;
  }
  await mapInThreads<Item, Fingerprint | null>({
    ...{ work: { kind: 'fingerprints' }, items, bytesOf: ({ bytes }) => 4 * bytes, faulty: () => null, signal },
    took: (results) => {
      for (const [item, made] of results) took(item, made);
    },
    start: (workerData) => startThread('checkThread', { workerData, resourceLimits: { maxOldGenerationSizeMb: 1024 } }),
  });
}
