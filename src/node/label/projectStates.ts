import type { ImageLabelState } from '../../core/label/imageLabelState';
import { spacingOf } from '../../core/label/spacingOf';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readProtocol } from '../project/readProtocol';
import { imageStates } from './imageStates';
import { labelReader } from './labelReader';
import { labelsToSee } from './labelsToSee';
import { readStateCache, type StateCache, writeStateCache } from './stateCache';

/** The states of a project's images: of those that have a label, by image; `images` counts all of the index. */
export type ProjectStates = { readonly images: number; readonly states: Readonly<Record<string, ImageLabelState>> };

/** Makes what reads the states of all images of a project, or of the named ones, as this machine's reader may see them; throws UserError where `images.csv` can't be read. */
export function projectStates(root: string): (only?: readonly string[]) => Promise<ProjectStates> {
  let begun: ReturnType<typeof begin> | undefined;
  return async (only) => {
    begun ??= begin(root);
    const { cache, readLabels, findStates } = await begun;
    const rows = new Map((await readImageTable(root)).rows.map((row) => [row.image, row]));
    const { labels } = await readLabels(only);
    const spacing = (image: string) => {
      const row = rows.get(image);
      return row === undefined ? null : spacingOf(row);
    };
    const indexed = new Map([...labels].filter(([image]) => rows.has(image)));
    const seen = await labelsToSee(root, indexed);
    // Without a protocol nothing is compared, and states tell no more than the files' names do.
    const states = await findStates({ labels: seen.isBlind === null ? indexed : seen.labels, protocol: await protocolOf(root), spacing });
    if (only === undefined) await keep(root, cache, indexed);
    return {
      images: rows.size,
      states: Object.fromEntries(
        [...states].filter(([, { labels }]) => labels.length > 0).map(([image, state]) => [image, withFacts(state)]),
      ),
    };
  };
}

/** What was found the last time, in memory or on the disk, is not read again where it has not changed. */
async function begin(root: string) {
  const cache = await readStateCache(root);
  return { cache, readLabels: labelReader(root, cache.files), findStates: imageStates(root, cache.compared) };
}

async function keep(root: string, cache: StateCache, labelled: ReadonlyMap<string, unknown>): Promise<void> {
  for (const image of cache.compared.keys()) if (!labelled.has(image)) cache.compared.delete(image);
  await writeStateCache(root, cache);
}

/** An invalid protocol declares nothing to differ in; the step's task says what is wrong with it. */
const protocolOf = (root: string) =>
  readProtocol(root).catch((error: unknown) => {
    if (error instanceof UserError) return { labels: [] };
    throw error;
  });

/** What labels hold besides stays behind: thousands of states go to the editor. */
const withFacts = ({ labels, ...state }: ImageLabelState): ImageLabelState => ({
  ...state,
  labels: labels.map(({ reader, status, signedOff, conflicts }) => ({
    reader,
    status,
    ...(signedOff === undefined ? {} : { signedOff }),
    ...(conflicts === undefined ? {} : { conflicts }),
  })),
});
