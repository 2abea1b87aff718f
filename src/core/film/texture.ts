import { mulberry32 } from '../statistics/random';

/** A repeating random pattern with mean 1, as spongy bone shows it. */
export type Texture = { readonly at: (row: number, column: number) => number };

const side = 128;

/** Makes a texture whose values spread by about `contrast` round 1, in grains of some two pixels. */
export function makeTexture(seed: number, contrast: number): Texture {
  const random = mulberry32(seed);
  const noise = Float32Array.from({ length: side * side }, () => random() - 0.5);
  const grains = Float32Array.from({ length: side * side }, (_, index) => {
    const row = Math.floor(index / side);
    const column = index % side;
    let sum = 0;
    for (let down = -1; down <= 1; down++) {
      for (let right = -1; right <= 1; right++) sum += noise[wrap(row + down) * side + wrap(column + right)] ?? 0;
    }
    return 1 + contrast * 1.15 * sum;
  });
  return { at: (row, column) => grains[wrap(row) * side + wrap(column)] ?? 1 };
}

function wrap(value: number): number {
  return value & (side - 1);
}
