import { autoWindow } from '../../src/core/image/autoWindow';
import type { Voi } from '../../src/core/image/voi';
import type { GreyWindow } from '../../src/core/viewer/dragWindow';
import { fittedView, type PictureShape, type View } from '../../src/core/viewer/viewTransform';
import { type Affine3, invertAffine3, toMm } from '../../src/core/volume/affine3';
import type { Point3 } from '../../src/core/volume/frameGeometry';
import {
  type GridPlace,
  gridMm,
  gridPlace,
  nearestCell,
  type PlaneName,
  planeNames,
  planeThrough,
  type ViewGrid,
  viewGrid,
} from '../../src/core/volume/viewGrid';
import { type Volume, voxelValue } from '../../src/core/volume/volume';
import type { PlanesGiven, PlanesSource, PlanesState } from './mprGiven';

/** What the planes show at the moment. */
export type ShownPlanes = {
  readonly volume: Volume;
  readonly grid: ViewGrid;
  readonly isOriented: boolean;
  /** The crosshair's cell. */
  readonly place: GridPlace;
  /** Where the mouse is, not rounded; null where it is over no plane. */
  readonly cursor: GridPlace | null;
  readonly voi: Voi;
  readonly isInverted: boolean;
  readonly large: PlaneName | null;
  readonly views: PlanesState['views'];
  readonly slab: PlanesState['slab'];
};

type Change = Partial<Omit<ShownPlanes, 'volume' | 'grid' | 'isOriented'>>;

const restMs = 250;

/** A volume and how it is shown: whatever changes, the listener hears it with the browser's next picture. */
export class PlanesModel {
  readonly #given: PlanesGiven;
  readonly #draw: (shown: ShownPlanes) => void;
  readonly #toVoxel: Affine3;
  #shown: ShownPlanes;
  #isQueued = false;
  #isOver = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(volume: Volume, source: PlanesSource, given: PlanesGiven, draw: (shown: ShownPlanes) => void) {
    this.#given = given;
    this.#draw = draw;
    this.#toVoxel = invertAffine3(volume.toMm);
    const grid = viewGrid(volume);
    const kept = keptState(source.state);
    const start = source.positionMm ?? kept?.positionMm ?? null;
    const place = nearestCell(grid, start === null ? middleOf(grid) : gridPlace(grid, start));
    const voi = source.voi ?? foundWindow(volume);
    const look = { large: kept?.large ?? null, views: kept?.views ?? fittedViews, slab: kept?.slab ?? ({ kind: 'mean', mm: 0 } as const) };
    this.#shown = { volume, grid, isOriented: source.isOriented, place, cursor: null, voi, isInverted: source.isInverted, ...look };
    if (source.voi === null && !('values' in voi)) given.onWindow(voi);
    this.refresh();
  }

  get shown(): ShownPlanes {
    return this.#shown;
  }

  change(change: Change): void {
    this.#shown = { ...this.#shown, ...change };
    this.refresh();
    clearTimeout(this.#rest);
    if (!this.#isOver) this.#rest = setTimeout(() => this.#given.onState(this.#state()), restMs);
  }

  /** The user moves the crosshair; the place is brought to the nearest cell. */
  moveTo(place: GridPlace): void {
    const before = this.#shown.place;
    const next = nearestCell(this.#shown.grid, place);
    if (next.every((cell, axis) => cell === before[axis])) return;
    this.change({ place: next });
    this.#given.onPosition(gridMm(this.#shown.grid, next));
  }

  /** The user changes the window. */
  setWindow(window: GreyWindow): void {
    this.change({ voi: window });
    this.#given.onWindow(window);
  }

  /** The window that a drag starts from; one from the values where a table is. */
  get window(): GreyWindow {
    const { voi, volume } = this.#shown;
    const { center, width, shape } = 'values' in voi ? foundWindow(volume) : voi;
    return { center, width, shape };
  }

  /** The value of the voxel nearest to a place, in the modality's unit; null for padding and outside the volume. */
  valueAt(place: GridPlace): number | null {
    return voxelValue(this.#shown.volume, toMm(this.#toVoxel, gridMm(this.#shown.grid, place)));
  }

  reset(): void {
    this.change({ views: fittedViews });
    this.moveTo(middleOf(this.#shown.grid));
  }

  refresh(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    requestAnimationFrame(() => {
      this.#isQueued = false;
      if (!this.#isOver) this.#draw(this.#shown);
    });
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#rest);
  }

  #state(): PlanesState {
    const { grid, place, large, views, slab } = this.#shown;
    return { positionMm: gridMm(grid, place), large, views, slab };
  }
}

const fittedViews: PlanesState['views'] = { axial: fittedView, coronal: fittedView, sagittal: fittedView };

const middleOf = ({ counts }: ViewGrid): Point3 => [(counts[0] - 1) / 2, (counts[1] - 1) / 2, (counts[2] - 1) / 2];

/** Values enough to tell how bright a volume is. */
const sampled = 300_000;

function foundWindow({ values, meaning }: Volume): GreyWindow {
  const step = Math.max(1, Math.floor(values.length / sampled));
  // Not a divisor of the row's length, or only a few columns would be seen.
  const stride = step % 2 === 0 ? step + 1 : step;
  const some = values.filter((_, at) => at % stride === 0);
  const frame = { rows: 1, columns: some.length, samples: 1, values: some, bits: 8 * some.BYTES_PER_ELEMENT } as const;
  const { center, width, shape } = autoWindow(frame, meaning);
  return { center, width, shape };
}

/** Rows, columns and the shape of the pixels of a plane. */
export function planeShape(grid: ViewGrid, name: PlaneName): PictureShape {
  const { rows, columns, spacingMm } = planeThrough(grid, name, [0, 0, 0]);
  const least = Math.min(...spacingMm);
  return { rows, columns, pixel: [spacingMm[1] / least, spacingMm[0] / least] };
}

const isNumbers = (value: unknown, length: number): boolean =>
  Array.isArray(value) && value.length === length && value.every(Number.isFinite);

function isView(value: unknown): value is View {
  const view = value as Partial<View> | null | undefined;
  return typeof view?.zoom === 'number' && view.zoom > 0 && isNumbers(view.center, 2) && isNumbers(view.turn, 4);
}

/** What `onState` told, or null where it is something else. */
function keptState(state: unknown): PlanesState | null {
  const kept = state as Partial<PlanesState> | null | undefined;
  const isOurs = typeof kept === 'object' && isNumbers(kept?.positionMm, 3) && planeNames.every((name) => isView(kept?.views?.[name]));
  return isOurs && typeof kept?.slab?.mm === 'number' ? (kept as PlanesState) : null;
}
