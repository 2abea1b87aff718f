import type { Frame } from '../../src/core/image/frame';
import type { FrameMeaning } from '../../src/core/image/frameMeaning';
import { deepPngValues, filteredBytes, readDeepPng } from '../../src/core/viewer/deepPng';
import { plainFacts } from '../../src/core/viewer/frameFacts';
import type { OpenedFile } from './decodeDicom';
import { inflateZlib } from './inflateRaw';

/** Grey or colour values of 0 to 255, whose meaning nobody said. */
const plainMeaning: FrameMeaning = {
  modality: { kind: 'linear', slope: 1, intercept: 0 },
  unit: '',
  lowest: 0,
  highest: 255,
  isInverted: false,
  padding: null,
  windows: [{ center: 127.5, width: 255, shape: 'LINEAR_EXACT', explanation: 'All values' }],
  tables: [],
  overlays: [],
};

/** Opens a PNG or JPEG by the browser's own decoder, which knows 8 bits only, and a PNG of 16 bits by ours. */
export async function decodePicture(bytes: ArrayBuffer): Promise<OpenedFile> {
  const deep = await deepFrame(new Uint8Array(bytes));
  if (deep !== null) {
    const picture = { frame: deep, meaning: { ...plainMeaning, highest: 65535, windows: [] }, facts: plainFacts, note: '' };
    return { frames: 1, decode: () => Promise.resolve({ kept: false, picture }) };
  }
  const rgba = await pixelsOf(bytes);
  const note = isDeepPng(new Uint8Array(bytes)) ? 'This PNG has 16 bits a value; it is shown with 8.' : '';
  const picture = { frame: frameOf(rgba), meaning: plainMeaning, facts: plainFacts, note };
  return { frames: 1, decode: () => Promise.resolve({ kept: false, picture }) };
}

/** Null for all but a whole PNG of 16 bits. */
async function deepFrame(bytes: Uint8Array): Promise<Frame | null> {
  const png = readDeepPng(bytes);
  const rows = png === null ? null : await inflateZlib(png.data, filteredBytes(png)).catch(() => null);
  const values = png === null || rows === null ? null : deepPngValues(png, rows);
  if (png === null || values === null) return null;
  return { rows: png.rows, columns: png.columns, samples: png.samples < 3 ? 1 : 3, values, bits: 16 };
}

async function pixelsOf(bytes: ArrayBuffer): Promise<ImageData> {
  const options: ImageBitmapOptions = { colorSpaceConversion: 'none', premultiplyAlpha: 'none', imageOrientation: 'none' };
  const bitmap = await createImageBitmap(new Blob([bytes]), options).catch(() => {
    throw new Error('The picture is damaged, cut off, or neither PNG nor JPEG.');
  });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('The editor has no memory left for this picture.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

function frameOf({ data, width, height }: ImageData): Frame {
  const pixels = width * height;
  const size = { rows: height, columns: width, bits: 8 };
  if (isGrey(data)) return { ...size, samples: 1, values: Uint8Array.from({ length: pixels }, (_, at) => data[4 * at] ?? 0) };
  const values = new Uint8Array(3 * pixels);
  for (let at = 0, from = 0; at < values.length; at += 3, from += 4) values.set(data.subarray(from, from + 3), at);
  return { ...size, samples: 3, values };
}

function isGrey(data: Uint8ClampedArray): boolean {
  for (let at = 0; at < data.length; at += 4) if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  return true;
}

/** The bit depth stands at byte 24 of a PNG, after its signature and the head of its first chunk. */
const isDeepPng = (bytes: Uint8Array): boolean => bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[24] === 16;
