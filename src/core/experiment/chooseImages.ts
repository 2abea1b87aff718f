import type { ImageRow } from '../dataset/imageRow';
import type { Part } from '../dataset/split';
import type { Label } from '../label/label';
import { UserError } from '../userError';
import type { Target } from './chooseTarget';
import type { Experiment } from './experiment';
import type { PartCount } from './runRecord';
import { scaleInputs } from './scaleInputs';
import type { TrainerImage } from './trainerJob';

/** A project's data as one experiment needs them. */
export type Dataset = {
  readonly images: readonly ImageRow[];
  /** By patient. */
  readonly split: ReadonlyMap<string, Part>;
  /** By image, of the reader that the experiment follows. */
  readonly labels: ReadonlyMap<string, Label>;
  /** By image, absolute. */
  readonly files: ReadonlyMap<string, string>;
};

/** The images of both parts, and in words which were left out. */
export type ChosenImages = {
  readonly train: readonly TrainerImage[];
  readonly tuning: readonly TrainerImage[];
  readonly notes: readonly string[];
};

const lacks = [
  'no final label',
  'no value of the target in the label',
  'no age, which the experiment takes as an input',
  'no size in 3-data/images.csv',
  'no file on this machine',
] as const;
type Lack = (typeof lacks)[number];

function chooseImage(row: ImageRow, { labels, files }: Dataset, target: Target, inputs: Experiment['data']['inputs']): TrainerImage | Lack {
  const label = labels.get(row.image);
  if (label === undefined || label.status !== 'final') return 'no final label';
  const value = target.read(label);
  if (value === null) return 'no value of the target in the label';
  const scaled = scaleInputs(inputs, row);
  if (scaled === null) return 'no age, which the experiment takes as an input';
  const file = files.get(row.image);
  if (file === undefined) return 'no file on this machine';
  const chosen = { image: row.image, patient: row.patient, sha256: row.sha256, file, target: value, inputs: scaled };
  if (target.marks === null) return chosen;
  const { rows, columns } = row;
  if (rows === null || columns === null) return 'no size in 3-data/images.csv';
  return { ...chosen, size: { rows, columns }, marks: target.marks(label) };
}

type Choice = { readonly images: readonly TrainerImage[]; readonly reasons: readonly string[] };

function choosePart(part: Part, dataset: Dataset, target: Target, inputs: Experiment['data']['inputs']): Choice {
  const rows = dataset.images.filter(({ patient }) => dataset.split.get(patient) === part);
  const chosen = rows.map((row) => chooseImage(row, dataset, target, inputs));
  const reasons = lacks.flatMap((lack) => {
    const count = chosen.filter((image) => image === lack).length;
    return count === 0 ? [] : [`${count} of ${rows.length} images of the ${part} part were left out: ${lack}.`];
  });
  const images = chosen.filter((image) => typeof image !== 'string').toSorted((a, b) => (a.image < b.image ? -1 : 1));
  if (images.length > 0) return { images, reasons };
  const why = reasons.length === 0 ? 'The split gives it none; run `radsteps split`.' : reasons.join(' ');
  throw new UserError(`There is no image to use in the ${part} part. ${why}`);
}

/** Chooses the images to train and tune with; the test part is never looked at. UserError, with the reasons, when a part is empty. */
export function chooseImages(dataset: Dataset, target: Target, inputs: Experiment['data']['inputs']): ChosenImages {
  if (dataset.images.length === 0) throw new UserError('The project has no images yet; `radsteps import <folder>` reads them in.');
  const unsplit = dataset.images.filter(({ patient }) => !dataset.split.has(patient)).length;
  const notes =
    unsplit === 0 ? [] : [`${unsplit} of ${dataset.images.length} images were left out: their patients are not in 3-data/split.csv.`];
  const train = choosePart('train', dataset, target, inputs);
  const tuning = choosePart('tuning', dataset, target, inputs);
  return { train: train.images, tuning: tuning.images, notes: [...notes, ...train.reasons, ...tuning.reasons] };
}

/** How many images and patients there are. */
export const countImages = (images: readonly TrainerImage[]): PartCount => ({
  images: images.length,
  patients: new Set(images.map(({ patient }) => patient)).size,
});
