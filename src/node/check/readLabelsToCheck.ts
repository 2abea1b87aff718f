import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LabelFacts, readLabelFacts } from '../../core/check/labelFindings';
import type { Protocol } from '../../core/label/protocol';
import { labelFile, layout } from '../../core/project/layout';
import { mapBounded } from '../dataset/mapBounded';
import { type CheckCache, stampOf } from './checkCache';

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

/** The facts of all readers' label files; one that has not changed since it was judged is only looked at. Keeps the cache up. */
export async function readLabelsToCheck(root: string, protocol: Protocol | null, cache: CheckCache): Promise<readonly LabelFacts[]> {
  const files = await listLabels(root);
  const found = await mapBounded(files, ({ reader, image }) => readOne(root, reader, image, protocol, cache), undefined, atOnce);
  const names = new Set(files.map(({ reader, image }) => labelFile(reader, image)));
  for (const name of cache.labels.keys()) if (!names.has(name)) cache.labels.delete(name);
  return found.filter((facts) => facts !== null);
}

async function listLabels(root: string): Promise<readonly { readonly reader: string; readonly image: string }[]> {
  const folders = await readdir(join(root, layout.labels), { withFileTypes: true }).catch(() => []);
  const readers = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
  const lists = await Promise.all(
    readers.sort().map(async (reader) => {
      const names = await readdir(join(root, layout.labels, reader)).catch(() => []);
      const labels = names.filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
      return labels.map((name) => ({ reader, image: name.slice(0, -'.json'.length) }));
    }),
  );
  return lists.flat();
}

async function readOne(
  root: string,
  reader: string,
  image: string,
  protocol: Protocol | null,
  cache: CheckCache,
): Promise<LabelFacts | null> {
  const name = labelFile(reader, image);
  const state = await stampOf(join(root, name));
  if (state === null) return null;
  const known = cache.labels.get(name);
  if (known?.stamp === state.stamp) return known.facts;
  const facts = readLabelFacts(await readFile(join(root, name), 'utf8'), reader, image, protocol);
  cache.labels.set(name, { stamp: state.stamp, facts });
  return facts;
}

/** The hash of what labels are judged by. */
export const protocolHash = (protocol: Protocol | null): string => createHash('sha256').update(JSON.stringify(protocol)).digest('hex');
