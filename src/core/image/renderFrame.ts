import type { Frame, StoredValues } from './frame';
import type { FrameMeaning } from './frameMeaning';
import { greyLevels, isShort, levelFunction, placesOf, type ShortValues } from './greyLevels';
import { valueRange } from './histogram';
import { type Voi, voiFunction } from './voi';

const opaque = 0xff000000;
const greyPixel = (level: number): number => (opaque | (level * 0x010101)) >>> 0;

/**
 * Writes a frame as RGBA, one pixel after the other, as a canvas takes it (little endian where it is given as 32-bit pixels). `voi` is a window or
 * table in the modality's unit, null for all values; `inverted` turns grey over once more than the file itself does. Colour is shown as it
 * is without `voi`, else each of its parts goes through the window.
 */
export function renderFrame(
  frame: Frame,
  meaning: FrameMeaning,
  voi: Voi | null,
  inverted: boolean,
  rgba: Uint32Array | Uint8ClampedArray,
): void {
  const pixels = rgba instanceof Uint32Array ? rgba : new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.byteLength >>> 2);
  if (frame.samples === 3) renderColour(frame, voi, inverted, pixels);
  else if (isShort(frame.values)) renderShort(frame.values, greyLevels({ values: frame.values }, meaning, voi, { inverted }), pixels);
  else renderWide(frame, meaning, voi, inverted, pixels);
}

function renderShort(values: ShortValues, levels: Uint8Array, pixels: Uint32Array): void {
  const packed = packLevels(levels);
  const places = placesOf(values);
  const count = Math.min(places.length, pixels.length);
  for (let i = 0; i < count; i += 1) pixels[i] = packed[places[i] ?? 0] ?? opaque;
}

/** A loop, because `Uint32Array.from` with a function takes longer than a CT slice does. */
function packLevels(levels: Uint8Array): Uint32Array {
  const packed = new Uint32Array(levels.length);
  for (let i = 0; i < packed.length; i += 1) packed[i] = greyPixel(levels[i] ?? 0);
  return packed;
}

/** Integers of more than 16 bits and floats have no table; what is no number is black. */
function renderWide(frame: Frame, meaning: FrameMeaning, voi: Voi | null, inverted: boolean, pixels: Uint32Array): void {
  const range = voi === null ? { ...meaning, ...valueRange(frame, meaning) } : meaning;
  const level = levelFunction(range, voi, inverted);
  const { values } = frame;
  const count = Math.min(values.length, pixels.length);
  for (let i = 0; i < count; i += 1) {
    const value = values[i] ?? 0;
    pixels[i] = Number.isNaN(value) ? opaque : greyPixel(level(value));
  }
}

function renderColour({ values, bits }: Frame, voi: Voi | null, inverted: boolean, pixels: Uint32Array): void {
  const level = partLevels(values, bits, voi, inverted);
  const count = Math.min(Math.floor(values.length / 3), pixels.length);
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    const red = level(values[at] ?? 0);
    const green = level(values[at + 1] ?? 0);
    const blue = level(values[at + 2] ?? 0);
    pixels[i] = (opaque | (blue << 16) | (green << 8) | red) >>> 0;
    at += 3;
  }
}

function partLevels(values: StoredValues, bits: number, voi: Voi | null, inverted: boolean): (part: number) => number {
  const white = 2 ** bits - 1;
  const shade = voi === null ? (part: number): number => Math.min(1, part / white) : voiFunction(voi);
  const level = (part: number): number => Math.round(255 * (inverted ? 1 - shade(part) : shade(part)));
  if (values.BYTES_PER_ELEMENT > 2) return level;
  const levels = Uint8Array.from({ length: 2 ** (8 * values.BYTES_PER_ELEMENT) }, (_, part) => level(part));
  return (part) => levels[part] ?? 0;
}
