import type { BoneModel } from './shaftModel';

/** A bone whose break has healed: a cuff of callus and denser marrow, but no line. */
export function healBone(bone: BoneModel, at: number, strength: number): BoneModel {
  const middle = at * bone.length;
  const half = bone.reach * (0.8 + 0.35 * strength);
  const radius = bone.reach * (0.47 + 0.06 * strength);
  const boneAt = (along: number, across: number, grain: number): number => {
    const whole = bone.boneAt(along, across, grain);
    const share = Math.abs(along - middle) / half;
    if (share >= 1) return whole;
    const cuff = radius * radius * (1 - share * share) - across * across;
    const callus = cuff <= 0 ? 0 : 0.5 * strength * grain * (cuff / radius);
    return whole > 0 ? whole * (1 + 0.12 * strength * (1 - share)) + 0.4 * callus : callus;
  };
  return { ...bone, boneAt };
}
