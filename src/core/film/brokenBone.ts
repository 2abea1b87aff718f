import type { BoneModel } from './shaftModel';
import type { Point } from './wristBones';

/** How a bone is broken, as one view shows it; lengths in millimetres, angles in radians. */
export type Break = {
  readonly kind: 'transverse' | 'oblique' | 'buckle' | 'comminuted';
  /** Share of the bone's length. */
  readonly at: number;
  /** The break line's slope: along against across. */
  readonly slope: number;
  readonly gap: number;
  /** How far one fragment lies aside of the other, and how far they are pushed into each other. */
  readonly shift: number;
  readonly overlap: number;
  readonly bend: number;
  /** 1 is through and through; less is a line that shines through whole bone, as a fine break does. */
  readonly strength: number;
  /** Which fragment moves: the one that carries no neighbour. */
  readonly moves: 'proximal' | 'distal';
  readonly seed: number;
};

/** A broken bone, and a convex outline in its own millimetres (along, across) that holds all of the break. */
export type BrokenBone = { readonly model: BoneModel; readonly outline: readonly Point[] };
