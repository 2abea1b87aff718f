import { expand422, fullToRgb, interleavedParts, joinParts, type Parts, partialToRgb } from './colour';
import type { Frame, StoredValues } from './frame';
import type { Palette } from './palette';

/** How the samples of a decoded frame are to be taken. */
export type Colour = 'grey' | 'palette' | 'RGB' | 'YBR_FULL' | 'YBR_FULL_422' | 'YBR_PARTIAL_422';

/** A frame's stored values before colour is made of them: one array with the samples of a pixel next to each other, or a plane a sample. */
export type DecodedSamples = {
  readonly rows: number;
  readonly columns: number;
  readonly planes: readonly StoredValues[];
  readonly colour: Colour;
  readonly bits: number;
};

/** Makes grey, or red, green and blue, of decoded samples. */
export function assembleFrame(decoded: DecodedSamples, palette: Palette | null): Frame {
  const { rows, columns, bits, colour, planes } = decoded;
  const [values = new Uint8Array()] = planes;
  if (colour === 'grey') return { rows, columns, samples: 1, values, bits };
  if (colour === 'palette' && palette !== null)
    return { rows, columns, samples: 3, values: applyPalette(values, palette), bits: palette.bits };
  const into = roomFor(3 * rows * columns, bits);
  writeColour(decoded, into);
  return { rows, columns, samples: 3, values: into, bits };
}

const roomFor = (size: number, bits: number): StoredValues =>
  bits <= 8 ? new Uint8Array(size) : bits <= 16 ? new Uint16Array(size) : new Uint32Array(size);

function writeColour({ planes, colour, bits, rows, columns }: DecodedSamples, into: StoredValues): void {
  const [a = new Uint8Array(), b, c] = planes;
  const isShared = colour === 'YBR_FULL_422' || colour === 'YBR_PARTIAL_422';
  const parts: Parts = b !== undefined && c !== undefined ? [a, b, c] : interleavedParts(isShared ? expand422(a, rows * columns) : a);
  const step = b === undefined ? 3 : 1;
  if (colour === 'RGB') joinParts(parts, step, into);
  else if (colour === 'YBR_PARTIAL_422') partialToRgb(parts, step, into);
  else fullToRgb(parts, step, bits, into);
}

/** Values below the first get its colour, those above the last the last's (PS3.3 C.7.6.3.1.5). */
function applyPalette(values: StoredValues, { first, parts: [red, green, blue], bits }: Palette): StoredValues {
  const into = bits === 8 ? new Uint8Array(3 * values.length) : new Uint16Array(3 * values.length);
  const last = red.length - 1;
  for (let i = 0; i < values.length; i += 1) {
    const entry = Math.min(last, Math.max(0, (values[i] ?? 0) - first));
    into[3 * i] = red[entry] ?? 0;
    into[3 * i + 1] = green[entry] ?? 0;
    into[3 * i + 2] = blue[entry] ?? 0;
  }
  return into;
}
