import { hasNoPatientIdentity, type ImageRow } from '../dataset/imageRow';
import type { Part } from '../dataset/split';
import { layout } from '../project/layout';
import { type Finding, type FindingCode, makeFinding, wholeLine } from './finding';
import { type IndexedImage, partsWords } from './indexedImage';
import type { CheckedSplit } from './splitFindings';
import type { TextPlaces } from './textPlaces';

/** The index with its split, as the checks of whole images see it. */
export type CheckedIndex = {
  readonly images: readonly IndexedImage[];
  readonly places: TextPlaces;
  /** Null before the split. */
  readonly split: CheckedSplit | null;
};

type Group = { readonly first: IndexedImage; readonly second: IndexedImage };

/** Images that share what only one image may have: each later one with the first. */
function pairsBy(images: readonly IndexedImage[], keyOf: (row: ImageRow) => string): readonly Group[] {
  const firsts = new Map<string, IndexedImage>();
  return images.flatMap((second) => {
    const key = keyOf(second.row);
    if (key === '') return [];
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, second);
    return first === undefined ? [] : [{ first, second }];
  });
}

const partOf = ({ split }: CheckedIndex, { row }: IndexedImage): Part | undefined => split?.partOf.get(row.patient);

/** True where two images may let a test see what was trained on: different parts. */
const leaks = (index: CheckedIndex, { first, second }: Group): boolean => {
  const [a, b] = [partOf(index, first), partOf(index, second)];
  return a !== undefined && b !== undefined && a !== b;
};

/** The same file under two images. */
export const sameFileFindings = (index: CheckedIndex): readonly Finding[] =>
  pairsBy(index.images, ({ sha256 }) => sha256).map((pair) => twiceFinding(index, pair, 'same-file', 'the same file as'));

/** The same pixels under two images whose files differ; `pixelsOf` gives the hash of an image's pixels, '' where it is not known. */
export function samePixelFindings(index: CheckedIndex, pixelsOf: (row: ImageRow) => string): readonly Finding[] {
  const pairs = pairsBy(index.images, pixelsOf).filter(({ first, second }) => first.row.sha256 !== second.row.sha256);
  return pairs.map((pair) => twiceFinding(index, pair, 'same-pixels', 'the same pixels as'));
}

/** What only looks the same, of two patients in one part, is to be known; no test depends on it. */
function severityOf(code: FindingCode, isLeak: boolean, isOne: boolean, isSplit: boolean): Finding['severity'] {
  if (code === 'near-duplicate') return isLeak || !isSplit ? 'warning' : 'information';
  return isLeak || !isOne ? 'error' : 'warning';
}

/** A finding on the second of two images that are the same, or look so. */
export function twiceFinding(index: CheckedIndex, pair: Group, code: FindingCode, what: string): Finding {
  const { first, second } = pair;
  const isLeak = leaks(index, pair);
  const isOne = first.row.patient === second.row.patient;
  const where = partsWords(partOf(index, first), partOf(index, second));
  const whose = isOne ? 'of the same patient' : `of patient ${first.row.patient}`;
  const part = partOf(index, first);
  const move = isLeak && part !== undefined ? (index.split?.move(second.row.patient, part) ?? null) : null;
  const remove = { title: `Remove the row of ${second.row.image}`, edits: [index.places.removeLine(second.line)] };
  return makeFinding({
    ...{ code, severity: severityOf(code, isLeak, isOne, part !== undefined), file: layout.images },
    ...{ about: `${first.row.image} ${second.row.image}`, at: index.places.cell(second.line, 'image'), task: '3-data/images' },
    message: `${second.row.image} has ${what} ${first.row.image} ${whose}${where === '' ? '' : `, ${where}`}.`,
    advice: isOne
      ? 'Remove one of the two rows.'
      : 'Find out whose image it is: this may be one person under two names, who must be in one part.',
    // Two rows of one image are never right; two that look alike may be.
    fixes: [...(code === 'near-duplicate' ? [] : [remove]), ...(move === null ? [] : [move])],
  });
}

/** One study under two patients; where the source names none, only a study that is in two parts. */
export function studyFindings(index: CheckedIndex): readonly Finding[] {
  const pairs = pairsBy(index.images, ({ study }) => study).filter(({ first, second }) => first.row.patient !== second.row.patient);
  const seen = new Set<string>();
  return pairs.flatMap((pair) => {
    const { first, second } = pair;
    const key = `${first.row.patient} ${second.row.patient}`;
    const isLeak = leaks(index, pair);
    const isUnknown = hasNoPatientIdentity(first.row) || hasNoPatientIdentity(second.row);
    if (seen.has(key) || (isUnknown && !isLeak)) return [];
    seen.add(key);
    const part = partOf(index, first);
    const move = isLeak && part !== undefined ? index.split?.move(second.row.patient, part) : null;
    const where = partsWords(part, partOf(index, second));
    return [
      makeFinding({
        ...{
          code: 'study-of-two-patients',
          severity: isLeak ? 'error' : part === undefined ? 'warning' : 'information',
          file: layout.images,
          about: key,
          task: '3-data/images',
        },
        at: index.places.cell(second.line, 'study'),
        message: `One study belongs to two patients, ${first.row.patient} and ${second.row.patient}${where === '' ? '' : `, ${where}`}.`,
        advice: 'A study is of one person: find out which name is right, and keep both in one part until then.',
        fixes: move === null || move === undefined ? [] : [move],
      }),
    ];
  });
}

/** Patients whose images have no part: one finding. */
export function partlessFindings({ images, split, places }: CheckedIndex): readonly Finding[] {
  if (split === null) return [];
  const without = images.filter(({ row }) => !split.partOf.has(row.patient));
  const patients = new Set(without.map(({ row }) => row.patient)).size;
  const [first] = without;
  if (first === undefined) return [];
  return [
    makeFinding({
      ...{ code: 'patient-without-part', severity: 'warning', file: layout.images, about: '', task: '3-data/split' },
      at: places.cell(first.line, 'patient'),
      message: `${patients === 1 ? 'One patient has' : `${patients} patients have`} no part in split.csv (${without.length} ${without.length === 1 ? 'image' : 'images'}).`,
      advice: 'Run "Split by Patient" (radsteps split): patients that have a part keep it.',
    }),
  ];
}

/** Instances that lie in the series of two images. */
export function instanceFindings(series: ReadonlyMap<string, readonly string[]>): readonly Finding[] {
  const owners = new Map<string, string>();
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const [image, instances] of series) {
    for (const instance of instances) {
      const owner = owners.get(instance) ?? image;
      owners.set(instance, owner);
      if (owner === image || seen.has(`${owner} ${image}`)) continue;
      seen.add(`${owner} ${image}`);
      findings.push(sharedInstance(owner, image));
    }
  }
  return findings;
}

const sharedInstance = (owner: string, image: string): Finding =>
  makeFinding({
    ...{ code: 'same-instance', severity: 'error', file: `${layout.series}/${image}.csv`, about: `${owner} ${image}`, at: wholeLine(1) },
    task: '3-data/images',
    message: `${image} and ${owner} have an instance in common.`,
    advice: 'An instance belongs to one image: import the folder again, or remove one of the two rows of images.csv.',
  });
