import { type Plane, resamplePlane } from './resamplePlane';
import { add3, cross3, scale3, unit3 } from './vector3';
import type { Volume, VolumeValues } from './volume';

/** How planes of a slab become one: the mean, or the highest value (maximum intensity projection, MIP). */
export type SlabKind = 'mean' | 'highest';

/** A slab around a plane: `planes` of them (at least 1), `stepMm` apart along the normal of the plane, half of them on each side. */
export type Slab = { readonly kind: SlabKind; readonly planes: number; readonly stepMm: number };

/** Like `resamplePlane`, for a slab; `outside` counts in no mean and is no highest value unless nothing else is there. */
export function resampleSlab(volume: Volume, plane: Plane, { kind, planes, stepMm }: Slab, out: VolumeValues, outside: number): void {
  if (planes <= 1) {
    resamplePlane(volume, plane, out, outside);
    return;
  }
  const normal = unit3(cross3(...plane.orientation));
  const one = new Float32Array(out.length);
  const sums = new Float32Array(out.length).fill(kind === 'mean' ? 0 : Number.NEGATIVE_INFINITY);
  const counts = new Uint16Array(out.length);
  for (let at = 0; at < planes; at += 1) {
    const positionMm = add3(plane.positionMm, scale3(normal, (at - (planes - 1) / 2) * stepMm));
    // What is no number marks what lies outside.
    resamplePlane(volume, { ...plane, positionMm }, one, Number.NaN);
    (kind === 'mean' ? addAll : raiseAll)(one, sums, counts);
  }
  const isExact = out instanceof Float32Array;
  for (let i = 0; i < out.length; i += 1) {
    const count = counts[i] ?? 0;
    const value = count === 0 ? outside : (sums[i] ?? 0) / (kind === 'mean' ? count : 1);
    out[i] = isExact ? value : Math.round(value);
  }
}

function addAll(values: Float32Array, sums: Float32Array, counts: Uint16Array): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (Number.isNaN(value)) continue;
    sums[i] = (sums[i] ?? 0) + value;
    counts[i] = (counts[i] ?? 0) + 1;
  }
}

function raiseAll(values: Float32Array, highest: Float32Array, counts: Uint16Array): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (Number.isNaN(value)) continue;
    if (value > (highest[i] ?? 0)) highest[i] = value;
    counts[i] = 1;
  }
}
