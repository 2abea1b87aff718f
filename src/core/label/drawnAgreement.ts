import { bootstrapEstimate } from '../statistics/bootstrap';
import type { Estimate, Undefined } from '../statistics/estimate';
import { diceOf, type Overlap, segmentationMetrics } from '../statistics/segmentation';
import { type Disagreement, type ItemAgreement, type PairAgreement, pairsOf, type ReadImage, sizeBeyond } from './agreement';
import { boxOverlap } from './box';
import { sharedRuns } from './combineRuns';
import type { BoxMark, Label, Mark } from './label';
import { countPixels } from './maskRuns';
import { distance, type Spacing } from './measure';
import { measuredUnit } from './measuredValue';
import { isAreaMark } from './overlapOfMarks';
import { pixelsOfMarks } from './pixelsOfMark';
import { placeOf } from './placeOf';
import type { LabelDefinition } from './protocol';

/** Two readers' marks agree where they overlap by at least so much (Dice), boxes one by one (IoU), unless the protocol says otherwise. */
const leastDice = 0.7;
export const leastBoxOverlap = 0.5;

/** What two readers drew of one thing on one image; no mark says that it is not there. */
type Drawn = { readonly image: ReadImage; readonly first: readonly Mark[]; readonly second: readonly Mark[] };

/** Agreement of readers on regions, boxes, intervals or points; every image counts that both have a final label of. */
export function drawnAgreement(readers: readonly string[], images: readonly ReadImage[], definition: LabelDefinition): ItemAgreement {
  const all = comparedPairs(readers, images, definition);
  const pairs = all.map(
    ({ names, statistics }): PairAgreement => ({ readers: names, statistics: statistics(), confusion: null, points: null }),
  );
  const { name, title, kind } = definition;
  const unit = kind === 'point' ? unitOfPoints(images).unit : '';
  return { name, title, kind, all: {}, pairs, unit, adjudicate: largestDifferences(all, definition) };
}

/** Images on which readers drew too different things, without the statistics. */
export const drawnDisagreements = (
  readers: readonly string[],
  images: readonly ReadImage[],
  definition: LabelDefinition,
): readonly Disagreement[] => largestDifferences(comparedPairs(readers, images, definition), definition);

type ComparedPair = Compared & { readonly names: PairAgreement['readers'] };

const comparedPairs = (readers: readonly string[], images: readonly ReadImage[], definition: LabelDefinition): readonly ComparedPair[] =>
  pairsOf(readers).map(([a, b]) => {
    const both = images.flatMap((image): readonly Drawn[] => {
      const [first, second] = [image.labels[a] ?? null, image.labels[b] ?? null];
      return first === null || second === null ? [] : [{ image, first: named(first, definition), second: named(second, definition) }];
    });
    return { names: [readers[a] ?? '', readers[b] ?? ''], ...compared(both, definition) };
  });

/** Of each image the pair of readers that is furthest apart. */
function largestDifferences(pairs: readonly ComparedPair[], definition: LabelDefinition): readonly Disagreement[] {
  const differing = new Map<string, Disagreement>();
  for (const { names, differ } of pairs) {
    for (const { image, words, size } of differ) {
      const before = differing.get(image.image);
      if (before !== undefined && before.size >= size) continue;
      const why = `${definition.title}: ${names[0]} and ${names[1]} ${words}`;
      differing.set(image.image, { image: image.image, why, size, said: image.labels.map((label) => drawnWords(label, definition)) });
    }
  }
  return [...differing.values()];
}

/** How much a reader drew: "2 boxes", "nothing". */
function drawnWords(label: Label | null, definition: LabelDefinition): string | null {
  if (label === null) return null;
  const count = named(label, definition).length;
  if (count === 0) return 'nothing';
  // A region may be an outline or a mask, whichever of both the protocol names.
  const kind = definition.kind === 'mask' || definition.kind === 'outline' ? 'region' : definition.kind;
  return `${count} ${count === 1 ? kind : kind === 'box' ? 'boxes' : `${kind}s`}`;
}

const unitOfPoints = (images: readonly ReadImage[]) =>
  measuredUnit(
    'length',
    images.map(({ spacing }) => spacing),
  );

const named = ({ marks }: Label, { name }: LabelDefinition): readonly Mark[] => marks.filter((mark) => mark.name === name);

type Compared = {
  /** Computed when it is asked for: resampling takes longest. */
  readonly statistics: () => PairAgreement['statistics'];
  readonly differ: readonly { readonly image: ReadImage; readonly words: string; readonly size: number }[];
};

function compared(both: readonly Drawn[], definition: LabelDefinition): Compared {
  if (definition.kind === 'box') return comparedBoxes(both, definition);
  if (definition.kind === 'point') return comparedPoints(both, definition);
  const overlaps = both.map(({ first, second }) =>
    definition.kind === 'interval' ? framesOverlap(first, second) : regionOverlap(first, second),
  );
  const statistics = () => {
    const { dice, iou } = segmentationMetrics(overlaps, patientsOf(both));
    return { dice, iou };
  };
  const differ = both.flatMap(({ image }, index) => {
    const overlap = overlaps[index];
    if (overlap === undefined || overlap.found + overlap.marked === 0 || diceOf(overlap) >= (definition.overlap ?? leastDice)) return [];
    const words =
      overlap.found * overlap.marked === 0 ? 'differ in whether it is there' : `overlap by Dice ${diceOf(overlap).toFixed(2)} only`;
    return [{ image, words, size: 1 - diceOf(overlap) }];
  });
  return { statistics, differ };
}

const patientsOf = (both: readonly Drawn[]): readonly string[] => both.map(({ image }) => image.patient);

