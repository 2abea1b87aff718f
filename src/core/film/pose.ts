import { mulberry32, normal } from '../statistics/random';

/** How a hand lies on the detector and how the exposure was made, anew for every film. */
export type Pose = {
  /** Radians, counter-clockwise on the film. */
  readonly rotation: number;
  /** Radians by which every ray leans towards the thumb more than usual, thumb first. */
  readonly spread: readonly number[];
  /** Radians by which every ray's fingers lean further from its metacarpal. */
  readonly deviation: readonly number[];
  /** Share of the film's width by which the hand is off centre. */
  readonly shift: number;
  /** Share of the film's height above the longest finger. */
  readonly margin: number;
  /** Forearm on the film, in adult millimetres below the middle of the capitate. */
  readonly forearm: number;
  /** Signal at the detector against a good exposure; low is noisy. */
  readonly dose: number;
  readonly gain: number;
  readonly offset: number;
  readonly gamma: number;
  /** Share of neighbours in the detector's blur, 0..1. */
  readonly blur: number;
  /** Collimated edges as shares of the film (left, top, right, bottom), their tilt in radians, and what lies outside: 0 black, 1 bright. */
  readonly collimation: { readonly edges: readonly [number, number, number, number]; readonly tilt: number; readonly outside: number };
};

/** Draws a pose. */
export function drawPose(seed: number): Pose {
  const random = mulberry32(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const spread = 0.035 * normal(random);
  const edge = (): number => (random() < 0.55 ? between(-0.05, 0) : between(0, 0.045));
  return {
    rotation: 0.06 * normal(random),
    spread: [-2.2, 1, 0, -1, -1.9].map((share) => share * spread + 0.018 * normal(random)),
    deviation: [0, 0, 0, 0, 0].map(() => 0.028 * normal(random)),
    shift: between(-0.045, 0.045),
    margin: between(0.03, 0.12),
    forearm: between(46, 74),
    dose: between(0.5, 1.6),
    gain: between(0.86, 1.14),
    offset: between(-0.03, 0.06),
    gamma: between(0.85, 1.15),
    blur: between(0.25, 0.75),
    collimation: { edges: [edge(), edge(), edge(), edge()], tilt: 0.012 * normal(random), outside: random() < 0.7 ? 0 : between(0.75, 1) },
  };
}
