import type { Frame } from '../../src/core/image/frame';
import { renderFrame } from '../../src/core/image/renderFrame';
import type { Voi } from '../../src/core/image/voi';
import { type CanvasSize, viewAffine, viewScale } from '../../src/core/viewer/viewTransform';
import type { Point3 } from '../../src/core/volume/frameGeometry';
import { resampleSlab } from '../../src/core/volume/resampleSlab';
import { type PlaneName, planeIndex, planeThrough } from '../../src/core/volume/viewGrid';
import type { Volume, VolumeValues } from '../../src/core/volume/volume';
import { planeShape, type ShownPlanes } from './mprModel';

/** Canvas pixels a voxel from which on voxels are shown as squares, as in the stack. */
const squares = 4;

/** Paints one plane of the volume: resampled and windowed only when that has changed, into a canvas of the plane's own size. */
export class PlanePainter {
  readonly #name: PlaneName;
  readonly #native = new OffscreenCanvas(1, 1);
  #pixels = new ImageData(1, 1);
  #values: VolumeValues = new Uint8Array(0);
  #sampled = '';
  #windowed: { readonly voi: Voi; readonly isInverted: boolean } | null = null;

  constructor(name: PlaneName) {
    this.#name = name;
  }

  /** Paints the plane, and black around it. */
  paint(context: CanvasRenderingContext2D, size: CanvasSize, shown: ShownPlanes): void {
    this.#sample(shown);
    this.#window(shown);
    const shape = planeShape(shown.grid, this.#name);
    const view = shown.views[this.#name];
    const [a, b, c, d, e, f] = viewAffine(shape, view, size);
    context.resetTransform();
    context.fillStyle = 'black';
    context.fillRect(0, 0, ...size);
    context.setTransform(a, d, b, e, c, f);
    const scale = viewScale(shape, view, size);
    context.imageSmoothingEnabled = scale < squares;
    context.imageSmoothingQuality = scale < 1 ? 'high' : 'low';
    context.drawImage(this.#native, 0, 0);
    context.resetTransform();
  }

  #sample({ volume, grid, place, slab }: ShownPlanes): void {
    const key = `${planeIndex(grid, this.#name, place)} ${slab.kind} ${slab.mm}`;
    if (key === this.#sampled) return;
    const plane = planeThrough(grid, this.#name, place);
    const count = plane.rows * plane.columns;
    if (this.#values.length !== count) this.#values = new (volume.values.constructor as Float32ArrayConstructor)(count);
    const stepMm = stepThrough(this.#name, grid.stepsMm);
    resampleSlab(
      volume,
      plane,
      { kind: slab.kind, planes: Math.max(1, Math.round(slab.mm / stepMm)), stepMm },
      this.#values,
      outsideOf(volume),
    );
    if (this.#pixels.width !== plane.columns || this.#pixels.height !== plane.rows) {
      this.#pixels = new ImageData(plane.columns, plane.rows);
      this.#native.width = plane.columns;
      this.#native.height = plane.rows;
    }
    this.#sampled = key;
    this.#windowed = null;
  }

  #window({ volume: { meaning }, voi, isInverted }: ShownPlanes): void {
    if (this.#windowed?.voi === voi && this.#windowed.isInverted === isInverted) return;
    const { width: columns, height: rows } = this.#pixels;
    const frame: Frame = { rows, columns, samples: 1, values: this.#values, bits: 8 * this.#values.BYTES_PER_ELEMENT };
    renderFrame(frame, meaning, voi, isInverted, this.#pixels.data);
    const context = this.#native.getContext('2d');
    if (context === null) throw new Error('The editor has no memory left for pictures.');
    context.putImageData(this.#pixels, 0, 0);
    this.#windowed = { voi, isInverted };
  }
}

/** Millimetres from plane to plane. */
export const stepThrough = (name: PlaneName, [left, back, head]: Point3): number => ({ sagittal: left, coronal: back, axial: head })[name];

/** What stands in a plane beside the volume: no number, else the lowest value that occurs. */
function outsideOf({ values, meaning: { modality, lowest, highest } }: Volume): number {
  if (values instanceof Float32Array || modality.kind !== 'linear') return Number.NaN;
  return Math.round(((modality.slope < 0 ? highest : lowest) - modality.intercept) / modality.slope);
}
