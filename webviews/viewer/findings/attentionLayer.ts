import type { AttentionMap } from '../../../src/core/experiment/attentionMap';
import { attentionPixels, attentionSize } from '../../../src/core/experiment/attentionPixels';
import type { Affine } from '../../../src/core/image/affine';
import type { Size } from '../../../src/core/image/resize';
import { clearCanvas, layerContext } from '../labels/layerPainting';

/** A canvas over the picture with the heat map of one run, which follows the picture however it is moved, turned or mirrored. */
export class AttentionLayer {
  readonly #context = layerContext('finding-attention');
  #heat: { readonly map: AttentionMap; readonly picture: OffscreenCanvas } | null = null;
  #drawn = '';

  get canvas(): HTMLCanvasElement {
    return this.#context.canvas;
  }

  /** Draws a map (none where it is null) over a picture of so many pixels on a canvas of `size` device pixels; `opacity` is that of the strongest place, 0 to 1. */
  draw(map: AttentionMap | null, { rows, columns }: Size, affine: Affine, size: readonly [number, number], opacity: number): void {
    this.canvas.hidden = map === null;
    const key = map === null ? '' : `${affine} ${size} ${opacity}`;
    if (key === this.#drawn && (map === null || map === this.#heat?.map)) return;
    this.#drawn = key;
    if (map === null) return;
    clearCanvas(this.#context, size);
    const [a, b, c, d, e, f] = affine;
    this.#context.save();
    this.#context.setTransform(a, d, b, e, c, f);
    // A network may see a rim around the image.
    this.#context.beginPath();
    this.#context.rect(0, 0, columns, rows);
    this.#context.clip();
    this.#context.globalAlpha = opacity;
    this.#context.imageSmoothingEnabled = true;
    const { x, y, width, height } = map.area;
    this.#context.drawImage(this.#pictureOf(map), x, y, width, height);
    this.#context.restore();
  }

  #pictureOf(map: AttentionMap): OffscreenCanvas {
    if (this.#heat?.map === map) return this.#heat.picture;
    const size = attentionSize(map);
    const picture = new OffscreenCanvas(size.columns, size.rows);
    picture.getContext('2d')?.putImageData(new ImageData(attentionPixels(map, size), size.columns, size.rows), 0, 0);
    this.#heat = { map, picture };
    return picture;
  }
}
