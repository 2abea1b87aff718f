import { longBoneKinds } from './longBones';
import type { Maturity } from './maturity';
import type { PlacedBone } from './placeHand';
import { type ShaftPiece, shaftPieces } from './shaftPieces';

/** A bone in its own millimetres: `along` its axis from the proximal end, `across` to the right of it. */
export type BoneModel = {
  readonly length: number;
  /** No bone lies further from the axis. */
  readonly reach: number;
  /** Millimetres of solid bone along the beam. */
  readonly boneAt: (along: number, across: number, grain: number) => number;
};

/** Bones are a little flatter than wide. */
const depth = 0.86;

/** A long bone with its cortex, marrow and growth plate. */
export function shaftModel(placed: PlacedBone, maturity: Maturity, cortexFactor: number): BoneModel {
  const { parts, whole, fusion } = shaftPieces(placed, maturity, cortexFactor);
  const { bow, tilt } = longBoneKinds[placed.bone.kind];
  const boneAt = (along: number, across: number, grain: number): number => {
    const share = along / placed.length;
    const bend = (across * across) / placed.halfWidth / 2;
    const at = along - (share > 0.5 ? (2 * share - 1) * (tilt * across - bow[1] * bend) : (1 - 2 * share) * bow[0] * bend);
    let most = 0;
    if (fusion < 1) for (const piece of parts) most = Math.max(most, pieceAt(piece, at, across, grain));
    if (fusion > 0) most += fusion * (pieceAt(whole, at, across, grain) - most);
    return most;
  };
  return { length: placed.length, reach: 2.4 * placed.halfWidth, boneAt };
}

/** Solid bone along the beam through a tube at `at` along and `across` from its axis (right positive), millimetres. */
function pieceAt(piece: ShaftPiece, at: number, across: number, grain: number): number {
  const position = (at - piece.start) / piece.step;
  if (position <= 0 || position >= piece.left.length - 1) return 0;
  const index = Math.floor(position);
  const rest = position - index;
  const left = mix(piece.left, index, rest);
  const right = mix(piece.right, index, rest);
  const half = (left + right) / 2;
  const inside = Math.min(across + left, right - across);
  if (inside <= 0) return 0;
  const outer = chord(inside, half);
  const cortex = Math.min(half, piece.cortex[index] ?? 0);
  const hollow = inside > cortex ? chord(inside - cortex, half - cortex) : 0;
  const spongy = (piece.inner[index] ?? 0) * grain;
  return depth * (outer - hollow + hollow * spongy);
}

/** A circle's chord parallel to the beam, `inside` its edge. */
function chord(inside: number, radius: number): number {
  const within = Math.min(inside, radius);
  return 2 * Math.sqrt(Math.max(0, within * (2 * radius - within)));
}

function mix(table: Float32Array, index: number, rest: number): number {
  const low = table[index] ?? 0;
  return low + rest * ((table[index + 1] ?? low) - low);
}
