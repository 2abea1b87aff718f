import type { MaskRuns } from '../../../src/core/label/maskRuns';
import { type GreyValues, pixelsInRange } from '../../../src/core/label/pixelsInRange';
import { joinSlices, type SliceMasks } from '../../../src/core/label/sliceMasks';
import type { MaskBoard } from './maskBoard';

/** The values of slices, for a brush that paints a range of them only; null where they are not at hand, or in colour. */
export type SliceValues = {
  readonly now: (slice: number) => GreyValues | null;
  readonly load: (slice: number) => Promise<GreyValues | null>;
};

/** What a stroke needs of the board. */
type StrokeBoard = Pick<MaskBoard, 'brush' | 'showStroke' | 'finishStroke'>;

/** One stroke from pointer down to pointer up: shown at once, and one step of the label at its end. */
export class MaskStroke {
  readonly #board: StrokeBoard;
  readonly #name: string;
  readonly #isErasing: boolean;
  readonly #values: SliceValues;
  readonly #range: { readonly low: number; readonly high: number } | null;
  #masks: SliceMasks = new Map();
  /** What is painted on slices whose values are not at hand yet. */
  #waiting: SliceMasks = new Map();

  constructor(board: StrokeBoard, name: string, isErasing: boolean, values: SliceValues) {
    this.#board = board;
    this.#name = name;
    this.#isErasing = isErasing;
    this.#values = values;
    this.#range = isErasing ? null : board.brush.range;
  }

  /** Goes on by what a part of the way covers. */
  add(part: SliceMasks): void {
    const limited = new Map<number, MaskRuns>();
    const waiting = new Map<number, MaskRuns>();
    for (const [slice, mask] of part) {
      const values = this.#range === null ? null : this.#values.now(slice);
      if (this.#range === null) limited.set(slice, mask);
      else if (values === null) waiting.set(slice, mask);
      else limited.set(slice, pixelsInRange(mask, values, this.#range.low, this.#range.high));
    }
    this.#waiting = joinSlices(this.#waiting, waiting);
    this.#masks = joinSlices(this.#masks, limited);
    this.#board.showStroke(this.#stroke);
  }

  /** Makes the step; slices whose values are still to be read are waited for. */
  async finish(): Promise<void> {
    const range = this.#range;
    if (range !== null && this.#waiting.size > 0) {
      const read = [...this.#waiting].map(async ([slice, mask]): Promise<readonly [number, MaskRuns] | null> => {
        const values = await this.#values.load(slice);
        return values === null ? null : [slice, pixelsInRange(mask, values, range.low, range.high)];
      });
      this.#masks = joinSlices(this.#masks, new Map((await Promise.all(read)).filter((entry) => entry !== null)));
    }
    this.#board.finishStroke(this.#stroke);
  }

  get #stroke() {
    return { by: this, name: this.#name, isErasing: this.#isErasing, masks: this.#masks };
  }
}
