import { type LongBoneKind, longBoneKinds, type Outline } from './longBones';
import { interpolate, type Maturity, unit } from './maturity';
import type { PlacedBone } from './placeHand';

/** A piece of long bone as tables along its axis: half-widths, cortex and inner density at `start + index * step`, millimetres from the proximal end. */
export type ShaftPiece = {
  readonly start: number;
  readonly step: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly cortex: Float32Array;
  /** Bone per millimetre inside the cortex, 1 is solid. */
  readonly inner: Float32Array;
};

/** A bone as its parts and as the whole that they become; `fusion` 0..1 is how far. */
export type ShaftPieces = { readonly parts: readonly ShaftPiece[]; readonly whole: ShaftPiece; readonly fusion: number };

/** The shaft and its epiphysis, apart and joined. */
export function shaftPieces(placed: PlacedBone, maturity: Maturity, cortexFactor: number): ShaftPieces {
  const kind = longBoneKinds[placed.bone.kind];
  const size = maturity.size(placed.bone.centre);
  const fusion = maturity.fusion(placed.bone.centre);
  const plate = plateOf(kind, placed, maturity, size);
  const piece = makePiece(placed, kind, cortexFactor * (0.55 + 0.45 * maturity.growth), plate);
  const parts = [piece({ ...shaftSpan(kind, placed, maturity, plate), widthFactor: 1, scar: 0 })];
  if (size > 0) parts.push(piece({ ...epiphysisSpan(kind, placed, plate, size), scar: 0 }));
  const [roundFrom, roundTo] = [kind.rounding[0] * placed.length, kind.rounding[1] * placed.length];
  const scar = 0.5 * Math.exp(-maturity.sinceFusion(placed.bone.centre) / 14);
  const whole = piece({ from: 0, to: placed.length, roundFrom, roundTo, widthFactor: 1, scar });
  return { parts, whole, fusion };
}

/** The growth plate: from the epiphysis to the shaft, millimetres from the growing end. */
type Plate = { readonly epiphysis: number; readonly shaft: number };

function plateOf(kind: LongBoneKind, placed: PlacedBone, maturity: Maturity, size: number): Plate {
  const shaft = kind.epiphysis * placed.length * (1.1 - 0.1 * size);
  const gap = Math.min(0.45 * shaft, (2.1 - 1.2 * size) * (0.5 + 0.5 * maturity.growth) * (1 - 0.5 * maturity.fusion(placed.bone.centre)));
  return { epiphysis: shaft - gap, shaft };
}

type Span = { readonly from: number; readonly to: number; readonly roundFrom: number; readonly roundTo: number };

/** The other end of a young shaft is cartilage too. */
function shaftSpan(kind: LongBoneKind, placed: PlacedBone, maturity: Maturity, plate: Plate): Span {
  const { length, halfWidth } = placed;
  const cartilage = 0.075 * length * (1 - unit((maturity.growth - 0.33) / 0.4));
  const corner = Math.min(0.09 * length, halfWidth * (0.75 - 0.5 * maturity.size(placed.bone.centre)));
  const roundOther = Math.max(corner * 1.4 * (1 - maturity.growth), kind.rounding[kind.growthEnd === 'proximal' ? 1 : 0] * length);
  return kind.growthEnd === 'proximal'
    ? { from: plate.shaft, to: length - cartilage, roundFrom: corner, roundTo: roundOther }
    : { from: cartilage, to: length - plate.shaft, roundFrom: roundOther, roundTo: corner };
}

/** A seed in the middle of the cartilage at first, a plate as wide as the shaft and a little wider at last. */
function epiphysisSpan(kind: LongBoneKind, placed: PlacedBone, plate: Plate, size: number) {
  const height = plate.epiphysis * (0.42 + 0.58 * size);
  const middle = plate.epiphysis * (0.62 - 0.12 * size);
  const low = Math.max(0, middle - height / 2);
  const high = Math.min(plate.epiphysis, middle + height / 2);
  const outer = Math.max(kind.rounding[kind.growthEnd === 'proximal' ? 0 : 1] * placed.length, (high - low) * 0.5);
  const inner = (high - low) * (0.5 - 0.15 * size);
  const widthFactor = size * (1 + 0.04 * size);
  return kind.growthEnd === 'proximal'
    ? { from: low, to: high, roundFrom: Math.min(outer, (high - low) * 0.55), roundTo: inner, widthFactor }
    : { from: placed.length - high, to: placed.length - low, roundFrom: inner, roundTo: Math.min(outer, (high - low) * 0.62), widthFactor };
}

type PieceShape = Span & { readonly widthFactor: number; readonly scar: number };

/** Samples a piece every quarter of a millimetre. */
function makePiece(placed: PlacedBone, kind: LongBoneKind, cortexFactor: number, plate: Plate): (shape: PieceShape) => ShaftPiece {
  const { length, halfWidth } = placed;
  return ({ from, to, roundFrom, roundTo, widthFactor, scar }) => {
    const step = 0.25;
    const count = Math.max(2, Math.ceil((to - from) / step) + 1);
    const sample = (value: (at: number) => number): Float32Array =>
      Float32Array.from({ length: count }, (_, index) => value(Math.min(to, from + index * step)));
    const rounded = (at: number): number => halfWidth * widthFactor * roundEnd((at - from) / roundFrom) * roundEnd((to - at) / roundTo);
    const scarAt = kind.growthEnd === 'proximal' ? plate.shaft : length - plate.shaft;
    const endGlow = (at: number): number => 0.3 * Math.exp(-Math.min(at - from, to - at) / 0.9);
    return {
      start: from,
      step,
      left: sample((at) => rounded(at) * widthAt(kind.left, at / length)),
      right: sample((at) => rounded(at) * widthAt(kind.right, at / length)),
      cortex: sample((at) => halfWidth * cortexFactor * kind.cortex * cortexShare(at / length)),
      inner: sample((at) => innerDensity(at / length) + endGlow(at) + scar * Math.exp(-(((at - scarAt) / 0.7) ** 2))),
    };
  };
}

/** A superellipse's quarter: 0 at the end of a bone, 1 where its rounding is over. */
function roundEnd(share: number): number {
  if (share >= 1) return 1;
  return share <= 0 ? 0 : (1 - (1 - share) ** 2.4) ** (1 / 2.4);
}

function widthAt(outline: Outline, share: number): number {
  return interpolate(outline, share);
}

/** Thick in the middle, a shell at the ends. */
function cortexShare(share: number): number {
  return 0.16 + 0.84 * unit(1.25 * Math.sin(Math.PI * unit((share - 0.06) / 0.88)) ** 1.3);
}

/** Spongy ends, marrow in the middle. */
function innerDensity(share: number): number {
  return 0.13 + 0.24 * Math.abs(2 * share - 1) ** 1.6;
}
