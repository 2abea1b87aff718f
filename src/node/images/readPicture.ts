import type { CodedImage } from '../../core/image/codedImage';
import type { GreyImage } from '../../core/image/greyImage';
import { luminance } from '../../core/image/luminance';
import { ImageError } from './imageError';

/** Size and depth of a PNG or JPEG from its header, so that the start of the file is enough: a cut-off file passes. Throws `ImageError`. */
export async function readPictureHeader(bytes: Uint8Array): Promise<Pick<GreyImage, 'rows' | 'columns' | 'bits'>> {
  const sharp = await loadSharp();
  const { width, height, depth } = await sharp(bytes).metadata().catch(damaged);
  return { rows: height, columns: width, bits: depth === 'ushort' ? 16 : 8 };
}

/** Decodes a whole PNG or JPEG to grey: 16-bit values exactly, colour as luminance; throws `ImageError` where it is damaged or cut off. */
export async function readPicture(bytes: Uint8Array): Promise<GreyImage> {
  const { rows, columns, values, channels } = await decodePicture(bytes);
  const bits = values instanceof Uint16Array ? 16 : 8;
  return { rows, columns, pixels: greyValues(values, channels), bits, window: null };
}

/** Like `readPicture`, with the file's own grey values as codes; in colour as grey values. */
export async function readCodedPicture(bytes: Uint8Array): Promise<CodedImage | GreyImage> {
  const { rows, columns, values, channels } = await decodePicture(bytes);
  const isDeep = values instanceof Uint16Array;
  if (channels !== 1) return { rows, columns, pixels: greyValues(values, channels), bits: isDeep ? 16 : 8, window: null };
  const greys = new Float32Array(isDeep ? 65536 : 256);
  for (let code = 0; code < greys.length; code += 1) greys[code] = code;
  return { rows, columns, codes: isDeep ? values : new Uint16Array(values), greys, window: null };
}

type Decoded = {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  readonly values: Uint8Array | Uint16Array;
};

async function decodePicture(bytes: Uint8Array): Promise<Decoded> {
  const sharp = await loadSharp();
  // A profile would change the values; 'error' stops at a cut-off end and at damage, yet not at a mere remark of the decoder.
  const picture = sharp(bytes, { failOn: 'error', ignoreIcc: true });
  const { depth, channels, space } = await picture.metadata().catch(damaged);
  if (space === 'cmyk') throw new ImageError("Pixels in CMYK can't be read.");
  const deep = depth === 'ushort';
  const colour = channels >= 3;
  const grey = picture.removeAlpha().toColourspace(colour ? (deep ? 'rgb16' : 'srgb') : deep ? 'grey16' : 'b-w');
  const { data, info } = await grey
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(damaged);
  const values = deep ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
  return { rows: info.height, columns: info.width, channels: info.channels, values };
}

function greyValues(values: Uint8Array | Uint16Array, channels: number): Float32Array {
  if (channels < 3) return Float32Array.from({ length: values.length / channels }, (_, i) => values[i * channels] ?? 0);
  const pixels = new Float32Array(values.length / channels);
  for (let i = 0; i < pixels.length; i += 1) {
    const at = i * channels;
    pixels[i] = luminance(values[at] ?? 0, values[at + 1] ?? 0, values[at + 2] ?? 0);
  }
  return pixels;
}

/** Sharp is native and slow to load, so only those who read pictures pay for it. */
const loadSharp = async () => (await import('sharp')).default;

function damaged(error: unknown): never {
  throw new ImageError('The picture is damaged or cut off.', { cause: error });
}
