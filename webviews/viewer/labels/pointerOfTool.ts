import { invertAffine, movePoint } from '../../../src/core/image/affine';
import type { PixelPoint } from '../../../src/core/label/label';
import { viewAffine } from '../../../src/core/viewer/viewTransform';
import { shapeOf } from '../stage';
import type { Viewer } from '../viewer';
import type { Tool } from './tool';

/** Passes the pointer's main button to the tool in use, before the viewer's own tools see it. */
export function passPointer(viewer: Viewer, stage: HTMLElement, toolInUse: () => Tool | null): void {
  let taken: { readonly tool: Tool; readonly id: number } | null = null;
  const listen = (name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', act: (event: PointerEvent) => boolean): void =>
    stage.addEventListener(
      name,
      (event) => {
        if (act(event)) event.stopImmediatePropagation();
      },
      { capture: true },
    );
  listen('pointerdown', (event) => {
    const tool = toolInUse();
    const isOurs = event.button === 0 && !event.shiftKey && event.pointerType !== 'touch' && isOnPicture(event);
    const at = isOurs ? pixelUnder(viewer, event) : null;
    if (tool === null || at === null || !tool.down(at, event)) return false;
    taken = { tool, id: event.pointerId };
    stage.setPointerCapture(event.pointerId);
    stage.focus({ preventScroll: true });
    return true;
  });
  listen('pointermove', (event) => {
    const at = pixelUnder(viewer, event);
    if (at !== null) (taken?.tool ?? toolInUse())?.move(at, event);
    // The viewer goes on telling the value under the pointer, but drags nothing.
    return false;
  });
  listen('pointerup', (event) => {
    if (taken === null || taken.id !== event.pointerId) return false;
    const { tool } = taken;
    taken = null;
    const at = pixelUnder(viewer, event);
    if (at === null) tool.cancel();
    else tool.up(at, event);
    return true;
  });
  listen('pointercancel', () => {
    taken?.tool.cancel();
    taken = null;
    return false;
  });
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
