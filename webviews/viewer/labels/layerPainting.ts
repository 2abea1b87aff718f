import type { LineMark } from '../../../src/core/label/cornersOfMark';
import type { Label } from '../../../src/core/label/label';
import type { ToCanvas } from './drawMark';
import type { MarkPlace } from './markPlace';
import type { Tool } from './tool';

/** What is drawn besides the reader's own marks: those of other readers, and a model's proposals. */
export type AroundMarks = { readonly others: readonly Label[]; readonly hasProposals: boolean };

/** All that decides what is drawn over the picture. */
export type LayerPainting = {
  /** Width and height in device pixels. */
  readonly size: readonly [width: number, height: number];
  readonly place: MarkPlace;
  readonly toCanvas: ToCanvas;
  readonly tool: Tool | null;
  /** The selected mark as it is being dragged. */
  readonly preview: LineMark | null;
  readonly around: AroundMarks;
  /** The view is being changed: speed counts more than beauty, and `draw` is called again soon. */
  readonly isMoving: boolean;
  /** False while what is measured is not known. */
  readonly isMeasured: boolean;
  /** What stands beside a mark: its measures. */
  readonly lines: (mark: LineMark, isSelected: boolean) => readonly string[];
};

/** Empties a canvas and gives it its size. */
export function clearCanvas(context: CanvasRenderingContext2D, [width, height]: LayerPainting['size']): void {
  const { canvas } = context;
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  else context.clearRect(0, 0, width, height);
}

/** A canvas over the picture, drawn without the graphics card, as the picture is: much faster where there is none, and fast enough where there is one. */
export function layerContext(className = 'marks'): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.className = className;
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('The editor has no memory left for pictures.');
  return context;
}
