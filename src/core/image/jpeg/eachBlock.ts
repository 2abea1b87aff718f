import type { BitReader } from './bitReader';
import type { JpegFrame, JpegScan } from './jpegHeader';
import { type JpegPlane, unitsOf } from './jpegPlane';

/** Decodes block (`row`, `column`) of the scan's component number `place`, whose plane is at hand. */
export type BlockVisitor = (plane: JpegPlane, place: number, row: number, column: number) => void;

/** Visits the blocks of a scan in the order of its data (T.81 A.2), with its restarts, before each of which `reset` is called. */
export function eachBlock(
  frame: JpegFrame,
  scan: JpegScan,
  planes: readonly JpegPlane[],
  restartInterval: number,
  bits: BitReader,
  visit: BlockVisitor,
  reset: () => void,
): void {
  const chosen = scan.components.flatMap(({ index }) => planes[index] ?? []);
  const [only] = chosen;
  const single = chosen.length === 1 && only !== undefined;
  const across = single ? Math.ceil(only.columns / 8) : unitsOf(frame).across;
  const down = single ? Math.ceil(only.rows / 8) : unitsOf(frame).down;
  let unit = 0;
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
        bits.restart();
        reset();
      }
      unit += 1;
      if (single) visit(only, 0, row, column);
      else for (let place = 0; place < chosen.length; place += 1) visitUnit(chosen[place] ?? only, place, row, column, visit);
    }
    bits.check();
  }
}

function visitUnit(plane: JpegPlane | undefined, place: number, row: number, column: number, visit: BlockVisitor): void {
  if (plane === undefined) return;
  const { h, v } = plane.component;
  for (let y = 0; y < v; y += 1) for (let x = 0; x < h; x += 1) visit(plane, place, row * v + y, column * h + x);
}
