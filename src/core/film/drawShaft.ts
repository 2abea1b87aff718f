import { boxAround, type Canvas, toCanvas } from './canvas';
import { longBoneKinds } from './longBones';
import type { Maturity } from './maturity';
import type { PlacedBone } from './placeHand';
import { type ShaftPiece, shaftPieces } from './shaftPieces';
import type { Texture } from './texture';

/** Bones are a little flatter than wide. */
const depth = 0.86;

/** Adds a long bone's millimetres of solid bone to the canvas. */
export function drawShaft(canvas: Canvas, placed: PlacedBone, maturity: Maturity, cortexFactor: number, texture: Texture): void {
  const { parts, whole, fusion } = shaftPieces(placed, maturity, cortexFactor);
  const direction = [Math.sin(placed.angle), Math.cos(placed.angle)] as const;
  const tip = [placed.start[0] + direction[0] * placed.length, placed.start[1] + direction[1] * placed.length] as const;
  const start = toCanvas(canvas, placed.start);
  const end = toCanvas(canvas, tip);
  const { scale, columns, values } = canvas;
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]) || 1;
  const along = [(end[0] - start[0]) / length / scale, (end[1] - start[1]) / length / scale] as const;
  const box = boxAround(canvas, [start, end], 2.4 * placed.halfWidth * scale);
  const { bow, tilt } = longBoneKinds[placed.bone.kind];
  for (let row = box.top; row < box.bottom; row++) {
    for (let column = box.left; column < box.right; column++) {
      const dx = column - start[0];
      const dy = row - start[1];
      const across = along[0] * dy - along[1] * dx;
      const off = Math.abs(across);
      if (off > 2.4 * placed.halfWidth) continue;
      const straight = along[0] * dx + along[1] * dy;
      const share = straight / placed.length;
      const bend = (off * off) / placed.halfWidth / 2;
      const at = straight - (share > 0.5 ? (2 * share - 1) * (tilt * across - bow[1] * bend) : (1 - 2 * share) * bow[0] * bend);
      const grain = texture.at(row, column);
      let most = 0;
      if (fusion < 1) for (const piece of parts) most = Math.max(most, boneAt(piece, at, across, grain));
      if (fusion > 0) most += fusion * (boneAt(whole, at, across, grain) - most);
      if (most > 0) values[row * columns + column] = (values[row * columns + column] ?? 0) + most;
    }
  }
}

/** Solid bone along the beam through a tube at `at` along and `across` from its axis (right positive), millimetres. */
function boneAt(piece: ShaftPiece, at: number, across: number, grain: number): number {
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
