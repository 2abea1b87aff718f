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
  /** Draws the marks and the tool's own picture soon. */
  readonly redraw: () => void;
};

/** What the pointer does on the picture while a definition is chosen. */
export type Tool = {
  /** The pointer's shape over the picture. */
  readonly cursor: string;
  /** True takes the pointer until it is up. */
  readonly down: (at: PixelPoint, event: PointerEvent) => boolean;
  readonly move: (at: PixelPoint, event: PointerEvent) => void;
  readonly up: (at: PixelPoint, event: PointerEvent) => void;
  /** Another tool, another frame, or Escape: what is not finished is dropped. True where something was. */
  readonly cancel: () => boolean;
  /** True where the key means something to the tool. */
  readonly key?: (event: KeyboardEvent) => boolean;
  /** Draws what is not a mark yet, in the canvas' pixels. */
  readonly paint?: (context: CanvasRenderingContext2D) => void;
};

/** Makes the tool for one definition of the protocol. */
export type ToolMaker = (given: ToolGiven, definition: LabelDefinition) => Tool;
