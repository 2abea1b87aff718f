import type { Affine } from './affine';
import type { Size } from './resize';

/** How an image is brought to the network's size: `pad` and `crop` keep its aspect, `stretch` does not. */
export type Fit = 'pad' | 'crop' | 'stretch';

/** Where a fitted image lies: it is resized to `inner`, whose top left pixel comes to (top, left) of the new size; negative where it is cropped. */
export type FitPlace = { readonly inner: Size; readonly top: number; readonly left: number };

/** The place of an image of size `from` within `to`, centred, half a pixel to the upper left where uneven. */
export function fitPlace(from: Size, to: Size, fit: Fit): FitPlace {
  if (fit === 'stretch') return { inner: to, top: 0, left: 0 };
  const sides = [to.rows / from.rows, to.columns / from.columns];
  const scale = fit === 'pad' ? Math.min(...sides) : Math.max(...sides);
  const inner = { rows: scaled(from.rows, scale, to.rows, fit), columns: scaled(from.columns, scale, to.columns, fit) };
  return { inner, top: Math.floor((to.rows - inner.rows) / 2), left: Math.floor((to.columns - inner.columns) / 2) };
}

/** Maps continuous pixels of an image of size `from` to those of the fitted image. */
export function fitAffine(from: Size, to: Size, fit: Fit): Affine {
  const { inner, top, left } = fitPlace(from, to, fit);
  return [inner.columns / from.columns, 0, left, 0, inner.rows / from.rows, top];
}

function scaled(length: number, scale: number, limit: number, fit: Fit): number {
  const side = Math.round(length * scale);
  return fit === 'pad' ? Math.min(limit, Math.max(1, side)) : Math.max(limit, side);
}
