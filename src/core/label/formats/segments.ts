import { joinRuns } from '../combineRuns';
import type { Label } from '../label';
import { countPixels, emptyRuns, type MaskRuns } from '../maskRuns';
import { isAreaMark } from '../overlapOfMarks';
import { pixelsOfMark } from '../pixelsOfMark';
import { withoutProposals } from '../proposals';
import type { LabelDefinition, Protocol } from '../protocol';
import { type FramePlace, placeOfMark, type SourceImage } from './sourceImage';

/** The pixels of one thing on the frames that it shows on, in the order of the frames. */
export type Segment = {
  readonly definition: LabelDefinition;
  /** What tells it from others of its name: the marks' object, or the mark. */
  readonly id: string;
  readonly frames: readonly (FramePlace & { readonly runs: MaskRuns })[];
};

/** The things that a label's masks and outlines draw, in the protocol's order; `left` marks are none, or lie on no frame of the image. */
export function segmentsOf(
  label: Label,
  { labels }: Protocol,
  source: SourceImage,
): { readonly segments: readonly Segment[]; readonly left: number } {
  const found = new Map<string, { definition: LabelDefinition; id: string; frames: Map<string, Segment['frames'][number]> }>();
  let left = 0;
  for (const mark of withoutProposals(label).marks) {
    const definition = labels.find(({ name }) => name === mark.name);
    const place = placeOfMark(source, mark);
    const runs = isAreaMark(mark) && mark.kind !== 'box' && place !== null ? withinFrame(pixelsOfMark(mark), source, place) : emptyRuns;
    if (definition === undefined || place === null || runs.rows.length === 0) {
      left += 1;
      continue;
    }
    const id = mark.object ?? mark.id;
    const key = JSON.stringify([mark.name, mark.object === undefined ? 'mark' : 'object', id]);
    const segment = found.get(key) ?? { definition, id, frames: new Map() };
    found.set(key, segment);
    const at = `${place.file}|${place.frame}`;
    segment.frames.set(at, { ...place, runs: joinRuns(segment.frames.get(at)?.runs ?? emptyRuns, runs) });
  }
  const order = ({ definition }: { readonly definition: LabelDefinition }): number => labels.indexOf(definition);
  const segments = [...found.values()]
    .toSorted((a, b) => order(a) - order(b))
    .map(({ frames, ...rest }) => ({ ...rest, frames: [...frames.values()].toSorted((a, b) => a.file - b.file || a.frame - b.frame) }));
  return { segments, left };
}

/** What of a mask lies within its frame. */
function withinFrame(mask: MaskRuns, { instances }: SourceImage, { file }: FramePlace): MaskRuns {
  const { rows = 0, columns = 0 } = instances[file] ?? {};
  const kept = mask.rows.slice(0, Math.max(0, rows - mask.firstRow)).map((row) => cutRow(row, columns));
  const [first, last] = [kept.findIndex((row) => row.length > 0), kept.findLastIndex((row) => row.length > 0)];
  return first < 0 ? emptyRuns : { firstRow: mask.firstRow + first, rows: kept.slice(first, last + 1) };
}

function cutRow(row: readonly number[], columns: number): readonly number[] {
  const cut: number[] = [];
  for (let at = 0; at < row.length; at += 2) {
    const [from = 0, length = 0] = [row[at], row[at + 1]];
    if (from < columns) cut.push(from, Math.min(length, columns - from));
  }
  return cut;
}

/** True where two things share a pixel. */
export function segmentsOverlap(segments: readonly Segment[]): boolean {
  const sofar = new Map<string, MaskRuns>();
  for (const { file, frame, runs } of segments.flatMap(({ frames }) => frames)) {
    const before = sofar.get(`${file}|${frame}`) ?? emptyRuns;
    const joined = joinRuns(before, runs);
    if (countPixels(joined) < countPixels(before) + countPixels(runs)) return true;
    sofar.set(`${file}|${frame}`, joined);
  }
  return false;
}
