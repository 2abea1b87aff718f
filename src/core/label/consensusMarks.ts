import { boxOverlap } from './box';
import { leastBoxOverlap } from './drawnAgreement';
import type { BoxMark, Mark, PixelPoint, PointMark } from './label';
import { formatRuns } from './maskRuns';
import { isAreaMark } from './overlapOfMarks';
import { pixelsOfMarks } from './pixelsOfMark';
import { placeOf } from './placeOf';
import type { LabelDefinition } from './protocol';
import { votedRuns } from './votedRuns';

/** A mark that no file has yet: its id is made when it is put into a label. */
export type NewMark = Mark extends infer M ? (M extends Mark ? Omit<M, 'id'> : never) : never;

export type DecidedMarks = { readonly marks: readonly NewMark[] } | { readonly undecided: string };

/**
 * What readers' marks of one name come to: pixels that more than half of them marked (as masks), boxes that more than half drew (corners
 * averaged), frames that more than half chose, or the mean of one point each. A reader without a mark says that there is none.
 */
export function consensusMarks(definition: LabelDefinition, drawn: readonly (readonly Mark[])[]): DecidedMarks {
  switch (definition.kind) {
    case 'outline':
    case 'mask':
      return { marks: votedRegions(definition, drawn) };
    case 'box':
      return { marks: votedBoxes(definition, drawn) };
    case 'interval':
      return { marks: votedIntervals(definition, drawn) };
    case 'point':
      return meanPoint(definition, drawn);
    default:
      return { undecided: 'a length or an angle can only be taken from one reader' };
  }
}

const half = (readers: number): number => Math.floor(readers / 2) + 1;

/** Instance and frame of a mark, as far as it has them. */
const placedAt = ({ instance, frame }: Mark) => ({
  ...(instance === undefined ? {} : { instance }),
  ...(frame === undefined ? {} : { frame }),
});

function votedRegions({ name }: LabelDefinition, drawn: readonly (readonly Mark[])[]): readonly NewMark[] {
  const object = drawn.flat().find((mark) => mark.object !== undefined)?.object;
  const places = new Map(drawn.flat().map((mark) => [placeOf(mark), placedAt(mark)]));
  return [...places].flatMap(([place, where]) => {
    const masks = drawn.map((marks) => pixelsOfMarks(marks.filter(isAreaMark).filter((mark) => placeOf(mark) === place)));
    const runs = formatRuns(votedRuns(masks, half(drawn.length)));
    if (runs === '') return [];
    return [{ name, ...where, ...(object === undefined ? {} : { object }), kind: 'mask', runs }];
  });
}

function votedBoxes({ name, overlap = leastBoxOverlap }: LabelDefinition, drawn: readonly (readonly Mark[])[]): readonly NewMark[] {
  const groups: BoxMark[][] = [];
  for (const marks of drawn) {
    const free = new Set(groups);
    for (const box of marks.filter((mark) => mark.kind === 'box')) {
      const [best] = [...free]
        .map((group) => ({ group, shared: sharedWith(group, box) }))
        .filter(({ shared }) => shared >= overlap)
        .toSorted((a, b) => b.shared - a.shared);
      if (best === undefined) groups.push([box]);
      else {
        best.group.push(box);
        free.delete(best.group);
      }
    }
  }
  return groups
    .filter((group) => group.length >= half(drawn.length))
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        { name, ...placedAt(first), kind: 'box', from: meanOf(group.map(({ from }) => from)), to: meanOf(group.map(({ to }) => to)) },
      ];
    });
}

const sharedWith = ([first]: readonly BoxMark[], box: BoxMark): number =>
  first === undefined || placeOf(first) !== placeOf(box) ? 0 : boxOverlap(first, box);

const meanOf = (points: readonly PixelPoint[]): PixelPoint => [mean(points.map(([column]) => column)), mean(points.map(([, row]) => row))];

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function votedIntervals({ name }: LabelDefinition, drawn: readonly (readonly Mark[])[]): readonly NewMark[] {
  const intervals = drawn.map((marks) => marks.filter((mark) => mark.kind === 'interval'));
  const instances = [...new Set(intervals.flat().map(({ instance }) => instance))];
  return instances.flatMap((instance) => {
    const chosen = intervals.map((marks) => marks.filter((mark) => mark.instance === instance));
    const last = Math.max(...chosen.flat().map((mark) => mark.last));
    const has = (frame: number): boolean =>
      chosen.filter((marks) => marks.some((mark) => mark.first <= frame && frame <= mark.last)).length >= half(drawn.length);
    const frames = Array.from({ length: last + 1 }, (_, frame) => frame).filter(has);
    const starts = frames.filter((frame) => !has(frame - 1));
    const ends = frames.filter((frame) => !has(frame + 1));
    return starts.map((first, index) => ({
      name,
      ...(instance === undefined ? {} : { instance }),
      kind: 'interval' as const,
      first,
      last: ends[index] ?? first,
    }));
  });
}

function meanPoint({ name }: LabelDefinition, drawn: readonly (readonly Mark[])[]): DecidedMarks {
  const points = drawn.map((marks) => marks.filter((mark) => mark.kind === 'point'));
  if (points.every((marks) => marks.length === 0)) return { marks: [] };
  const single = points
    .map(([point, more]) => (more === undefined ? point : undefined))
    .filter((point): point is PointMark => point !== undefined);
  const [first] = single;
  if (first === undefined || single.length < drawn.length || single.some((point) => placeOf(point) !== placeOf(first)))
    return { undecided: 'not every reader has exactly one point, on the same frame' };
  return { marks: [{ name, ...placedAt(first), kind: 'point', at: meanOf(single.map(({ at }) => at)) }] };
}
