import { draggedWindow, type GreyWindow } from '../../src/core/viewer/dragWindow';
import { fittedView, panned, pixelAt, zoomedAt } from '../../src/core/viewer/viewTransform';
import { currentWindow, smallestWidth } from './currentWindow';
import { shapeOf } from './stage';
import type { Viewer } from './viewer';
import type { WheelSteps } from './wheelSteps';

type Point = readonly [x: number, y: number];
type Tool = 'window' | 'pan' | 'zoom';
type Drag = { readonly tool: Tool; readonly from: Point; readonly window: GreyWindow | null; last: Point; hasMoved: boolean };

/** Screen pixels that a click may wander. */
const still = 3;

/** Window by drag, pan by the middle button, Shift or Space, zoom by the right button, pinch or Ctrl and wheel, scroll by wheel. */
export class PointerTools {
  readonly #viewer: Viewer;
  readonly #element: HTMLElement;
  readonly #wheel: WheelSteps;
  readonly #touches = new Map<number, Point>();
  #drag: Drag | null = null;
  #isSpaceHeld = false;
  /** A click that was no drag, by column and row. */
  onClick: (pixel: readonly [number, number]) => void = () => undefined;

  constructor(viewer: Viewer, element: HTMLElement, wheel: WheelSteps) {
    this.#viewer = viewer;
    this.#element = element;
    this.#wheel = wheel;
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    for (const name of ['pointerup', 'pointercancel'] as const) element.addEventListener(name, (event) => this.#up(event));
    element.addEventListener('pointerleave', () => this.#leave());
    element.addEventListener('wheel', (event) => this.#turnWheel(event), { passive: false });
    element.addEventListener('dblclick', () => this.#view({ ...this.#viewer.shown.state.look.view, zoom: 1, center: fittedView.center }));
    element.addEventListener('contextmenu', (event) => event.preventDefault());
    document.addEventListener('keydown', ({ key }) => {
      this.#isSpaceHeld ||= key === ' ';
    });
    document.addEventListener('keyup', ({ key }) => {
      if (key === ' ') this.#isSpaceHeld = false;
    });
  }

  #down(event: PointerEvent): void {
    if (event.target instanceof Element && event.target.closest('button, a, input') !== null) return;
    this.#element.setPointerCapture(event.pointerId);
    this.#element.focus({ preventScroll: true });
    if (event.pointerType === 'touch') this.#touches.set(event.pointerId, this.#place(event));
    const from: Point = [event.clientX, event.clientY];
    this.#drag = { tool: this.#tool(event), from, window: currentWindow(this.#viewer.shown), last: from, hasMoved: false };
    // The middle button would start the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
  }

  #tool({ button, shiftKey, pointerType }: PointerEvent): Tool {
    if (button === 2) return 'zoom';
    if (button === 1 || shiftKey || this.#isSpaceHeld || pointerType === 'touch') return 'pan';
    return currentWindow(this.#viewer.shown) === null ? 'pan' : 'window';
  }

  #move(event: PointerEvent): void {
    if (this.#touches.size === 2 && this.#touches.has(event.pointerId)) this.#pinch(event);
    else if (this.#drag !== null) this.#dragTo(this.#drag, event);
    if (!this.#viewer.shown.flags.hasCursor) this.#viewer.flag({ pixel: this.#pixel(event) });
  }

  #dragTo(drag: Drag, event: PointerEvent): void {
    const to: Point = [event.clientX, event.clientY];
    const [x, y] = [to[0] - drag.from[0], to[1] - drag.from[1]];
    drag.hasMoved ||= Math.hypot(x, y) > still;
    if (!drag.hasMoved) return;
    const step: Point = [(to[0] - drag.last[0]) * devicePixelRatio, (to[1] - drag.last[1]) * devicePixelRatio];
    drag.last = to;
    if (drag.tool === 'window') this.#dragWindow(drag, [x, y]);
    else if (drag.tool === 'pan') this.#pan(step);
    else this.#zoom(1.01 ** -step[1], this.#placeOf(drag.from));
  }

  #dragWindow({ window }: Drag, by: Point): void {
    const { shown } = this.#viewer;
    if (window === null || shown.picture === null) return;
    const isInverted = shown.picture.meaning.isInverted !== shown.state.look.isInverted;
    this.#viewer.look({ window: { kind: 'own', name: '', ...draggedWindow(window, by, isInverted, smallestWidth(shown)) } });
  }

  #up(event: PointerEvent): void {
    this.#touches.delete(event.pointerId);
    const pixel = this.#drag?.hasMoved === false && event.button === 0 ? this.#pixel(event) : null;
    this.#drag = null;
    if (pixel !== null) this.onClick(pixel);
  }

  #leave(): void {
    if (this.#drag === null && !this.#viewer.shown.flags.hasCursor) this.#viewer.flag({ pixel: null });
  }

  #pinch(event: PointerEvent): void {
    const [other] = [...this.#touches].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    const before = this.#touches.get(event.pointerId);
    const now = this.#place(event);
    this.#touches.set(event.pointerId, now);
    if (other === undefined || before === undefined) return;
    const distance = (point: Point): number => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
    this.#zoom(distance(now) / distance(before), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    this.#pan([(now[0] - before[0]) / 2, (now[1] - before[1]) / 2]);
  }

  #turnWheel(event: WheelEvent): void {
    event.preventDefault();
    const { stack } = this.#viewer.shown;
    // A pinch on a touchpad comes as a wheel with Ctrl.
    if (event.ctrlKey || event.metaKey || stack.frames.length < 2) this.#zoom(1.002 ** -this.#wheel.pixels(event), this.#place(event));
    else {
      const steps = this.#wheel.steps(event);
      if (steps !== 0) this.#viewer.step(steps);
    }
  }

  #pan(step: Point): void {
    const { picture, state } = this.#viewer.shown;
    if (picture !== null) this.#view(panned(shapeOf(picture), state.look.view, this.#viewer.stage.size, step));
  }

  #zoom(factor: number, place: Point): void {
    const { picture, state } = this.#viewer.shown;
    if (picture !== null) this.#view(zoomedAt(shapeOf(picture), state.look.view, this.#viewer.stage.size, factor, place));
  }

  #view(view: Parameters<typeof panned>[1]): void {
    this.#viewer.look({ view });
  }

  #place({ clientX, clientY }: MouseEvent): Point {
    return this.#placeOf([clientX, clientY]);
  }

  /** From the window's pixels to the canvas'. */
  #placeOf([x, y]: Point): Point {
    const { left, top } = this.#viewer.stage.canvas.getBoundingClientRect();
    return [(x - left) * devicePixelRatio, (y - top) * devicePixelRatio];
  }

  #pixel(event: MouseEvent): readonly [number, number] | null {
    const { picture, state } = this.#viewer.shown;
    return picture === null ? null : pixelAt(shapeOf(picture), state.look.view, this.#viewer.stage.size, this.#place(event));
  }
}
