import { mulberry32 } from '../statistics/random';
import type { Pose } from './pose';

/** Attenuation per millimetre at some 52 kV. */
const softAttenuation = 0.021;
const boneAttenuation = 0.075;

/** Turns millimetres of soft tissue and bone into 12-bit values, bright where little arrives, with blur, noise and collimation. */
export function expose(soft: Float32Array, bone: Float32Array, columns: number, rows: number, pose: Pose, seed: number): Uint16Array {
  const shadow = new Float32Array(columns * rows);
  for (let index = 0; index < shadow.length; index++) {
    shadow[index] = softAttenuation * (soft[index] ?? 0) + boneAttenuation * (bone[index] ?? 0);
  }
  const blurred = blur(shadow, columns, rows, pose.blur / 3);
  const noise = noiseSource(seed);
  const grain = 0.011 / Math.sqrt(pose.dose);
  const grey = greyScale(pose);
  const pixels = new Uint16Array(shadow.length);
  for (let index = 0; index < pixels.length; index++) {
    const through = blurred[index] ?? 0;
    // Noise grows with the root of what is absorbed: exp(through / 2), nearly.
    const noisy = through + grain * (1 + through * (0.5 + through * (0.125 + through * 0.021))) * noise();
    pixels[index] = grey[Math.min(grey.length - 1, Math.max(0, Math.round((noisy + below) * levels)))] ?? 0;
  }
  collimate(pixels, columns, rows, pose, noise);
  return pixels;
}

const levels = 2048;
/** Noise makes shadows a little negative. */
const below = 0.1;

/** The display curve as a table: 12-bit grey for shadows from -0.1 to 2.4 in steps of 1 / `levels`. */
function greyScale({ offset, gain, gamma }: Pose): Uint16Array {
  return Uint16Array.from({ length: Math.round(2.5 * levels) }, (_, index) => {
    const shadow = Math.max(0, index / levels - below + 0.04 + offset) * gain;
    return Math.round(4095 * Math.min(1, 1.08 * (1 - Math.exp(-1.45 * shadow))) ** gamma);
  });
}

/** Mixes every pixel with its neighbours, `side` of each, first along rows, then along columns. */
function blur(values: Float32Array, columns: number, rows: number, side: number): Float32Array {
  const along = new Float32Array(columns * rows);
  const result = new Float32Array(columns * rows);
  for (let index = 0; index < values.length; index++) {
    const here = values[index] ?? 0;
    along[index] = (1 - 2 * side) * here + side * ((values[index - 1] ?? here) + (values[index + 1] ?? here));
  }
  for (let index = 0; index < values.length; index++) {
    const here = along[index] ?? 0;
    result[index] = (1 - 2 * side) * here + side * ((along[index - columns] ?? here) + (along[index + columns] ?? here));
  }
  return result;
}

/** Nearly normal numbers, quickly: four bytes of one draw are added up. */
function noiseSource(seed: number): () => number {
  const random = mulberry32(seed);
  return () => {
    const bits = (random() * 4294967296) >>> 0;
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    return (sum - 510) / 147.8;
  };
}

/** Covers what lies outside the collimated field, with a penumbra of some pixels. */
function collimate(pixels: Uint16Array, columns: number, rows: number, { collimation }: Pose, noise: () => number): void {
  const [left, top, right, bottom] = collimation.edges;
  const slope = Math.tan(collimation.tilt);
  // An edge that lies outside the film stays outside it when tilted.
  const inside = (edge: number, distance: number): number => (edge <= 0 ? 9 : distance);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = column + slope * (row - rows / 2);
      const y = row - slope * (column - columns / 2);
      const across = Math.min(inside(left, x - left * columns), inside(right, (1 - right) * columns - 1 - x));
      const down = Math.min(inside(top, y - top * rows), inside(bottom, (1 - bottom) * rows - 1 - y));
      const open = Math.min(across, down) / 2.5 + 0.2;
      if (open >= 1) continue;
      const index = row * columns + column;
      const cover = collimation.outside === 0 ? 0 : 4095 * (collimation.outside + 0.008 * noise());
      const mixed = cover + Math.max(0, open) * ((pixels[index] ?? 0) - cover);
      pixels[index] = Math.min(4095, Math.max(0, Math.round(mixed)));
    }
  }
}