/** Pixels over all frames and instances. */
function regionOverlap(first: readonly Mark[], second: readonly Mark[]): Overlap {
  const places = [...new Set([...first, ...second].map(placeOf))];
  const at = (marks: readonly Mark[], place: string) => pixelsOfMarks(marks.filter(isAreaMark).filter((mark) => placeOf(mark) === place));
  return addOverlaps(
    places.map((place) => {
      const [a, b] = [at(first, place), at(second, place)];
      return { found: countPixels(a), marked: countPixels(b), both: countPixels(sharedRuns(a, b)) };
    }),
  );
}

const addOverlaps = (overlaps: readonly Overlap[]): Overlap =>
  overlaps.reduce((sum, { found, marked, both }) => ({ found: sum.found + found, marked: sum.marked + marked, both: sum.both + both }), {
    found: 0,
    marked: 0,
    both: 0,
  });

function framesOverlap(first: readonly Mark[], second: readonly Mark[]): Overlap {
  const frames = (marks: readonly Mark[]): ReadonlySet<string> =>
    new Set(
      marks.flatMap((mark) =>
        mark.kind === 'interval'
          ? Array.from({ length: mark.last - mark.first + 1 }, (_, index) => `${mark.instance ?? ''}\n${mark.first + index}`)
          : [],
      ),
    );
  const [a, b] = [frames(first), frames(second)];
  return { found: a.size, marked: b.size, both: [...a].filter((frame) => b.has(frame)).length };
}

/** How many boxes of both readers have a partner, the pairs that overlap most first; and the overlap of each pair. */
function pairBoxes(first: readonly Mark[], second: readonly Mark[], least: number): readonly number[] {
  const boxes = (marks: readonly Mark[]): readonly BoxMark[] => marks.filter((mark) => mark.kind === 'box');
  const candidates = boxes(first)
    .flatMap((a) => boxes(second).map((b) => ({ a, b, overlap: placeOf(a) === placeOf(b) ? boxOverlap(a, b) : 0 })))
    .filter(({ overlap }) => overlap >= least)
    .toSorted((left, right) => right.overlap - left.overlap);
  const taken = new Set<BoxMark>();
  return candidates.flatMap(({ a, b, overlap }) => {
    if (taken.has(a) || taken.has(b)) return [];
    taken.add(a).add(b);
    return [overlap];
  });
}

function comparedBoxes(both: readonly Drawn[], { overlap: least = leastBoxOverlap }: LabelDefinition): Compared {
  const counted = both.map(({ image, first, second }) => ({
    image,
    paired: pairBoxes(first, second, least),
    drawn: first.length + second.length,
  }));
  const patients = patientsOf(both);
  const share = (
    images: readonly number[],
    of: (entry: (typeof counted)[number]) => number,
    by: (entry: (typeof counted)[number]) => number,
  ) => images.reduce((sum, at) => sum + valueAt(counted, at, of), 0) / images.reduce((sum, at) => sum + valueAt(counted, at, by), 0);
  const estimate = (exists: boolean, why: string, statistic: (images: readonly number[]) => number): Estimate | Undefined =>
    exists ? bootstrapEstimate(patients, statistic, '') : { undefined: why };
  const statistics = () => ({
    boxes_agreed: estimate(
      counted.some(({ drawn }) => drawn > 0),
      'Neither reader drew a box.',
      (images) =>
        share(
          images,
          ({ paired }) => 2 * paired.length,
          ({ drawn }) => drawn,
        ),
    ),
    iou_of_agreed: estimate(
      counted.some(({ paired }) => paired.length > 0),
      `No two boxes overlap by ${least}.`,
      (images) =>
        share(
          images,
          ({ paired }) => paired.reduce((sum, overlap) => sum + overlap, 0),
          ({ paired }) => paired.length,
        ),
    ),
  });
  const differ = counted.flatMap(({ image, paired, drawn }) => {
    const alone = drawn - 2 * paired.length;
    return alone === 0 ? [] : [{ image, words: `differ in ${alone} of ${drawn} boxes`, size: alone / drawn }];
  });
  return { statistics, differ };
}

function valueAt<T>(entries: readonly T[], at: number, of: (entry: T) => number): number {
  const entry = entries[at];
  return entry === undefined ? 0 : of(entry);
}

/** Images on which both have exactly one point. */
function comparedPoints(both: readonly Drawn[], { tolerance = Number.POSITIVE_INFINITY }: LabelDefinition): Compared {
  const { unit, inPixels } = unitOfPoints(both.map(({ image }) => image));
  const apart = both.flatMap(({ image, first: [a, more], second: [b, others] }) => {
    if (a?.kind !== 'point' || b?.kind !== 'point' || more !== undefined || others !== undefined || placeOf(a) !== placeOf(b)) return [];
    const spacing: Spacing | null = inPixels ? null : image.spacing;
    return [{ image, mm: distance(a.at, b.at, spacing) }];
  });
  const differ = both.flatMap(({ image, first, second }) => {
    const far = apart.find((entry) => entry.image === image);
    if (far !== undefined)
      return far.mm > tolerance ? [{ image, words: `are ${far.mm.toFixed(1)} ${unit} apart`, size: sizeBeyond(far.mm, tolerance) }] : [];
    return first.length + second.length === 0 ? [] : [{ image, words: 'differ in how many there are, or on which frame', size: 1 }];
  });
  const mean = (images: readonly number[]): number => images.reduce((sum, at) => sum + (apart[at]?.mm ?? 0), 0) / images.length;
  const patients = apart.map(({ image }) => image.patient);
  const statistics = () => ({
    mean_distance: apart.length === 0 ? { undefined: 'On no image have both readers one point.' } : bootstrapEstimate(patients, mean, unit),
  });
  return { statistics, differ };
}
