import { readFile } from 'node:fs/promises';
import { attentionAt } from '../../core/experiment/attentionAt';
import type { AttentionMap } from '../../core/experiment/attentionMap';
import type { Experiment } from '../../core/experiment/experiment';
import { windowPixels } from '../../core/image/windowPixels';
import { decodeImage } from '../images/readImage';

/** Pixels of the picture's longer side at most. */
const mostSide = 1600;
/** How much of the picture the strongest place hides. */
const strongest = 0.6;
/** From weak to strong: violet, red, orange, yellow (of the colour map "inferno" of matplotlib). */
const colours = [
  [87, 16, 110],
  [188, 55, 84],
  [249, 142, 9],
  [252, 255, 164],
] as const;

/** A PNG of an image, in the greys that the network sees, with a map of attention over it: the stronger, the brighter and the less transparent. */
export async function attentionPicture(file: string, settings: Experiment['image'], map: AttentionMap): Promise<Buffer> {
  const image = await decodeImage(await readFile(file));
  const pixels = 'codes' in image ? Float32Array.from(image.codes, (code) => image.greys[code] ?? 0) : image.pixels;
  const shares = windowPixels({ ...image, pixels, bits: 16 }, settings);
  const rgb = new Uint8Array(3 * shares.length);
  for (const [index, share] of shares.entries()) {
    const [column, row] = [index % image.columns, Math.floor(index / image.columns)];
    const weight = attentionAt(map, column + 0.5, row + 0.5);
    rgb.set(blended(255 * share, weight), 3 * index);
  }
  const { default: sharp } = await import('sharp');
  return sharp(rgb, { raw: { width: image.columns, height: image.rows, channels: 3 } })
    .resize({ width: mostSide, height: mostSide, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer();
}

function blended(grey: number, weight: number): readonly number[] {
  const place = weight * (colours.length - 1);
  const first = Math.min(Math.floor(place), colours.length - 2);
  const [from, to] = [colours[first] ?? [], colours[first + 1] ?? []];
  const hidden = strongest * weight;
  return from.map((value, index) => {
    const colour = value + (place - first) * ((to[index] ?? 0) - value);
    return Math.round(grey * (1 - hidden) + colour * hidden);
  });
}
