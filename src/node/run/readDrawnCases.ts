import { join } from 'node:path';
import { boxTableFile, parseBoxTable } from '../../core/experiment/boxTable';
import type { Case, CaseTable } from '../../core/experiment/caseTable';
import { chooseTarget } from '../../core/experiment/chooseTarget';
import { borderTolerance } from '../../core/experiment/reportDrawn';
import { identityAffine } from '../../core/image/affine';
import type { Size } from '../../core/image/resize';
import type { ScoredBox } from '../../core/label/box';
import { sharedRuns } from '../../core/label/combineRuns';
import type { Label, Mark } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { countPixels, runsOfBitmap } from '../../core/label/maskRuns';
import { spacingOf } from '../../core/label/spacingOf';
import { drawRegion } from '../../core/network/targets/drawRegion';
import { labelFile, predictedLabelFile, runFolder } from '../../core/project/layout';
import type { ImageBoxes } from '../../core/statistics/detection';
import type { Overlap } from '../../core/statistics/segmentation';
import { surfaceDistances } from '../../core/statistics/surfaceDistances';
import { mapBounded } from '../dataset/mapBounded';
import { readIfThere } from '../dataset/readIfThere';
import { readProtocol } from '../project/readProtocol';

/** Files read together: each waits for the disk, not for the processor. */
const atOnce = 16;

/** How far the share of a mask may be from what training wrote down (seven digits) and still be the same label. */
const sameShare = 1e-6;

type Read = Pick<Case, 'boxes' | 'ranked' | 'overlap' | 'distances'> | 'no label' | 'changed';
type Drawn = { readonly cases: readonly Case[]; readonly notes: readonly string[] };

/** Adds to cases of boxes or masks what is marked in the label and what the run found; those whose label is gone or has changed are left out. */
export async function readDrawnCases(
  root: string,
  table: Pick<CaseTable, 'run' | 'task' | 'target' | 'reader'>,
  cases: readonly Case[],
): Promise<Drawn> {
  const { run, task, target, reader } = table;
  const { marks } = chooseTarget(target, await readProtocol(root));
  const kept = task === 'detection' ? await readIfThere(join(root, runFolder(run), boxTableFile)) : null;
  const ranked = kept === null ? null : parseBoxTable(kept);
  const read = await mapBounded(
    cases,
    async (one): Promise<Read> => {
      const label = await labelAt(root, labelFile(reader, one.image));
      if (label === null || marks === null) return 'no label';
      const said = await labelAt(root, `${runFolder(run)}/${predictedLabelFile(one.image)}`);
      if (task !== 'detection') return overlapOf(one, marks(label), said?.marks ?? []);
      const all = ranked === null ? {} : { ranked: ranked.get(one.image) ?? [] };
      const boxes = boxesOf(one, marks(label), said?.marks ?? []);
      return typeof boxes === 'string' ? boxes : { ...boxes, ...all };
    },
    undefined,
    atOnce,
  );
  const judged = cases.flatMap((one, at): readonly Case[] => {
    const found = read[at];
    return found === undefined || typeof found === 'string' ? [] : [{ ...one, ...found }];
  });
  return { cases: judged, notes: notesOf(read, task === 'detection' && ranked === null) };
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
  const [ours, theirs] = [drawRegion(said, identityAffine, size), drawRegion(marked, identityAffine, size)];
  const [of, by] = [runsOfBitmap(theirs, size), runsOfBitmap(ours, size)];
  const overlap: Overlap = { found: countPixels(by), marked: countPixels(of), both: countPixels(sharedRuns(of, by)) };
  const isSame = Math.abs(overlap.marked / (size.rows * size.columns) - Number(label)) <= sameShare;
  if (!isSame) return 'changed';
  const spacing = spacingOf(row);
  const distances = surfaceDistances(ours, theirs, size, spacing?.mm ?? [1, 1], borderTolerance);
  return { overlap, distances: { unit: spacing === null ? 'pixels' : 'mm', of: distances } };
}

function notesOf(read: readonly Read[], isCut: boolean): readonly string[] {
  const count = (what: Read): number => read.filter((one) => one === what).length;
  const [lost, changed] = [count('no label'), count('changed')];
  const images = (n: number): string => (n === 1 ? '1 image is' : `${n} images are`);
  return [
    ...(lost === 0 ? [] : [`${images(lost)} left out: the label or the image's size is not here any more.`]),
    ...(changed === 0 ? [] : [`${images(changed)} left out: the label has changed since the run.`]),
    ...(isCut
      ? [
          'This run is from before RadSteps kept all boxes: those below its threshold are in its metrics, but not here, so that curves end early.',
        ]
      : []),
  ];
}
