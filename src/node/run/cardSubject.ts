import type { Part } from '../../core/dataset/split';
import type { FactSource, ResultCard } from '../../core/experiment/resultCard';
import { type ComparedFacts, outOfRange, trainedRange } from '../../core/experiment/trainedRange';
import { UserError } from '../../core/userError';
import { readImages, readStoredSplit } from '../dataset/readDataset';
import { withoutDicom } from '../images/imageHeader';
import { readImageHeader } from '../images/readHeader';
import type { NamedImage } from './findImage';

/** Sex and age that somebody gives for an image, in place of what the index or the file says. */
export type GivenFacts = { readonly sex?: 'F' | 'M' | undefined; readonly ageYears?: number | undefined };

/** Whom an image shows, and what of that lies outside of what the network was trained on. */
export type CardSubject = Pick<ResultCard, 'sex' | 'age'> & { readonly ageYears: number | null; readonly warnings: readonly string[] };

/** Reads it from the index, or for a file outside of the project from its own header. */
export async function cardSubject(root: string, image: NamedImage, given: GivenFacts): Promise<CardSubject> {
  const rows = await readImages(root).catch(() => []);
  const row = rows.find((one) => one.image === image.image);
  const facts: ComparedFacts = row ?? (await readImageHeader(image.file).catch(() => withoutDicom));
  const source: FactSource = row === undefined ? 'file' : 'index';
  const { sex, age, ageYears } = peopleFacts(image, given, source);
  const { stored, problem } = await splitOf(root);
  const part = row === undefined ? undefined : stored?.split.get(row.patient);
  const trained = stored === null ? [] : rows.filter(({ patient }) => stored.split.get(patient) === 'train');
  return {
    ...{ sex, age, ageYears },
    warnings: [
      ...problem,
      ...partWarnings(part),
      ...outOfRange(trainedRange(trained), facts, sex, ageYears),
      ...precisionWarnings(ageYears, age?.from),
    ],
  };
}

function peopleFacts({ scalars }: NamedImage, given: GivenFacts, source: FactSource) {
  const sex = given.sex ?? scalars.sex;
  const ageYears = given.ageYears ?? scalars.ageYears;
  const isKnown = sex === 'F' || sex === 'M';
  const from = (isGiven: boolean): FactSource => (isGiven ? 'given' : source);
  return {
    ageYears,
    sex: isKnown ? ({ value: sex, from: from(given.sex !== undefined) } as const) : null,
    age: ageYears === null ? null : { months: 12 * ageYears, from: from(given.ageYears !== undefined) },
  };
}

type KnownSplit = { readonly stored: Awaited<ReturnType<typeof readStoredSplit>>; readonly problem: readonly string[] };

/** A split that does not fit its lock must not look like an image that has taught nothing. */
async function splitOf(root: string): Promise<KnownSplit> {
  try {
    return { stored: await readStoredSplit(root), problem: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { stored: null, problem: [`Whether the network has learned from this image is not known. ${error.message}`] };
  }
}

function partWarnings(part: Part | undefined): readonly string[] {
  if (part === 'train')
    return ['This image or another one of the patient is in the training part, so the estimate is too good to be true.'];
  if (part === 'test')
    return ['The patient is in the test part: to look at this result counts as opening the test part. Note it in the report of step 6.'];
  return part === 'tuning' ? ['The patient is in the tuning part, which has chosen the network and calibrated the interval.'] : [];
}

/** DICOM's ages in years are rounded down, which is up to eleven months. */
function precisionWarnings(ageYears: number | null, from: FactSource | undefined): readonly string[] {
  if (ageYears === null || !Number.isInteger(ageYears) || from === 'given') return [];
  return ['The chronological age is known in whole years only: where it was rounded down, the child is up to 11 months older.'];
}
