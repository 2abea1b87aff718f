import { assembleFrame, type Colour } from './assembleFrame';
import type { Codecs } from './codecs';
import { cellsOutput } from './decodeNative';
import type { DecoderOutput } from './decoderOutput';
import { decoderOf } from './decoders';
import type { Frame } from './frame';
import { nativeCells } from './nativeCells';
import type { PixelSource } from './pixelSource';

/** Decodes one frame (from 0); throws `DicomError` where it is damaged, cut off or of a kind that RadSteps can't show. */
export async function decodeFrame(source: PixelSource, frame: number, codecs: Codecs): Promise<Frame> {
  const { file, layout, syntax, palette } = source;
  const { planes, bits, colour } = syntax.encapsulated
    ? await decoderOf(syntax)(frameBytes(source, frame), layout, codecs)
    : cellsOutput(nativeCells(file, layout, frame), layout);
  return assembleFrame(
    { rows: layout.rows, columns: layout.columns, planes, bits, colour: colourOf(source, colour, planes.length) },
    palette,
  );
}

/** The fragments of a frame as one. */
function frameBytes({ file, spans }: PixelSource, frame: number): Uint8Array {
  const { bytes } = file.dataset;
  const [first, ...rest] = spans(frame);
  if (first !== undefined && rest.length === 0) return bytes.subarray(first.start, first.end);
  const parts = spans(frame).map(({ start, end }) => bytes.subarray(start, end));
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What the compressed data say of colour counts more than the file, of which many are wrong. */
function colourOf({ layout }: PixelSource, told: DecoderOutput['colour'], planes: number): Colour {
  const { photometric, samples } = layout;
  if (samples === 1) return photometric === 'PALETTE COLOR' ? 'palette' : 'grey';
  if (told !== null) return told === 'RGB' ? 'RGB' : 'YBR_FULL';
  if (photometric === 'YBR_FULL') return 'YBR_FULL';
  if (photometric === 'YBR_FULL_422' || photometric === 'YBR_PARTIAL_422') return planes === 3 ? 'YBR_FULL' : photometric;
  return 'RGB';
}
