import type { Reach } from '../../../src/core/label/hitMark';
import type { PixelPoint } from '../../../src/core/label/label';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import type { Viewer } from '../viewer';
import type { LabelModel } from './labelModel';
import type { MarkPlace } from './markPlace';

/** What a tool works with. Points are continuous pixels of the shown frame, column then row. */
export type ToolGiven = {
  readonly viewer: Viewer;
  readonly model: LabelModel;
  /** The frame that is shown, as marks name it. */
  readonly place: () => MarkPlace;
  readonly toCanvas: (point: PixelPoint) => readonly [x: number, y: number];
  /** A point as marks hold it: within the picture, and rounded to what a screen can show. */
  readonly markPoint: (point: PixelPoint) => PixelPoint;
  /** What is near on the screen: within so many pixels of it. */
  readonly reach: (screenPixels: number) => Reach;
  /** Draws the marks and the tool's own picture soon. */
  readonly redraw: () => void;
};

/** What of a press a tool may want to know. */
export type Press = Pick<PointerEvent, 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** What the pointer does on the picture while a definition is chosen. */
export type Tool = {
  /** The pointer's shape over the picture. */
  readonly cursor: string;
  /** True takes the pointer until it is up. */
  readonly down: (at: PixelPoint, event: Press) => boolean;
  readonly move: (at: PixelPoint, event: Press) => void;
  readonly up: (at: PixelPoint, event: Press) => void;
  /** The pointer is over the picture no more. */
  readonly leave?: () => void;
  /** Another tool, another frame, or Escape: what is not finished is dropped. True where something was. */
  readonly cancel: () => boolean;
  /** True of a tool for volumes: it works on three planes too, and what is begun goes on while other frames are shown. */
  readonly isOfVolume?: boolean;
  /** True while something is begun: handles of marks then wait. */
  readonly isBusy?: () => boolean;
  /** True where the key means something to the tool. */
  readonly key?: (event: KeyboardEvent) => boolean;
  /** Draws what is not a mark yet, in the canvas' pixels. */
  readonly paint?: (context: CanvasRenderingContext2D) => void;
  /** What is begun on a time series, first and last point in time; such a tool goes on while others are shown. */
  readonly interval?: () => readonly [first: number, last: number] | null;
};

/** Makes the tool for one definition of the protocol. */
export type ToolMaker = (given: ToolGiven, definition: LabelDefinition) => Tool;
