import type { Break, BrokenBone } from './brokenBone';
import type { BoneModel } from './shaftModel';
import type { Point } from './wristBones';

/** Bends a child's cortex outwards in a ring, without a line: the torus fracture. */
export function buckleBone(bone: BoneModel, broken: Break): BrokenBone {
  const middle = broken.at * bone.length;
  const half = bone.reach * 0.26;
  const [left, right] = sidesOf(broken);
  const boneAt = (along: number, across: number, grain: number): number => {
    const ring = bump((along - middle) / half);
    if (ring === 0) return bone.boneAt(along, across, grain);
    const wider = 1 + ring * (across < 0 ? left : right);
    return (1 + 0.3 * broken.strength * ring) * bone.boneAt(along, across / wider, grain);
  };
  return { model: { ...bone, boneAt }, outline: around(bone, boneAt, middle, half) };
}

/** How far each side bulges, as a share of the width; the slope says which side gives way more. */
function sidesOf({ strength, slope }: Break): readonly [number, number] {
  const both = 0.16 + 0.12 * strength;
  return slope > 0 ? [both * 0.4, both] : [both, both * 0.4];
}

/** 1 in the middle, 0 with all its slopes at both ends. */
function bump(share: number): number {
  return Math.abs(share) >= 1 ? 0 : (1 - share * share) ** 2;
}

function around({ reach }: BoneModel, boneAt: BoneModel['boneAt'], middle: number, half: number): readonly Point[] {
  let [least, most] = [reach, -reach];
  for (let across = -reach; across <= reach; across += 0.25) {
    for (let part = -1; part <= 1; part += 0.1) {
      if (boneAt(middle + part * half, across, 1) <= 0) continue;
      least = Math.min(least, across - 0.25);
      most = Math.max(most, across + 0.25);
    }
  }
  return [
    [middle - half, least],
    [middle - half, most],
    [middle + half, most],
    [middle + half, least],
  ];
}
