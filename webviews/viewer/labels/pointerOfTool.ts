import { invertAffine, movePoint } from '../../../src/core/image/affine';
import type { PixelPoint } from '../../../src/core/label/label';
import { viewAffine } from '../../../src/core/viewer/viewTransform';
import { shapeOf } from '../stage';
import type { Viewer } from '../viewer';
import type { LabelStage } from './labelStage';
import type { Tool } from './tool';

/** Screen pixels that a click may wander. */
const still = 3;

type Pressed = { readonly x: number; readonly y: number };

/** Passes the pointer's main button to the tool in use, before the viewer's own tools see it; Shift, Space, the other buttons and fingers stay the viewer's. */
export function passPointer(viewer: Viewer, stage: HTMLElement, labels: LabelStage): void {
  let taken: { readonly tool: Tool; readonly id: number } | null = null;
  let pressed: Pressed | null = null;
  const isSpaceHeld = heldSpace();
  const listen = (name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', act: (event: PointerEvent) => boolean): void =>
    stage.addEventListener(
      name,
      (event) => {
        if (act(event)) event.stopImmediatePropagation();
      },
      { capture: true },
    );
  listen('pointerdown', (event) => {
    const isOurs = event.button === 0 && !event.shiftKey && !isSpaceHeld() && event.pointerType !== 'touch' && isOnPicture(event);
    const at = isOurs ? pixelUnder(viewer, event) : null;
    pressed = null;
    if (at === null || taken !== null) return false;
    const tool = labels.toolFor(at);
    if (tool === null || !tool.down(at, event)) {
      pressed = { x: event.clientX, y: event.clientY };
      return false;
    }
    taken = { tool, id: event.pointerId };
    stage.setPointerCapture(event.pointerId);
    stage.focus({ preventScroll: true });
    return true;
  });
  listen('pointermove', (event) => {
    if (taken !== null && taken.id === event.pointerId) {
      for (const step of wayTo(event)) {
        const at = pixelUnder(viewer, step);
        if (at !== null) taken.tool.move(at, event);
      }
      return false;
    }
    const at = event.buttons === 0 ? pixelUnder(viewer, event) : null;
    if (at !== null) {
      labels.hover(at, event);
      stage.style.cursor = labels.cursorAt(at);
    }
    // The viewer goes on telling the value under the pointer, but drags nothing.
    return false;
  });
  listen('pointerup', (event) => {
    const at = pixelUnder(viewer, event);
    if (taken === null || taken.id !== event.pointerId) {
      if (pressed !== null && at !== null && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= still) labels.click(at);
      pressed = null;
      return false;
    }
    const { tool } = taken;
    taken = null;
    if (at === null) tool.cancel();
    else tool.up(at, event);
    return true;
  });
  listen('pointercancel', () => {
    taken?.tool.cancel();
    taken = null;
    pressed = null;
    return false;
  });
  // A double click that closes an outline is no wish to fit the picture.
  stage.addEventListener('dblclick', (event) => labels.tool !== null && event.stopImmediatePropagation(), { capture: true });
}

/** All places on the way, so that a quick hand is followed closely; browsers tell them only where a page came safely. */
function wayTo(event: PointerEvent): readonly PointerEvent[] {
  const way = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : [];
  return way.length > 0 ? way : [event];
}

function heldSpace(): () => boolean {
  let isHeld = false;
  document.addEventListener('keydown', ({ key }) => {
    isHeld ||= key === ' ';
  });
  document.addEventListener('keyup', ({ key }) => {
    if (key === ' ') isHeld = false;
  });
  window.addEventListener('blur', () => {
    isHeld = false;
  });
  return () => isHeld;
}

const isOnPicture = ({ target }: Event): boolean => target instanceof Element && target.closest('button, a, input, select') === null;

/** Where the pointer is in continuous pixels of the picture, which may lie outside of it; null where there is none. */
export function pixelUnder(viewer: Viewer, { clientX, clientY }: MouseEvent): PixelPoint | null {
  const { picture, state } = viewer.shown;
  if (picture === null) return null;
  const { left, top } = viewer.stage.canvas.getBoundingClientRect();
  const place = [(clientX - left) * devicePixelRatio, (clientY - top) * devicePixelRatio] as const;
  const [column, row] = movePoint(invertAffine(viewAffine(shapeOf(picture), state.look.view, viewer.stage.size)), place);
  return [column, row];
}
