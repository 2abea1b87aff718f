import type { Canvas } from './canvas';
import type { Maturity } from './maturity';
import type { PlacedBone, PlacedWristBone } from './placeHand';

/** Limbs as they are drawn, and the views of them. */
export type LimbView = 'frontal' | 'lateral' | 'oblique';

/** A long bone of a limb under the name by which a break finds it. */
export type NamedBone = { readonly name: string; readonly placed: PlacedBone };

/** A short bone; `size` 0..1 is how much of it is bone already. */
export type ShortBone = Pick<PlacedWristBone, 'outline' | 'centre' | 'thickness'> & { readonly size: number };

/** A limb as one view shows it, in its own millimetres: x to the right, y up. */
export type Limb = {
  readonly maturity: Maturity;
  readonly long: readonly NamedBone[];
  readonly short: readonly ShortBone[];
  /** How deep under the skin every pixel lies, in pixels, known to `margin` millimetres outside. */
  readonly skin: (canvas: Canvas, margin: number) => Float32Array;
  /** Radius of its thick parts, in millimetres. */
  readonly thick: number;
  readonly unit: number;
  /** Lengths against an adult man's. */
  readonly length: number;
};
