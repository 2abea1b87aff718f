import { sharedRuns } from '../label/combineRuns';
import type { BoxMark, Mark } from '../label/label';
import { countPixels } from '../label/maskRuns';
import { short } from '../label/measureText';
import { type AreaMark, isAreaMark } from '../label/overlapOfMarks';
import { pixelsOfMarks } from '../label/pixelsOfMark';
import { hitOverlap, matchBoxes } from '../statistics/detection';
import type { FindingWords } from './findingWords';

type Words = Pick<FindingWords, 'said' | 'against'>;

const isBox = (mark: Mark): mark is BoxMark => mark.kind === 'box';

/** Marks of which a run says less than this, 0 to 1, are left out; one without a score is sure. */
export const surerThan = (marks: readonly Mark[], threshold: number): readonly Mark[] =>
  marks.filter(({ score }) => (score ?? 1) >= threshold);

/** Marks by the frame that they lie on. */
function places(marks: readonly Mark[]): ReadonlyMap<string, readonly Mark[]> {
  const found = new Map<string, readonly Mark[]>();
  for (const mark of marks) {
    const place = `${mark.instance ?? ''} ${mark.frame ?? 0}`;
    found.set(place, [...(found.get(place) ?? []), mark]);
  }
  return found;
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count === 0 ? 'no' : count} ${count === 1 ? one : many}`;

/** Boxes that a run found, from a score on, against the labelled ones (null where there is no label): hits overlap by at least one half, each once. */
export function boxWords(found: readonly Mark[], labelled: readonly Mark[] | null, threshold: number): Words {
  const all = found.filter(isBox);
  const sure = surerThan(all, threshold).filter(isBox);
  const best = all.reduce<number | null>((most, { score }) => (score === undefined ? most : Math.max(most ?? 0, score)), null);
  const said = `${counted(sure.length, 'box', 'boxes')}${best === null ? '' : `, highest score ${best.toFixed(2)}`}`;
  if (labelled === null) return { said, against: '' };
  const marked = labelled.filter(isBox);
  const [ours, theirs] = [places(sure), places(marked)];
  const { ranked } = matchBoxes(
    [...new Set([...ours.keys(), ...theirs.keys()])].map((place) => ({
      found: (ours.get(place) ?? []).filter(isBox).map((box) => ({ ...box, score: box.score ?? 1 })),
      marked: (theirs.get(place) ?? []).filter(isBox),
    })),
  );
  const hits = ranked.filter(({ hit }) => hit).length;
  const wrong = ranked.length - hits;
  const hitWords =
    marked.length === 0 ? 'the label has no box' : `${hits} of ${counted(marked.length, 'labelled box', 'labelled boxes')} found`;
  return { said, against: `${hitWords}, ${wrong} false (IoU ${hitOverlap} or more counts as found)` };
}

/** The area that a run found against the labelled one (null where there is no label); `share` is the part of the image that it takes, 0 to 1. */
export function areaWords(found: readonly Mark[], labelled: readonly Mark[] | null, share: number | null): Words {
  const marks = found.filter(isAreaMark);
  const part = share === null ? '' : `, ${short(share * 100)} % of the image`;
  const said = marks.length === 0 ? 'nothing found' : `${counted(marks.length, 'area')}${part}`;
  if (labelled === null) return { said, against: '' };
  const regions = labelled.filter((mark): mark is AreaMark => isAreaMark(mark) && !isBox(mark));
  if (regions.length === 0) return { said, against: 'the label has no area' };
  return { said, against: `Dice ${diceOfPlaces(marks, regions).toFixed(3)} against the label` };
}

function diceOfPlaces(found: readonly AreaMark[], labelled: readonly AreaMark[]): number {
  const [ours, theirs] = [places(found), places(labelled)];
  const sum = { found: 0, marked: 0, both: 0 };
  for (const place of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours, theirs].map((marks) => pixelsOfMarks((marks.get(place) ?? []).filter(isAreaMark)));
    if (a === undefined || b === undefined) continue;
    sum.found += countPixels(a);
    sum.marked += countPixels(b);
    sum.both += countPixels(sharedRuns(a, b));
  }
  // Not by core/statistics/segmentation: that brings a library of distributions into the page.
  return (2 * sum.both) / (sum.found + sum.marked);
}
