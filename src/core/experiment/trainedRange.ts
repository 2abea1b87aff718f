import type { ImageRow } from '../dataset/imageRow';
import type { ResultCard } from './resultCard';

const compared = ['modality', 'bodyPart', 'view', 'laterality'] as const;
const words: Readonly<Record<(typeof compared)[number], string>> = {
  modality: 'modality',
  bodyPart: 'body part',
  view: 'view',
  laterality: 'side',
};

/** What is compared of an image. */
export type ComparedFacts = Pick<ImageRow, (typeof compared)[number]>;

/** Whom and what a run's training images show. */
export type TrainedRange = {
  readonly images: number;
  /** In years; null where no age is known. */
  readonly ages: readonly [number, number] | null;
  readonly sexes: ReadonlySet<ImageRow['sex']>;
  /** The values that are known, of each compared fact. */
  readonly values: Readonly<Record<keyof ComparedFacts, ReadonlySet<string>>>;
};

/** The range of the rows of the training part. */
export function trainedRange(rows: readonly ImageRow[]): TrainedRange {
  const ages = rows.flatMap(({ ageYears }) => (ageYears === null ? [] : [ageYears]));
  const known = (name: keyof ComparedFacts): ReadonlySet<string> => new Set(rows.map((row) => row[name]).filter((value) => value !== ''));
  return {
    images: rows.length,
    ages: ages.length === 0 ? null : [ages.reduce((a, b) => Math.min(a, b)), ages.reduce((a, b) => Math.max(a, b))],
    sexes: new Set(rows.map(({ sex }) => sex)),
    values: { modality: known('modality'), bodyPart: known('bodyPart'), view: known('view'), laterality: known('laterality') },
  };
}

const years = (value: number): string => `${Number(value.toFixed(1))}`;

/** What of an image lies outside of what the network was trained on, a sentence each. */
export function outOfRange(range: TrainedRange, facts: ComparedFacts, sex: ResultCard['sex'], ageYears: number | null): readonly string[] {
  if (range.images === 0) return [];
  const unseen = compared.flatMap((name) => {
    const known = range.values[name];
    return facts[name] === '' || known.size === 0 || known.has(facts[name])
      ? []
      : [`The ${words[name]} ${facts[name]} is not among the training images (${[...known].sort().join(', ')}).`];
  });
  const { ages } = range;
  const isOld = ages !== null && ageYears !== null && (ageYears < ages[0] || ageYears > ages[1]);
  return [
    ...unseen,
    ...(sex !== null && !range.sexes.has(sex.value)
      ? [`No training image is known to be of a ${sex.value === 'F' ? 'female' : 'male'} patient.`]
      : []),
    ...(isOld ? [`The chronological age is outside that of the training images (${years(ages[0])} to ${years(ages[1])} years).`] : []),
  ];
}
