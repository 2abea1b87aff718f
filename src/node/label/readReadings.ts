import type { ImageRow } from '../../core/dataset/imageRow';
import { parts as allParts } from '../../core/dataset/makeSplit';
import type { Part } from '../../core/dataset/split';
import type { ReadImage } from '../../core/label/agreement';
import type { Readings } from '../../core/label/agreementReport';
import { consensusReader } from '../../core/label/consensusRule';
import { type ConsensusState, consensusState } from '../../core/label/consensusState';
import type { Label } from '../../core/label/label';
import { spacingOf } from '../../core/label/spacingOf';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readers as readersOf, readStoredSplit } from '../dataset/readDataset';
import { type HashedLabel, type ReaderLabels, readReaderLabels } from './readReaderLabels';

/** What is compared: all readers but the consensus unless some are named, in all images unless one part is. */
export type ReadingsChoice = {
  readonly readers?: readonly string[];
  readonly part?: Part;
  /** Only labels of these images are read; the others count as not read by anybody. */
  readonly images?: readonly string[];
};

/** All readings of a project, and the labels that they came from, by reader. */
export type ProjectReadings = Readings & {
  /** The hashes of the labels as they are now, by reader and image. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, HashedLabel>>;
};

/** Reads what readers say of the project's images in their final labels; throws UserError for an unknown reader, or a part without a split. */
export async function readReadings(root: string, { readers: named, part, images }: ReadingsChoice = {}): Promise<ProjectReadings> {
  const known = await readersOf(root);
  const unknown = named?.find((reader) => !known.includes(reader));
  if (unknown !== undefined)
    throw new UserError(`The reader "${unknown}" has labelled nothing; readers are ${known.join(', ') || 'none yet'}.`);
  const all = new Map<string, ReaderLabels>();
  const only = images === undefined ? undefined : new Set(images);
  for (const reader of known) all.set(reader, await readReaderLabels(root, reader, only));
  const labels = new Map([...all].map(([reader, read]) => [reader, read.labels] as const));
  const { rows, parts } = await chosenImages(root, part);
  const readers = [...new Set(named ?? known.filter((reader) => reader !== consensusReader))];
  return {
    readers,
    images: rows.map((row): ReadImage => {
      const own = readers.map((reader) => finalLabel(labels.get(reader)?.get(row.image)));
      return { image: row.image, patient: row.patient, spacing: spacingOf(row), labels: own };
    }),
    counts: known.filter((reader) => reader !== consensusReader).map((reader) => counted(reader, rows, labels.get(reader))),
    part: part ?? null,
    parts,
    consensus: consensusStates(labels),
    problems: [...all.values()].flatMap(({ problems }) => problems),
    labels,
  };
}

const finalLabel = (read: HashedLabel | undefined): Label | null => (read?.label.status === 'final' ? read.label : null);

async function chosenImages(root: string, part: Part | undefined) {
  const { rows } = await readImageTable(root);
  const split = (await readStoredSplit(root))?.split;
  if (part !== undefined && split === undefined)
    throw new UserError('There is no split yet, so no part can be chosen: run "radsteps split" first, or leave the part out.');
  return {
    rows: part === undefined ? rows : rows.filter(({ patient }) => split?.get(patient) === part),
    parts: allParts.filter((name) => split !== undefined && [...split.values()].includes(name)),
  };
}

function counted(reader: string, rows: readonly ImageRow[], labels: ReadonlyMap<string, HashedLabel> = new Map()) {
  const found = rows.map(({ image }) => labels.get(image)?.label.status);
  const count = (status: Label['status']): number => found.filter((one) => one === status).length;
  return { reader, final: count('final'), drafts: count('draft') };
}

function consensusStates(labels: ProjectReadings['labels']): ReadonlyMap<string, ConsensusState> {
  const hashOf = (image: string) => (reader: string) => labels.get(reader)?.get(image)?.sha256 ?? null;
  return new Map([...(labels.get(consensusReader) ?? [])].map(([image, { label }]) => [image, consensusState(label, hashOf(image))]));
}
