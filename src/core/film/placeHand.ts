import { forearm, type LongBone, rays } from './longBones';
import { type Maturity, unit } from './maturity';
import type { Patient } from './patient';
import type { Pose } from './pose';
import { type Point, type WristBone, wristBones } from './wristBones';

/** A long bone in the hand: its proximal end and its direction, in millimetres of this hand. */
export type PlacedBone = {
  readonly bone: LongBone;
  readonly start: Point;
  /** Radians from the hand's long axis towards the thumb. */
  readonly angle: number;
  readonly length: number;
  readonly halfWidth: number;
};

export type PlacedWristBone = {
  readonly bone: WristBone;
  readonly outline: readonly Point[];
  readonly centre: Point;
  readonly thickness: number;
};

/** A hand of its own size: x towards the thumb, y towards the fingertips, origin in the middle of the capitate, millimetres. */
export type PlacedHand = {
  readonly rays: readonly (readonly PlacedBone[])[];
  readonly forearm: readonly PlacedBone[];
  readonly wrist: readonly PlacedWristBone[];
  /** Lengths and breadths against the adult man's. */
  readonly length: number;
  readonly breadth: number;
};

/** Where the metacarpals begin in an adult, and how they lean towards the thumb, in radians. */
const roots: readonly { readonly start: Point; readonly angle: number; readonly fingers: number }[] = [
  { start: [23.5, 8.5], angle: 0.6, fingers: 0.47 },
  { start: [13, 14.6], angle: 0.125, fingers: 0.1 },
  { start: [1, 15], angle: 0.005, fingers: 0.01 },
  { start: [-9.6, 13.2], angle: -0.11, fingers: -0.085 },
  { start: [-18.2, 10.4], angle: -0.235, fingers: -0.19 },
];

/** Builds a hand from its bones, wrist first. */
export function placeHand(patient: Patient, maturity: Maturity, pose: Pose): PlacedHand {
  const length = maturity.growth * patient.size;
  const breadth = maturity.growth ** 0.86 * patient.size * (0.5 + 0.5 * patient.boneWidth);
  const width = maturity.growth ** 0.8 * patient.size * patient.boneWidth;
  const size = { length, breadth, width };
  return {
    rays: rays.map((bones, ray) => placeRay(bones, ray, size, patient, maturity, pose)),
    forearm: placeForearm(size),
    wrist: wristBones.map((bone) => placeWristBone(bone, size, maturity)),
    length,
    breadth,
  };
}

type Size = { readonly length: number; readonly breadth: number; readonly width: number };

function placeRay(
  bones: readonly LongBone[],
  ray: number,
  size: Size,
  patient: Patient,
  maturity: Maturity,
  pose: Pose,
): readonly PlacedBone[] {
  const root = roots[ray] ?? { start: [0, 0] as const, angle: 0, fingers: 0 };
  const lean = pose.spread[ray] ?? 0;
  const scale = size.length * (patient.rays[ray] ?? 1);
  // Young wrists are cartilage and short: the metacarpals come nearer.
  const near = 0.9 + 0.1 * unit(maturity.growth);
  let at: Point = [root.start[0] * size.breadth, root.start[1] * size.length * near];
  return bones.map((bone, place) => {
    const bend = place === 0 ? 0 : place * 0.5 * (pose.deviation[ray] ?? 0);
    const angle = (place === 0 ? root.angle + 0.6 * lean : root.fingers + 1.3 * lean) + bend;
    const placed = { bone, start: at, angle, length: bone.length * scale, halfWidth: (bone.width / 2) * size.width };
    const reach = placed.length + jointSpace * size.length;
    at = [at[0] + Math.sin(angle) * reach, at[1] + Math.cos(angle) * reach];
    return placed;
  });
}

/** Cartilage between bones, adult millimetres. */
const jointSpace = 1.5;

/** Distal ends in adult millimetres, and how the bones lean. */
const forearmEnds: readonly { readonly end: Point; readonly angle: number }[] = [
  { end: [7.2, -22.2], angle: -0.02 },
  { end: [-17.6, -24.5], angle: 0.035 },
];

function placeForearm(size: Size): readonly PlacedBone[] {
  return forearm.map((bone, index) => {
    const { end, angle } = forearmEnds[index] ?? { end: [0, 0] as const, angle: 0 };
    const length = bone.length * size.length;
    const tip: Point = [end[0] * size.breadth, end[1] * size.length];
    const start: Point = [tip[0] - Math.sin(angle) * length, tip[1] - Math.cos(angle) * length];
    return { bone, start, angle, length, halfWidth: (bone.width / 2) * size.width };
  });
}

function placeWristBone(bone: WristBone, size: Size, maturity: Maturity): PlacedWristBone {
  const outline = bone.outline.map(([x, y]): Point => [x * size.breadth, y * size.length]);
  const sum = outline.reduce(([x, y], point): Point => [x + point[0], y + point[1]], [0, 0] as Point);
  const centre: Point = [sum[0] / outline.length, sum[1] / outline.length];
  return { bone, outline, centre, thickness: bone.thickness * size.breadth * maturity.size(bone.centre) };
}
