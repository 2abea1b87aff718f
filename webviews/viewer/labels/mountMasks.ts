import type { PageParts } from '../page';
import type { Viewer } from '../viewer';
import { WheelSteps } from '../wheelSteps';
import { steppedRadius } from './brushSettings';
import type { LabelModel } from './labelModel';
import { maskActions } from './maskActions';
import { MaskBoard } from './maskBoard';
import { MaskLayer } from './maskLayer';
import { drawMaskPanel } from './maskPanel';
import { maskPlanes } from './maskPlanes';
import { maskTool } from './maskTool';
import type { ToolMaker } from './tool';

/** Adds masks to a label's page: over the picture and the planes, and their part of the panel; gives the tool that paints them. */
export function mountMasks(viewer: Viewer, model: LabelModel, parts: PageParts, panel: HTMLElement): ToolMaker {
  const board = new MaskBoard(viewer, model);
  const layer = new MaskLayer(board);
  parts.canvas.after(layer.canvas);
  const part = document.createElement('section');
  part.className = 'masks';
  part.setAttribute('aria-label', 'Brush and masks');
  panel.append(part);
  const actions = maskActions(board);
  const draw = soon(() => {
    layer.draw();
    // Nothing in the panel changes with a stroke on its way.
    if (board.stroke === null) drawMaskPanel(part, board, actions);
  });
  viewer.overPlanes = maskPlanes(board);
  viewer.listen(() => {
    // With the picture, so that no mask lies on the slice before.
    layer.draw();
    draw();
  });
  board.listen(draw);
  for (const place of [parts.stage, parts.planes]) sizeByWheel(board, place);
  viewer.refresh();
  return maskTool(board);
}

/** Once for all changes before the browser's next picture. */
function soon(act: () => void): () => void {
  let isQueued = false;
  return () => {
    if (isQueued) return;
    isQueued = true;
    requestAnimationFrame(() => {
      isQueued = false;
      act();
    });
  };
}

/** Alt and the wheel make the brush larger and smaller. */
function sizeByWheel(board: MaskBoard, place: HTMLElement): void {
  const wheel = new WheelSteps();
  place.addEventListener(
    'wheel',
    (event) => {
      if (!event.altKey || board.painted === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const steps = wheel.steps(event);
      if (steps !== 0) board.setBrush({ radius: steppedRadius(board.brush.radius, -steps) });
    },
    { capture: true, passive: false },
  );
}
