import { type Dataset, type DicomWarning, readDataset } from './dataset';
import { DicomError } from './dicomError';
import { tagOf } from './dictionary';
import type { ElementHeader } from './elementHeader';
import { readFileMeta } from './fileMeta';
import type { TransferSyntax } from './transferSyntax';

/** A DICOM file down to its pixels, whose header alone is read; offsets count in `dataset.bytes`, which are new bytes where the file is deflated. */
export type DicomFile = {
  readonly syntax: TransferSyntax;
  readonly meta: Dataset | null;
  readonly dataset: Dataset;
  /** The header of the pixel data element, whose value may be cut off; null where there is none. */
  readonly pixels: ElementHeader | null;
  readonly warnings: readonly DicomWarning[];
};

export type ReadDicomOptions = {
  /** Inflates raw deflate data; without it a deflated dataset is refused as `unsupported`. */
  readonly inflate?: (bytes: Uint8Array) => Uint8Array;
};

/** Reads a file (Part 10, or a bare dataset) up to its pixel data; `bytes` may end anywhere after the pixel data's header. */
export function readDicom(bytes: Uint8Array, { inflate }: ReadDicomOptions = {}): DicomFile {
  const { syntax, datasetStart, meta, warnings } = readFileMeta(bytes);
  const body = syntax.deflated ? inflated(bytes.subarray(datasetStart), datasetStart, inflate) : bytes;
  const start = syntax.deflated ? 0 : datasetStart;
  const reading = readDataset(body, { encoding: syntax, start, stopAt: isPixelData });
  return { syntax, meta, dataset: reading.dataset, pixels: reading.stoppedAt, warnings: [...warnings, ...reading.warnings] };
}

const pixelTags: readonly number[] = [tagOf('FloatPixelData'), tagOf('DoubleFloatPixelData'), tagOf('PixelData')];

const isPixelData = ({ tag }: ElementHeader): boolean => pixelTags.includes(tag);

function inflated(bytes: Uint8Array, offset: number, inflate: ReadDicomOptions['inflate']): Uint8Array {
  if (inflate === undefined) throw new DicomError('unsupported', 'The dataset is deflated', { offset });
  try {
    return inflate(bytes);
  } catch {
    throw new DicomError('malformed', 'The deflated dataset is damaged', { offset });
  }
}
