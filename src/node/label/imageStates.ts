import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { consensusReader } from '../../core/label/consensusReader';
import { hasFinalConsensus, type ImageLabelState, imageLabelState } from '../../core/label/imageLabelState';
import type { Label } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import type { Spacing } from '../../core/label/measure';
import type { Protocol } from '../../core/label/protocol';
import { readersDiffer } from '../../core/label/readersDiffer';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { sha256 } from '../dataset/readDataset';
import type { FoundLabel, FoundLabels } from './labelReader';

/** What states are found by: labels as they lie there, what the protocol tolerates, and each image's spacing. */
export type StateSources = {
  readonly labels: FoundLabels['labels'];
  readonly protocol: Protocol;
  readonly spacing: (image: string) => Spacing | null;
};

/** The state of every image that has a label file. */
export type ImageStates = ReadonlyMap<string, ImageLabelState>;

/** What an image's labels differ in; the key changes with whatever that depends on. */
export type ComparedLabels = { readonly key: string; readonly differences: readonly string[] };

/**
 * Makes what finds the states; labels of an image are read whole and compared only where several are final, and again only when something changed
 * since the last time (`known`, by image, which is kept up).
 */
export function imageStates(root: string, known = new Map<string, ComparedLabels>()): (sources: StateSources) => Promise<ImageStates> {
  return async ({ labels, protocol, spacing }) => {
    const rules = JSON.stringify(protocol);
    const differencesOf = async (image: string, readers: readonly FoundLabel[]): Promise<readonly string[]> => {
      const key = sha256([rules, JSON.stringify(spacing(image)), ...readers.map(({ reader, stamp }) => `${reader} ${stamp}`)].join('\n'));
      const old = known.get(image);
      if (old?.key === key) return old.differences;
      const differences = readersDiffer(await wholeLabels(root, image, readers), protocol, spacing(image));
      known.set(image, { key, differences });
      return differences;
    };
    const states = new Map<string, ImageLabelState>();
    for (const [image, found] of labels) {
      const readers = comparable(found);
      states.set(image, imageLabelState(found, readers.length < 2 ? [] : await differencesOf(image, readers)));
    }
    return states;
  };
}

/** The final labels that could differ; none where a consensus has settled it. */
const comparable = (found: readonly FoundLabel[]): readonly FoundLabel[] =>
  hasFinalConsensus(found) ? [] : found.filter(({ status, reader }) => status === 'final' && reader !== consensusReader);

async function wholeLabels(root: string, image: string, found: readonly FoundLabel[]): Promise<readonly Label[]> {
  const labels = await Promise.all(found.map(({ reader }) => wholeLabel(root, labelFile(reader, image))));
  return labels.filter((label) => label !== null);
}

/** Null where the file changed or went away since it was found: it is looked at again then. */
async function wholeLabel(root: string, file: string): Promise<Label | null> {
  const text = await readFile(join(root, file), 'utf8').catch(() => null);
  try {
    return text === null ? null : parseLabel(text, file);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
