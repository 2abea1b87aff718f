import type { ImageDetails, LabelDetail } from '../../core/dataset/galleryEvent';
import type { GalleryTable } from '../../core/dataset/galleryTable';
import type { ImageRow } from '../../core/dataset/imageRow';
import { type GallerySources, makeGalleryTable } from '../../core/dataset/makeGalleryTable';
import { spacingOf } from '../../core/label/spacingOf';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readLocalFiles } from '../dataset/localFiles';
import { readStoredSplit, sha256 } from '../dataset/readDataset';
import { type ImageStates, imageStates } from '../label/imageStates';
import { type FoundLabel, labelReader } from '../label/labelReader';
import { labelsToSee } from '../label/labelsToSee';
import { readStateCache } from '../label/stateCache';
import { readProtocol } from '../project/readProtocol';

/** Reads what a gallery shows; what it has read stays in memory, so that a change of one label costs little. */
export type GalleryReader = {
  /** Reads the project's files. Throws UserError where `images.csv` can't be read. */
  readonly table: () => Promise<GalleryTable>;
  /** All of an image, as the last table knew it. */
  readonly details: (image: string) => ImageDetails;
};

type FoundByImage = ReadonlyMap<string, readonly FoundLabel[]>;

/** Sentences about label files that are shown; more of the same help nobody. */
const mostProblems = 3;

/** Makes the reader of a project's gallery. */
export function galleryReader(root: string): GalleryReader {
  const readLabels = labelReader(root);
  // What the states of the project were found from is not compared again.
  const begun = readStateCache(root).then(({ compared }) => imageStates(root, compared));
  let rows: ReadonlyMap<string, ImageRow> = new Map();
  let labels: FoundByImage = new Map();
  let states: ImageStates = new Map();
  let split: GallerySources['split'] = null;
  return {
    table: async () => {
      const images = await readImageTable(root);
      const found = await readLabels();
      const notes: string[] = [...fewProblems(found.problems)];
      const definitions = (await noted(readProtocol(root), notes))?.labels ?? [];
      const stored = await noted(readStoredSplit(root), notes);
      const files = await noted(readLocalFiles(root), notes);
      rows = new Map(images.rows.map((row) => [row.image, row]));
      const seen = await labelsToSee(root, found.labels);
      notes.push(...seen.notes.filter((note) => !notes.includes(note)));
      labels = seen.labels;
      const spacing = (image: string) => {
        const row = rows.get(image);
        return row === undefined ? null : spacingOf(row);
      };
      const findStates = await begun;
      states = await findStates({ labels, protocol: { labels: definitions }, spacing });
      split = stored?.split ?? null;
      const contents = sha256(images.rows.map((row) => row.sha256).join('\n')).slice(0, 16);
      return makeGalleryTable({ ...images, definitions, labels, states, split, here: new Set(files?.keys() ?? []), contents, notes });
    },
    details: (image) => describe(image, rows.get(image), { labels: labels.get(image) ?? [], open: states.get(image)?.open ?? [], split }),
  };
}

function fewProblems(problems: readonly string[]): readonly string[] {
  const more = problems.length - mostProblems;
  return more <= 0 ? problems : [...problems.slice(0, mostProblems), `${more} more label files can't be read: look for label:unreadable.`];
}

/** What was read, or null with its sentence among the notes: the images are shown all the same. */
async function noted<T>(reading: Promise<T>, notes: string[]): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!notes.includes(error.message)) notes.push(error.message);
    return null;
  }
}

type Known = { readonly labels: readonly FoundLabel[]; readonly open: readonly string[]; readonly split: GallerySources['split'] };

function describe(image: string, row: ImageRow | undefined, { labels, open, split }: Known): ImageDetails {
  if (row === undefined) throw new UserError(`The image ${image} is not in the index any more.`);
  const { extra, spacingMm, spacingFrom, ...plain } = row;
  const spacing = spacingMm === null ? '' : `${spacingMm.join(' x ')} (${spacingFrom || 'source not known'})`;
  const facts = [
    ...Object.entries(titles).map(([key, title]) => [title, String(plain[key as keyof typeof titles] ?? '')] as const),
    ['Spacing, mm', spacing] as const,
    ['Part', split?.get(row.patient) ?? ''] as const,
    ...Object.entries(extra),
    ['SHA-256', row.sha256] as const,
  ];
  return { image, facts: facts.filter(([, value]) => value !== ''), open, labels: labels.map(describeLabel) };
}

const titles = {
  patient: 'Patient',
  study: 'Study',
  series: 'Series',
  modality: 'Modality',
  bodyPart: 'Body part',
  view: 'View',
  laterality: 'Laterality',
  rows: 'Rows',
  columns: 'Columns',
  frames: 'Frames',
  sex: 'Sex',
  ageYears: 'Age, years',
  site: 'Site',
  manufacturer: 'Manufacturer',
  model: 'Model',
} as const satisfies Partial<Record<keyof ImageRow, string>>;

const describeLabel = ({ reader, status, categories, marks, signedOff }: FoundLabel): LabelDetail => ({
  reader,
  status,
  signedOff: signedOff === undefined ? '' : `signed off by ${signedOff.by} on ${signedOff.at.slice(0, 10)}`,
  categories: Object.entries(categories).map(([name, value]) => [name, String(value)]),
  marks,
});
