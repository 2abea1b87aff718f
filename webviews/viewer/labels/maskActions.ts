import { joinRuns, sharedRuns } from '../../../src/core/label/combineRuns';
import { growMask } from '../../../src/core/label/growMask';
import { interpolateSlices } from '../../../src/core/label/interpolateSlices';
import type { BoxMark, OutlineMark } from '../../../src/core/label/label';
import { setSlices } from '../../../src/core/label/maskEdits';
import { fillHoles, fillHolesOfSlices, largestPart, largestPartOfSlices } from '../../../src/core/label/maskParts';
import { emptyRuns, type MaskRuns } from '../../../src/core/label/maskRuns';
import { pixelsInRange } from '../../../src/core/label/pixelsInRange';
import { pixelsOfMark } from '../../../src/core/label/pixelsOfMark';
import type { SliceMasks } from '../../../src/core/label/sliceMasks';
import { cross3, dot3, unit3 } from '../../../src/core/volume/vector3';
import { liesOn } from './markPlace';
import { type MaskBoard, pictureSize } from './maskBoard';
import { stackPlanes, stackValues } from './stackSlices';

/** What is done to the mask that is painted at a press of a button; each is one step. */
export type MaskActions = Readonly<Record<MaskAction, () => void>>;

export type MaskAction =
  | 'fillHoles'
  | 'largestPart'
  | 'grow'
  | 'shrink'
  | 'clear'
  | 'fillMark'
  | 'interpolate'
  | 'fillVolume'
  | 'largestOfVolume'
  | 'clearVolume';

export function maskActions(board: MaskBoard): MaskActions {
  const onSlice = (words: string, change: (mask: MaskRuns) => MaskRuns) => () =>
    apply(board, words, (masks) => new Map([[board.slice, change(masks.get(board.slice) ?? emptyRuns)]]));
  const onAll = (words: string, change: (masks: SliceMasks) => SliceMasks) => () => apply(board, words, change);
  const grown = (by: number) => (mask: MaskRuns) => {
    const size = pictureSize(board.viewer.shown);
    return size === null ? mask : growMask(mask, by * Math.min(...board.pixel), size, board.pixel);
  };
  return {
    fillHoles: onSlice('Fill Holes', fillHoles),
    largestPart: onSlice('Keep Largest Part', largestPart),
    grow: onSlice('Grow Mask', grown(1)),
    shrink: onSlice('Shrink Mask', grown(-1)),
    clear: onSlice('Clear Slice', () => emptyRuns),
    fillMark: onSlice('Fill Outline', (mask) => joinRuns(mask, markedPixels(board))),
    interpolate: onAll('Interpolate Slices', (masks) => interpolated(board, masks)),
    fillVolume: onAll('Fill Hollows', fillHolesOfSlices),
    largestOfVolume: onAll('Keep Largest Part', (masks) => withEmpty(masks, largestPartOfSlices(masks))),
    clearVolume: onAll('Clear Mask', (masks) => withEmpty(masks, new Map())),
  };
}

/** Sets the slices that `change` gives of the painted name's masks. */
function apply(board: MaskBoard, words: string, change: (masks: SliceMasks) => SliceMasks): void {
  const definition = board.painted;
  if (definition === null) return;
  const target = board.target(definition.name);
  board.model.step(words, setSlices(board.model.label, target, change(board.masksOf(definition.name))));
}

/** Slices that lose all their pixels are named, too. */
const withEmpty = (before: SliceMasks, after: SliceMasks): SliceMasks =>
  new Map([...before.keys()].map((slice) => [slice, after.get(slice) ?? emptyRuns]));

function interpolated(board: MaskBoard, masks: SliceMasks): SliceMasks {
  const size = pictureSize(board.viewer.shown);
  if (size === null) return new Map();
  const planes = stackPlanes(board.viewer);
  const first = planes.find((plane) => plane !== null);
  const normal = first == null ? null : unit3(cross3(first.right, first.down));
  const isKnown = normal !== null && planes.every((plane) => plane !== null);
  const positions = planes.map((plane, slice) => (isKnown && plane !== null ? dot3(plane.origin, normal) : slice));
  return interpolateSlices(masks, { size, pixel: board.pixel, positions });
}

/** The selected box or outline on the shown slice; null where none is. */
export function selectedRegion({ model, places, slice }: MaskBoard): BoxMark | OutlineMark | null {
  const { label, selected } = model.shown;
  const mark = label.marks.find(({ id }) => id === selected);
  return (mark?.kind === 'box' || mark?.kind === 'outline') && liesOn(mark, places[slice] ?? {}) ? mark : null;
}

/** The pixels of the selected box or outline that are in the brush's range. */
function markedPixels(board: MaskBoard): MaskRuns {
  const region = selectedRegion(board);
  const size = pictureSize(board.viewer.shown);
  if (region === null || size === null) return emptyRuns;
  const pixels = within(pixelsOfMark(region), size);
  const { range } = board.brush;
  const values = range === null ? null : stackValues(board.viewer).now(board.slice);
  return range === null || values === null ? pixels : pixelsInRange(pixels, values, range.low, range.high);
}

/** A mark may reach over the picture's edge, a mask not. */
const within = (mask: MaskRuns, size: { readonly rows: number; readonly columns: number }): MaskRuns =>
  sharedRuns(mask, { firstRow: 0, rows: Array.from({ length: size.rows }, () => [0, size.columns]) });
