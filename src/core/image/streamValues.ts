import type { StoredValues } from './frame';
import type { PixelLayout } from './pixelLayout';
import { storedValues } from './storedValues';

/**
 * Stored values from the samples without sign of a compressed picture of `precision` bits, which may be more than the file says are stored: these
 * are believed where they hold values that would not fit. Works in the samples' own memory.
 */
export function streamValues(
  samples: Uint8Array | Uint16Array,
  layout: PixelLayout,
  precision: number,
): { readonly values: StoredValues; readonly bits: number } {
  const { bitsStored, highBit, signed } = layout;
  if (precision > bitsStored && highBit === bitsStored - 1 && !signed && samples.some((sample) => sample >>> bitsStored !== 0))
    return { values: samples, bits: precision };
  const room = 8 * samples.BYTES_PER_ELEMENT;
  // Only cells that were compressed as they are have their bits elsewhere than at the bottom.
  const top = precision > highBit ? highBit : Math.min(room, bitsStored) - 1;
  const bits = Math.min(bitsStored, top + 1);
  return { values: storedValues(samples, { ...layout, kind: 'integer', bitsStored: bits, highBit: top }), bits };
}
