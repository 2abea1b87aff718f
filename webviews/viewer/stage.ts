import { renderFrame } from '../../src/core/image/renderFrame';
import type { Voi } from '../../src/core/image/voi';
import type { PictureSpacing } from '../../src/core/viewer/frameFacts';
import { type CanvasSize, type PictureShape, type View, viewAffine, viewScale } from '../../src/core/viewer/viewTransform';
import type { Picture } from './decodeProtocol';

/** All that decides what the canvas shows. */
export type Painting = {
  readonly picture: Picture;
  readonly voi: Voi | null;
  readonly isInverted: boolean;
  readonly hasOverlays: boolean;
  readonly view: View;
};

/** Canvas pixels a picture pixel from which on the pixels are shown as squares. */
const squares = 4;

/** The size of a picture and its pixels' shape. */
export function shapeOf({ frame, facts }: Picture): PictureShape {
  return { rows: frame.rows, columns: frame.columns, pixel: pixelShape(facts.spacing) };
}

function pixelShape({ rows, columns }: PictureSpacing): PictureShape['pixel'] {
  const least = Math.min(rows, columns);
  return [columns / least, rows / least];
}

/** Paints pictures on one canvas: grey levels once a frame and window into a canvas of the picture's own size, which is then drawn as the view wants it. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #native = new OffscreenCanvas(1, 1);
  readonly #overlays = new OffscreenCanvas(1, 1);
  #pixels = new ImageData(1, 1);
  #drawn: Pick<Painting, 'picture' | 'voi' | 'isInverted'> | null = null;
  #overlaid: Picture | null = null;
  /** What the canvas shows, so that it isn't drawn again for a word that changes over it. */
  #shown: { readonly painting: Painting; readonly isSmooth: boolean } | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#context = contextOf(canvas);
  }

  get size(): CanvasSize {
    return [this.canvas.width, this.canvas.height];
  }

  /** Takes on the size of its place; true where it changed. */
  resize(width: number, height: number): boolean {
    const [columns, rows] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
    if (columns === this.canvas.width && rows === this.canvas.height) return false;
    this.canvas.width = columns;
    this.canvas.height = rows;
    this.#shown = null;
    return true;
  }

  clear(): void {
    this.#shown = null;
    this.#context.resetTransform();
    this.#context.fillStyle = 'black';
    this.#context.fillRect(0, 0, ...this.size);
  }

  /** Paints; `isMoving` prefers speed to smoothness. */
  paint(painting: Painting, isMoving: boolean): void {
    const shape = shapeOf(painting.picture);
    const scale = viewScale(shape, painting.view, this.size);
    const isSmooth = scale >= 1 || !isMoving;
    if (this.#shown !== null && isSame(this.#shown.painting, painting) && (this.#shown.isSmooth || !isSmooth)) return;
    this.#render(painting);
    this.clear();
    this.#shown = { painting, isSmooth };
    const [a, b, c, d, e, f] = viewAffine(shape, painting.view, this.size);
    const context = this.#context;
    context.setTransform(a, d, b, e, c, f);
    context.imageSmoothingEnabled = scale < squares;
    context.imageSmoothingQuality = scale < 1 && isSmooth ? 'high' : 'low';
    context.drawImage(this.#native, 0, 0);
    if (painting.hasOverlays && painting.picture.meaning.overlays.length > 0) this.#paintOverlays(painting.picture);
  }

  #render({ picture, voi, isInverted }: Painting): void {
    const drawn = this.#drawn;
    if (drawn !== null && drawn.picture === picture && drawn.voi === voi && drawn.isInverted === isInverted) return;
    const { rows, columns } = picture.frame;
    if (this.#pixels.width !== columns || this.#pixels.height !== rows) {
      this.#pixels = new ImageData(columns, rows);
      this.#native.width = columns;
      this.#native.height = rows;
    }
    renderFrame(picture.frame, picture.meaning, voi, isInverted, this.#pixels.data);
    contextOf(this.#native).putImageData(this.#pixels, 0, 0);
    this.#drawn = { picture, voi, isInverted };
  }

  #paintOverlays(picture: Picture): void {
    if (this.#overlaid !== picture) renderOverlays(picture, this.#overlays);
    this.#overlaid = picture;
    this.#context.drawImage(this.#overlays, 0, 0);
  }
}

const isSame = (one: Painting, other: Painting): boolean =>
  one.picture === other.picture &&
  one.voi === other.voi &&
  one.view === other.view &&
  one.isInverted === other.isInverted &&
  one.hasOverlays === other.hasOverlays;

/** Opaque yellow, little endian. */
const overlayColour = 0xff4dd2ff;

/** Draws the overlay planes (60xx) of a picture at its own size; what lies outside it is cut off. */
function renderOverlays({ frame: { rows, columns }, meaning }: Picture, into: OffscreenCanvas): void {
  const pixels = new ImageData(columns, rows);
  const colours = new Uint32Array(pixels.data.buffer);
  for (const overlay of meaning.overlays) {
    for (let at = 0; at < overlay.bits.length; at++) {
      const row = overlay.row + Math.floor(at / overlay.columns);
      const column = overlay.column + (at % overlay.columns);
      const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
      if (overlay.bits[at] === 1 && isInside) colours[row * columns + column] = overlayColour;
    }
  }
  into.width = columns;
  into.height = rows;
  contextOf(into).putImageData(pixels, 0, 0);
}

type Context<C> = C extends HTMLCanvasElement ? CanvasRenderingContext2D : OffscreenCanvasRenderingContext2D;

/** Kept out of a graphics card's memory, which does not run out so, however many films are open. */
function contextOf<C extends HTMLCanvasElement | OffscreenCanvas>(canvas: C): Context<C> {
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: canvas instanceof OffscreenCanvas });
  if (context === null) throw new Error('The editor has no memory left for pictures.');
  return context as Context<C>;
}
