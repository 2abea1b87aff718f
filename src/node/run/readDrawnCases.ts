import { join } from 'node:path';
import type { Case, CaseTable } from '../../core/experiment/caseTable';
import { chooseTarget } from '../../core/experiment/chooseTarget';
import { identityAffine } from '../../core/image/affine';
import type { Size } from '../../core/image/resize';
import type { ScoredBox } from '../../core/label/box';
import { sharedRuns } from '../../core/label/combineRuns';
import type { Label, Mark } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { countPixels, runsOfBitmap } from '../../core/label/maskRuns';
import { drawRegion } from '../../core/network/targets/drawRegion';
import { labelFile, predictedLabelFile, runFolder } from '../../core/project/layout';
import type { ImageBoxes } from '../../core/statistics/detection';
import type { Overlap } from '../../core/statistics/segmentation';
import { mapBounded } from '../dataset/mapBounded';
import { readIfThere } from '../dataset/readIfThere';
import { readProtocol } from '../project/readProtocol';

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

/** How far the share of a mask may be from what training wrote down (seven digits) and still be the same label. */
const sameShare = 1e-6;

type Read = Pick<Case, 'boxes' | 'overlap'> | 'no label' | 'changed';
type Drawn = { readonly cases: readonly Case[]; readonly notes: readonly string[] };

/** Adds to cases of boxes or masks what is marked in the label and what the run found; those whose label is gone or has changed are left out. */
export async function readDrawnCases(
  root: string,
  table: Pick<CaseTable, 'run' | 'task' | 'target' | 'reader'>,
  cases: readonly Case[],
): Promise<Drawn> {
  const { run, task, target, reader } = table;
  const { marks } = chooseTarget(target, await readProtocol(root));
  const read = await mapBounded(
    cases,
    async (one): Promise<Read> => {
      const label = await labelAt(root, labelFile(reader, one.image));
      if (label === null || marks === null) return 'no label';
      const said = await labelAt(root, `${runFolder(run)}/${predictedLabelFile(one.image)}`);
      return task === 'detection' ? boxesOf(one, marks(label), said?.marks ?? []) : overlapOf(one, marks(label), said?.marks ?? []);
    },
    undefined,
    atOnce,
  );
  const kept = cases.flatMap((one, at): readonly Case[] => {
    const found = read[at];
    return found === undefined || typeof found === 'string' ? [] : [{ ...one, ...found }];
  });
  return { cases: kept, notes: notesOf(read, task) };
}

async function labelAt(root: string, file: string): Promise<Label | null> {
  const text = await readIfThere(join(root, file));
  return text === null ? null : parseLabel(text, file);
}

function boxesOf({ label }: Case, marked: readonly Mark[], said: readonly Mark[]): Read {
  if (marked.length !== label) return 'changed';
  const boxes: ImageBoxes = {
    marked: marked.filter((mark) => mark.kind === 'box'),
    found: said.flatMap((mark): readonly ScoredBox[] =>
      mark.kind === 'box' ? [{ from: mark.from, to: mark.to, score: mark.score ?? 0 }] : [],
    ),
  };
  return { boxes };
}

function overlapOf({ row, label }: Case, marked: readonly Mark[], said: readonly Mark[]): Read {
  if (row === undefined || row.rows === null || row.columns === null) return 'no label';
  const size: Size = { rows: row.rows, columns: row.columns };
  const runsOf = (marks: readonly Mark[]) => runsOfBitmap(drawRegion(marks, identityAffine, size), size);
  const [of, by] = [runsOf(marked), runsOf(said)];
  const overlap: Overlap = { found: countPixels(by), marked: countPixels(of), both: countPixels(sharedRuns(of, by)) };
  const isSame = Math.abs(overlap.marked / (size.rows * size.columns) - Number(label)) <= sameShare;
  return isSame ? { overlap } : 'changed';
}

function notesOf(read: readonly Read[], task: CaseTable['task']): readonly string[] {
  const count = (what: Read): number => read.filter((one) => one === what).length;
  const [lost, changed] = [count('no label'), count('changed')];
  const images = (n: number): string => (n === 1 ? '1 image is' : `${n} images are`);
  return [
    ...(lost === 0 ? [] : [`${images(lost)} left out: the label or the image's size is not here any more.`]),
    ...(changed === 0 ? [] : [`${images(changed)} left out: the label has changed since the run.`]),
    ...(task === 'detection' ? ['A run keeps the boxes from its own threshold on: less sure ones are in its metrics, but not here.'] : []),
  ];
}
