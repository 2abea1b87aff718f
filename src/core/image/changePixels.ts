import { mulberry32, normal } from '../statistics/random';
import { blurPixels } from './blurPixels';
import { changeAffine, type ImageChange, type PixelRectangle } from './imageChange';
import { warpPixels } from './warpPixels';

/** Writes an image of 0..65535 as 0..1, changed: moved, blurred, then its greys, noise, and the cut-out; what leaves 0..1 is cut off. */
export function changePixels(pixels: Uint16Array, size: readonly [number, number], change: ImageChange, into: Float32Array): void {
  warpPixels(pixels, size, changeAffine(change, size), into);
  if (change.blur > 0) blurPixels(into, size, change.blur);
  if (change.gamma !== 1) for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) ** change.gamma;
  if (change.contrast !== 1 || change.brightness !== 0) changeGreys(into, change);
  if (change.noise > 0) addNoise(into, change);
  if (change.cutOut !== null) fill(into, size[1], change.cutOut, meanOf(into));
}

function changeGreys(pixels: Float32Array, { contrast, brightness }: ImageChange): void {
  const base = meanOf(pixels) * (1 - contrast) + brightness;
  for (let i = 0; i < pixels.length; i++) pixels[i] = unit((pixels[i] ?? 0) * contrast + base);
}

function addNoise(pixels: Float32Array, { noise, noiseSeed }: ImageChange): void {
  const random = mulberry32(noiseSeed);
  for (let i = 0; i < pixels.length; i++) pixels[i] = unit((pixels[i] ?? 0) + noise * normal(random));
}

function fill(pixels: Float32Array, width: number, { top, left, rows, columns }: PixelRectangle, value: number): void {
  for (let row = top; row < top + rows; row++) pixels.fill(value, row * width + left, row * width + left + columns);
}

function meanOf(pixels: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) sum += pixels[i] ?? 0;
  return sum / pixels.length;
}

const unit = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);
