import type { Frame } from './frame';
import type { FrameMeaning } from './frameMeaning';
import { modalityFunction } from './modalityFunction';
import { type Voi, voiFunction } from './voi';

/** Values of a frame that a table of all of them can serve: integers of at most 16 bits. */
export type ShortValues = Uint8Array | Int8Array | Uint16Array | Int16Array;

/** True where a frame has values for which there can be a table. */
export const isShort = (values: Frame['values']): values is ShortValues => values.BYTES_PER_ELEMENT <= 2;

/** Calls `visit` with each stored value that `values` can hold, and its place in a table: its lowest 8 or 16 bits as a number without sign. */
export function eachStored(values: ShortValues, visit: (stored: number, place: number) => void): void {
  const size = 2 ** (8 * values.BYTES_PER_ELEMENT);
  const signed = values instanceof Int8Array || values instanceof Int16Array;
  for (let place = 0; place < size; place += 1) visit(signed && place >= size / 2 ? place - size : place, place);
}

/** Each value's place in a table, in the values' own memory. */
export function placesOf(values: ShortValues): Uint8Array | Uint16Array {
  if (values instanceof Int8Array) return new Uint8Array(values.buffer, values.byteOffset, values.length);
  return values instanceof Int16Array ? new Uint16Array(values.buffer, values.byteOffset, values.length) : values;
}

/**
 * The grey (0 black to 255 white) of every stored value of a grey frame of at most 16 bits, by the value's lowest 8 or 16 bits as a number
 * without sign. Without `voi` the whole range of values is shown; `inverted` turns it over once more than the file itself does.
 */
export function greyLevels(
  { values }: { readonly values: ShortValues },
  meaning: FrameMeaning,
  voi: Voi | null,
  { inverted }: { readonly inverted: boolean },
): Uint8Array {
  const levels = new Uint8Array(2 ** (8 * values.BYTES_PER_ELEMENT));
  const level = levelFunction(meaning, voi, inverted);
  eachStored(values, (stored, place) => {
    levels[place] = level(stored);
  });
  return levels;
}

/** From a stored value to a grey of 0 to 255; without `voi` over the range of values, which must then be finite. */
export function levelFunction(meaning: FrameMeaning, voi: Voi | null, inverted: boolean): (stored: number) => number {
  const modality = modalityFunction(meaning.modality);
  const shade = voiFunction(voi ?? wholeRange(meaning));
  const turned = meaning.isInverted !== inverted;
  return (stored) => {
    const share = shade(modality(stored));
    return Math.round(255 * (turned ? 1 - share : share));
  };
}

/** A window over all values that there can be. */
export function wholeRange({ lowest, highest }: Pick<FrameMeaning, 'lowest' | 'highest'>): Voi {
  return { center: (lowest + highest) / 2, width: Math.max(highest - lowest, Number.MIN_VALUE), shape: 'LINEAR_EXACT' };
}
