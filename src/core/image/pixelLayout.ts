import type { Dataset } from '../dicom/dataset';
import { DicomError } from '../dicom/dicomError';
import { type Keyword, tagOf } from '../dicom/dictionary';
import { objectName } from '../dicom/objectName';
import type { DicomFile } from '../dicom/readDicom';
import { readNumber, readString } from '../dicom/value';

/** How the stored values of a picture lie in the pixel data (PS3.5 8.1, PS3.3 C.7.6.3). */
export type PixelLayout = {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  /** Such as `MONOCHROME2` or `RGB`. */
  readonly photometric: string;
  /** True where red, green and blue lie one plane after the other. */
  readonly planar: boolean;
  readonly kind: 'integer' | 'float' | 'double';
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
};

/** Reads how a file's pixels lie; throws `DicomError` `no-image` where it holds none, `unsupported` where the values can't be taken. */
export function pixelLayout({ dataset, pixels, meta }: DicomFile): PixelLayout {
  const rows = readCount(dataset, 'Rows') ?? 0;
  const columns = readCount(dataset, 'Columns') ?? 0;
  if (pixels === null || rows <= 0 || columns <= 0) throw noImage(dataset, meta, pixels !== null);
  const kind = pixels.tag === tagOf('FloatPixelData') ? 'float' : pixels.tag === tagOf('DoubleFloatPixelData') ? 'double' : 'integer';
  const frames = Math.max(1, readCount(dataset, 'NumberOfFrames') ?? 1);
  const photometric = readString(dataset, 'PhotometricInterpretation').toUpperCase() || 'MONOCHROME2';
  const planar = readNumber(dataset, 'PlanarConfiguration') === 1;
  const samples = samplesOf(dataset);
  return { rows, columns, frames, samples, photometric, planar, kind, ...bitsOf(dataset, kind) };
}

/** A whole number, or undefined: a damaged header may hold any other kind of number here. */
function readCount(dataset: Dataset, keyword: Keyword): number | undefined {
  const value = readNumber(dataset, keyword);
  return Number.isInteger(value) ? value : undefined;
}

function noImage(dataset: Dataset, meta: Dataset | null, hasPixels: boolean): DicomError {
  const sopClass = readString(dataset, 'SOPClassUID') || (meta === null ? '' : readString(meta, 'MediaStorageSOPClassUID'));
  const reason = hasPixels ? 'without rows and columns' : 'without a picture';
  return new DicomError('no-image', `This is ${objectName(sopClass)} ${reason}`);
}

function samplesOf(dataset: Dataset): 1 | 3 {
  const samples = readNumber(dataset, 'SamplesPerPixel') ?? 1;
  if (samples === 1 || samples === 3) return samples;
  throw new DicomError('unsupported', `Pixels of ${samples} samples can't be read`);
}

function bitsOf(dataset: Dataset, kind: PixelLayout['kind']): Pick<PixelLayout, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed'> {
  if (kind !== 'integer') {
    const bits = kind === 'float' ? 32 : 64;
    return { bitsAllocated: bits, bitsStored: bits, highBit: bits - 1, signed: true };
  }
  const bitsAllocated = readCount(dataset, 'BitsAllocated') ?? 16;
  const bitsStored = readCount(dataset, 'BitsStored') ?? bitsAllocated;
  const highBit = readCount(dataset, 'HighBit') ?? bitsStored - 1;
  const fits = bitsStored >= 1 && bitsStored <= highBit + 1 && highBit < bitsAllocated;
  if (![1, 8, 16, 32].includes(bitsAllocated) || !fits) {
    throw new DicomError('unsupported', `Pixels of ${bitsStored} bits up to bit ${highBit} in ${bitsAllocated} can't be read`);
  }
  return { bitsAllocated, bitsStored, highBit, signed: readNumber(dataset, 'PixelRepresentation') === 1 };
}

/** Bits of one frame in uncompressed pixel data; the 422 kinds of YBR share their colours between two pixels. */
export function bitsOfFrame({ rows, columns, samples, photometric, bitsAllocated }: PixelLayout): number {
  const perPixel = samples === 3 && (photometric === 'YBR_FULL_422' || photometric === 'YBR_PARTIAL_422') ? 2 : samples;
  return rows * columns * perPixel * bitsAllocated;
}

/** Bytes that uncompressed pixel data of all frames must have; frames of single bits follow each other without a gap. */
export const bytesOfPixels = (layout: PixelLayout): number => Math.ceil((bitsOfFrame(layout) * layout.frames) / 8);

const shownColours: readonly string[] = ['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_422', 'YBR_ICT', 'YBR_RCT'];

/** Throws `DicomError` where neither grey nor colour can be made of these pixels. */
export function checkColour({ photometric, samples }: PixelLayout): void {
  const isGrey = (photometric.startsWith('MONOCHROME') || photometric === 'PALETTE COLOR') && samples === 1;
  if (!isGrey && !(shownColours.includes(photometric) && samples === 3)) throw unreadableColour(photometric, samples);
}

const unreadableTerms: readonly string[] = ['ARGB', 'HSV', 'CMYK', 'YBR_PARTIAL_420', 'XYB'];

/** The error for a photometric interpretation that can't be read; it shows only terms of the standard, since a header may hold anybody's text. */
function unreadableColour(photometric: string, samples: number): DicomError {
  const isKnown = [...unreadableTerms, ...shownColours, 'MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR'].includes(photometric);
  const term = isKnown ? `photometric interpretation ${photometric}` : 'an unknown photometric interpretation';
  return new DicomError('unsupported', `Pixels of ${term} and ${samples === 1 ? '1 sample' : `${samples} samples`} can't be shown`);
}
