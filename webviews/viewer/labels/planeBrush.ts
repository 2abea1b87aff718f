import { invertAffine, movePoint } from '../../../src/core/image/affine';
import type { PixelPoint } from '../../../src/core/label/label';
import type { GreyValues } from '../../../src/core/label/pixelsInRange';
import { type SlicePlane, strokeOnSlices } from '../../../src/core/label/strokeOnSlices';
import { viewAffine, viewScale } from '../../../src/core/viewer/viewTransform';
import { toMm } from '../../../src/core/volume/affine3';
import type { Point3 } from '../../../src/core/volume/frameGeometry';
import { cross3, unit3 } from '../../../src/core/volume/vector3';
import { type GridPlace, gridMm, type PlaneName, placeOfPixel, planeThrough } from '../../../src/core/volume/viewGrid';
import type { Volume } from '../../../src/core/volume/volume';
import { type PlanesModel, planeShape, type ShownPlanes } from '../mprModel';
import { stepThrough } from '../mprPainter';
import type { PlanePane } from '../mprPane';
import { drawBrush } from './brushOutline';
import { colourOf } from './markColour';
import type { MaskBoard } from './maskBoard';
import { MaskStroke, type SliceValues } from './maskStroke';

/** A stroke on its way over a plane. */
type Way = { readonly painted: MaskStroke; readonly planes: readonly SlicePlane[]; readonly pointer: number; last: Point3 };

/** The brush on one of the three planes: before the plane's own pointer sees it, the main button paints. */
export class PlaneBrush {
  readonly name: PlaneName;
  readonly #board: MaskBoard;
  readonly #model: PlanesModel;
  readonly #pane: PlanePane;
  readonly #end = new AbortController();
  #way: Way | null = null;
  #pointer: PixelPoint | null = null;

  constructor(board: MaskBoard, model: PlanesModel, pane: PlanePane) {
    this.name = pane.name;
    this.#board = board;
    this.#model = model;
    this.#pane = pane;
    const listen = (
      name: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'dblclick',
      act: (event: PointerEvent) => boolean,
    ) =>
      pane.element.addEventListener(
        name,
        (event) => {
          if (act(event as PointerEvent)) event.stopImmediatePropagation();
        },
        { capture: true, signal: this.#end.signal },
      );
    listen('pointerdown', (event) => this.#down(event));
    listen('pointermove', (event) => this.#move(event));
    listen('pointerup', (event) => this.#up(event));
    listen('pointercancel', () => this.#cancel());
    // Two dabs are no wish for a large plane.
    listen('dblclick', () => board.painted !== null);
    pane.element.addEventListener('pointerleave', () => this.#leave(), { signal: this.#end.signal });
  }

  /** Draws the brush's edge under the pointer. */
  paint(context: CanvasRenderingContext2D, shown: ShownPlanes): void {
    const definition = this.#board.painted;
    if (definition === null || this.#pointer === null) return;
    const { spacingMm } = planeThrough(shown.grid, this.name, shown.place);
    const scale = viewScale(planeShape(shown.grid, this.name), shown.views[this.name], this.#pane.size) / Math.min(...spacingMm);
    drawBrush(context, this.#pointer, this.#radius(shown) * scale, colourOf(definition), this.#board.brush.isErasing);
  }

  destroy(): void {
    this.#end.abort();
    this.#cancel();
  }

  #down(event: PointerEvent): boolean {
    const definition = this.#board.painted;
    const isOurs = event.button === 0 && !event.shiftKey && event.pointerType !== 'touch';
    if (definition === null || !isOurs || (event.target instanceof Element && event.target.closest('button') !== null)) return false;
    const { volume } = this.#model.shown;
    const isErasing = this.#board.brush.isErasing !== (event.ctrlKey || event.metaKey);
    const painted = new MaskStroke(this.#board, definition.name, isErasing, volumeValues(volume));
    this.#way = { painted, planes: planesOf(volume), pointer: event.pointerId, last: this.#mm(event) };
    this.#pane.element.setPointerCapture(event.pointerId);
    this.#pane.element.focus({ preventScroll: true });
    this.#goOn(event);
    return true;
  }

  #move(event: PointerEvent): boolean {
    if (this.#board.painted === null) return false;
    this.#pointer = this.#placeOf(event);
    this.#goOn(event);
    this.#pane.element.style.cursor = 'crosshair';
    this.#model.change({ cursor: this.#gridPlace(event) });
    return true;
  }

  #up(event: PointerEvent): boolean {
    if (this.#way?.pointer !== event.pointerId) return false;
    this.#goOn(event);
    void this.#way.painted.finish();
    this.#way = null;
    return true;
  }

  #cancel(): boolean {
    if (this.#way !== null) this.#board.showStroke(null);
    this.#way = null;
    return false;
  }

  #leave(): void {
    this.#pointer = null;
    this.#model.refresh();
  }

  #goOn(event: PointerEvent): void {
    const way = this.#way;
    if (way === null) return;
    const to = this.#mm(event);
    const { shown } = this.#model;
    const { orientation } = planeThrough(shown.grid, this.name, shown.place);
    const layer = { normal: unit3(cross3(...orientation)), thicknessMm: stepThrough(this.name, shown.grid.stepsMm) };
    const [columns, rows] = shown.volume.size;
    const part = strokeOnSlices(
      way.planes,
      { rows, columns },
      {
        pointsMm: [way.last, to],
        radiusMm: this.#radius(shown),
        layer: this.#board.brush.shape === 'ball' ? null : layer,
      },
    );
    way.last = to;
    way.painted.add(part);
  }

  /** Never so small that it slips between the centres of voxels. */
  #radius({ grid, place }: ShownPlanes): number {
    return Math.max(this.#board.brush.radius, Math.hypot(...planeThrough(grid, this.name, place).spacingMm) / 2);
  }

  #placeOf({ clientX, clientY }: MouseEvent): PixelPoint {
    const { left, top } = this.#pane.canvas.getBoundingClientRect();
    return [(clientX - left) * devicePixelRatio, (clientY - top) * devicePixelRatio];
  }

  /** Where the pointer is in the patient. */
  #mm(event: MouseEvent): Point3 {
    return gridMm(this.#model.shown.grid, this.#gridPlace(event));
  }

  #gridPlace(event: MouseEvent): GridPlace {
    const { grid, place, views } = this.#model.shown;
    const back = invertAffine(viewAffine(planeShape(grid, this.name), views[this.name], this.#pane.size));
    const [column, row] = movePoint(back, this.#placeOf(event));
    return placeOfPixel(grid, this.name, place, [column - 0.5, row - 0.5]);
  }
}

/** The planes of the stack's slices, by their number in the stack. */
function planesOf({ size, toMm: affine, order }: Volume): readonly SlicePlane[] {
  const planes: SlicePlane[] = [];
  for (let slice = 0; slice < size[2]; slice++)
    planes[order[slice] ?? slice] = { origin: toMm(affine, [0, 0, slice]), right: affine.steps[0], down: affine.steps[1] };
  return planes;
}

function volumeValues({ size: [columns, rows], values, meaning, order }: Volume): SliceValues {
  const places = new Map(order.map((slice, at) => [slice, at]));
  const now = (slice: number): GreyValues | null => {
    const at = places.get(slice);
    return at === undefined ? null : { columns, values: values.subarray(at * columns * rows, (at + 1) * columns * rows), meaning };
  };
  return { now, load: async (slice) => now(slice) };
}
