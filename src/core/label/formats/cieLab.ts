/**
 * A colour #rrggbb (sRGB) as Recommended Display CIELab Value has it (PS3.3 C.10.7.1.1): PCS L*a*b* under D50, L* 0 to 100 and a*, b* -128 to 127
 * scaled to 0 to 65535; null where the text is no colour.
 */
export function cieLabOf(colour: string): readonly [number, number, number] | null {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (digits === null) return null;
  const [r = 0, g = 0, b = 0] = digits.slice(1).map((pair) => linear(Number.parseInt(pair, 16) / 255));
  const [x, y, z] = fromLinear.map(([a, c, d], axis) => fold((a * r + c * g + d * b) / (white[axis] ?? 1)));
  const scaled = [(116 * (y ?? 0) - 16) / 100, (500 * ((x ?? 0) - (y ?? 0)) + 128) / 255, (200 * ((y ?? 0) - (z ?? 0)) + 128) / 255];
  const [lightness = 0, redness = 0, yellowness = 0] = scaled.map((part) => Math.round(Math.min(1, Math.max(0, part)) * 65535));
  return [lightness, redness, yellowness];
}

/** IEC 61966-2-1. */
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** Linear sRGB to XYZ under D50 (Bradford), as ICC's sRGB profile has it. */
const fromLinear = [
  [0.4360747, 0.3850649, 0.1430804],
  [0.2225045, 0.7168786, 0.0606169],
  [0.0139322, 0.0971045, 0.7141733],
] as const;

const white = [0.9642, 1, 0.8249] as const;

const fold = (ratio: number): number => (ratio > (6 / 29) ** 3 ? Math.cbrt(ratio) : ratio / (3 * (6 / 29) ** 2) + 4 / 29);
