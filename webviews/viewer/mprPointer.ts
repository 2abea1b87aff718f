import { invertAffine, movePoint } from '../../src/core/image/affine';
import { draggedWindow, type GreyWindow } from '../../src/core/viewer/dragWindow';
import { panned, type View, viewAffine, zoomedAt } from '../../src/core/viewer/viewTransform';
import { type GridPlace, inPlane, placeInPlane, placeOfPixel, planeIndex } from '../../src/core/volume/viewGrid';
import { crosshairAt } from './mprMarks';
import { type PlanesModel, planeShape } from './mprModel';
import type { PlanePane } from './mprPane';
import { WheelSteps } from './wheelSteps';

type Point = readonly [x: number, y: number];
/** `across` and `along` drag one line of the crosshair, `crosshair` both. */
type Tool = 'window' | 'pan' | 'zoom' | 'crosshair' | 'across' | 'along';
type Drag = { readonly tool: Tool; readonly from: Point; readonly window: GreyWindow; last: Point; hasMoved: boolean };

/** Screen pixels that a click may wander, and that a line is thick for the mouse. */
const still = 3;
const reach = 6;

const cursors: Partial<Readonly<Record<Tool, string>>> = { crosshair: 'move', across: 'ew-resize', along: 'ns-resize' };

/**
 * The mouse on one plane: a click moves the crosshair, its lines can be dragged; else a drag changes the window, as in the stack, the middle button or Shift
 * pans, the right button or Ctrl and wheel zooms, the wheel scrolls.
 */
export class PlanePointer {
  readonly #model: PlanesModel;
  readonly #pane: PlanePane;
  readonly #wheel = new WheelSteps();
  #drag: Drag | null = null;

  constructor(model: PlanesModel, pane: PlanePane) {
    this.#model = model;
    this.#pane = pane;
    const { element } = pane;
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', (event) => this.#up(event));
    element.addEventListener('pointercancel', () => {
      this.#drag = null;
    });
    element.addEventListener('pointerleave', () => model.change({ cursor: null }));
    element.addEventListener('wheel', (event) => this.#turnWheel(event), { passive: false });
    element.addEventListener('contextmenu', (event) => event.preventDefault());
    element.addEventListener('dblclick', (event) => {
      if (!isOnButton(event)) this.#toggleLarge();
    });
    pane.largeButton.addEventListener('click', () => this.#toggleLarge());
  }

  #toggleLarge(): void {
    const { name } = this.#pane;
    this.#model.change({ large: this.#model.shown.large === name ? null : name });
  }

  #down(event: PointerEvent): void {
    if (isOnButton(event)) return;
    const { element } = this.#pane;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    const from: Point = [event.clientX, event.clientY];
    this.#drag = { tool: this.#tool(event), from, window: this.#model.window, last: from, hasMoved: false };
    // The middle button would start the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
  }

  #tool(event: PointerEvent): Tool {
    if (event.button === 2) return 'zoom';
    if (event.button === 1 || event.shiftKey) return 'pan';
    return event.pointerType === 'touch' ? 'crosshair' : (this.#lineUnder(event) ?? 'window');
  }

  #lineUnder(event: MouseEvent): Tool | null {
    const [x, y] = crosshairAt(this.#pane.name, this.#model.shown, this.#pane.size);
    const [left, top] = this.#placeOf([event.clientX, event.clientY]);
    const isNear = (distance: number): boolean => Math.abs(distance) <= reach * devicePixelRatio;
    if (isNear(left - x)) return isNear(top - y) ? 'crosshair' : 'across';
    return isNear(top - y) ? 'along' : null;
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag !== null) this.#dragTo(drag, event);
    else this.#pane.element.style.cursor = cursors[this.#lineUnder(event) ?? 'window'] ?? '';
    this.#model.change({ cursor: this.#gridPlace([event.clientX, event.clientY]) });
  }

  #dragTo(drag: Drag, event: PointerEvent): void {
    const to: Point = [event.clientX, event.clientY];
    drag.hasMoved ||= Math.hypot(to[0] - drag.from[0], to[1] - drag.from[1]) > still;
    if (!drag.hasMoved) return;
    const step: Point = [(to[0] - drag.last[0]) * devicePixelRatio, (to[1] - drag.last[1]) * devicePixelRatio];
    drag.last = to;
    if (drag.tool === 'window') this.#dragWindow(drag, to);
    else if (drag.tool === 'pan') this.#view((view, shape) => panned(shape, view, this.#pane.size, step));
    else if (drag.tool === 'zoom')
      this.#view((view, shape) => zoomedAt(shape, view, this.#pane.size, 1.01 ** -step[1], this.#placeOf(drag.from)));
    else this.#dragCrosshair(drag.tool, to);
  }

  #dragWindow({ window, from }: Drag, to: Point): void {
    const { isInverted, volume } = this.#model.shown;
    const by: Point = [to[0] - from[0], to[1] - from[1]];
    this.#model.setWindow(draggedWindow(window, by, volume.meaning.isInverted !== isInverted, smallestWidth(this.#model)));
  }

  #dragCrosshair(tool: Tool, to: Point): void {
    const { grid, place } = this.#model.shown;
    const { name } = this.#pane;
    const [column, row] = placeInPlane(grid, name, this.#gridPlace(to));
    const [keptColumn, keptRow] = placeInPlane(grid, name, place);
    this.#model.moveTo(placeOfPixel(grid, name, place, [tool === 'along' ? keptColumn : column, tool === 'across' ? keptRow : row]));
  }

  #up(event: PointerEvent): void {
    const isClick = this.#drag?.hasMoved === false && event.button === 0;
    this.#drag = null;
    if (isClick) this.#model.moveTo(this.#gridPlace([event.clientX, event.clientY]));
  }

  #turnWheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const factor = 1.002 ** -this.#wheel.pixels(event);
      this.#view((view, shape) => zoomedAt(shape, view, this.#pane.size, factor, this.#placeOf([event.clientX, event.clientY])));
      return;
    }
    const { grid, place } = this.#model.shown;
    const steps = this.#wheel.steps(event);
    if (steps !== 0) this.#model.moveTo(inPlane(grid, this.#pane.name, place, planeIndex(grid, this.#pane.name, place) + steps));
  }

  #view(change: (view: View, shape: ReturnType<typeof planeShape>) => View): void {
    const { views, grid } = this.#model.shown;
    const { name } = this.#pane;
    this.#model.change({ views: { ...views, [name]: change(views[name], planeShape(grid, name)) } });
  }

  /** From the window's pixels to the canvas'. */
  #placeOf([x, y]: Point): Point {
    const { left, top } = this.#pane.canvas.getBoundingClientRect();
    return [(x - left) * devicePixelRatio, (y - top) * devicePixelRatio];
  }

  #gridPlace(at: Point): GridPlace {
    const { grid, place, views } = this.#model.shown;
    const { name, size } = this.#pane;
    const back = invertAffine(viewAffine(planeShape(grid, name), views[name], size));
    const [column, row] = movePoint(back, this.#placeOf(at));
    return placeOfPixel(grid, name, place, [column - 0.5, row - 0.5]);
  }
}

const isOnButton = (event: Event): boolean => event.target instanceof Element && event.target.closest('button') !== null;

/** Values of whole numbers have no narrower window than one of them. */
export function smallestWidth({ shown: { volume } }: PlanesModel): number {
  const { values, meaning } = volume;
  return values instanceof Float32Array || meaning.modality.kind !== 'linear'
    ? Number.MIN_VALUE
    : Math.min(1, Math.abs(meaning.modality.slope));
}
