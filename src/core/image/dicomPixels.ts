import type { DicomFile } from '../dicom/readDicom';
import type { Codecs } from './codecs';
import type { CodedImage } from './codedImage';
import { decodeFrame } from './decodeFrame';
import type { Frame } from './frame';
import { frameCells, storedBits } from './frameCells';
import type { FrameMeaning } from './frameMeaning';
import type { GreyImage, Window } from './greyImage';
import { eachStored, isShort, placesOf } from './greyLevels';
import { luminance } from './luminance';
import { modalityFunction } from './modalityFunction';
import { checkColour, type PixelLayout, pixelLayout } from './pixelLayout';
import { openPixels } from './pixelSource';
import { readFrameMeaning } from './readFrameMeaning';

/**
 * One frame (from 0) of a DICOM file as grey values: colour as its luminance in stored values, grey in the modality's unit. MONOCHROME1 is turned
 * within the range that the values can have (low + high - value), its window with it. Values beyond 24 bits round to single precision. Throws
 * `DicomError`.
 */
export async function dicomGreyImage(file: DicomFile, codecs: Codecs, frame = 0): Promise<GreyImage> {
  const source = openPixels(file);
  return greyImage(await decodeFrame(source, frame, codecs), file, source.layout, frame);
}

function greyImage(decoded: Frame, file: DicomFile, layout: PixelLayout, frame: number): GreyImage {
  const { rows, columns, bits, values, samples } = decoded;
  if (samples === 3) return { rows, columns, bits, pixels: luminances(decoded), window: null };
  const { grey, window } = greyMeaning(file, layout, frame);
  const pixels = new Float32Array(values.length);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = grey(values[i] ?? 0);
  return { rows, columns, bits, pixels, window };
}

function luminances({ values }: Frame): Float32Array {
  const pixels = new Float32Array(values.length / 3);
  for (let i = 0; i < pixels.length; i += 1) {
    pixels[i] = luminance(values[3 * i] ?? 0, values[3 * i + 1] ?? 0, values[3 * i + 2] ?? 0);
  }
  return pixels;
}

/** Like `dicomGreyImage`, but grey of 8 or 16 bits stays in codes: the cells of uncompressed pixel data, else the stored values' lowest 16 bits. */
export async function dicomCodedImage(file: DicomFile, codecs: Codecs, frame = 0): Promise<CodedImage | GreyImage> {
  const layout = pixelLayout(file);
  checkColour(layout);
  const cells = layout.photometric.startsWith('MONOCHROME') ? frameCells(file, layout, frame) : null;
  if (cells !== null) return cellsImage(cells, file, layout, frame);
  const decoded = await decodeFrame(openPixels(file), frame, codecs);
  const { rows, columns, values } = decoded;
  if (decoded.samples !== 1 || !isShort(values)) return greyImage(decoded, file, layout, frame);
  const { grey, window } = greyMeaning(file, layout, frame);
  const greys = new Float32Array(2 ** (8 * values.BYTES_PER_ELEMENT));
  eachStored(values, (stored, place) => {
    greys[place] = grey(stored);
  });
  const places = placesOf(values);
  return { rows, columns, codes: places instanceof Uint16Array ? places : new Uint16Array(places), greys, window };
}

function cellsImage(codes: Uint16Array, file: DicomFile, layout: PixelLayout, frame: number): CodedImage {
  const stored = storedBits(layout);
  const { grey, window } = greyMeaning(file, layout, frame);
  const greys = new Float32Array(2 ** layout.bitsAllocated);
  for (let cell = 0; cell < greys.length; cell += 1) greys[cell] = grey(stored(cell));
  return { rows: layout.rows, columns: layout.columns, codes, greys, window };
}

/** What stored values of a grey frame mean where brighter is whiter, and its window. */
function greyMeaning(
  file: DicomFile,
  layout: PixelLayout,
  frame: number,
): { readonly grey: (stored: number) => number; readonly window: Window | null } {
  const meaning = readFrameMeaning(file, layout, frame);
  const apply = modalityFunction(meaning.modality);
  const window = firstWindow(meaning);
  if (!meaning.isInverted) return { grey: apply, window };
  const sum = layout.kind === 'integer' ? meaning.lowest + meaning.highest : 0;
  // The LINEAR window lies half a value below its center, so turning it moves the center by one.
  return { grey: (stored) => sum - apply(stored), window: window && { center: sum - window.center + 1, width: window.width } };
}

/** The first window of a frame, in DICOM's LINEAR sense; null where there is none. A SIGMOID is taken as the line through its middle. */
function firstWindow({ windows: [window] }: FrameMeaning): Window | null {
  if (window === undefined) return null;
  const { center, width } = window;
  // LINEAR_EXACT has its middle at the center itself, LINEAR half a value below it and a width one less (PS3.3 C.11.2.1.3.2).
  return window.shape === 'LINEAR' ? { center, width } : { center: center + 0.5, width: width + 1 };
}
