import { type Dataset, type DicomWarning, readDataset } from './dataset';
import { DicomError } from './dicomError';
import { tagOf } from './dictionary';
import type { ElementHeader } from './elementHeader';
import { readFileMeta } from './fileMeta';
import type { TransferSyntax } from './transferSyntax';

/** A DICOM file down to its pixels, whose header alone is read, or to its end; offsets count in `dataset.bytes`, which are new bytes where the file is deflated. */
export type DicomFile = {
  readonly syntax: TransferSyntax;
  readonly meta: Dataset | null;
  readonly dataset: Dataset;
  /** The header of the pixel data element, whose value may be cut off; null where there is none. */
  readonly pixels: ElementHeader | null;
  readonly warnings: readonly DicomWarning[];
  /** What is broken, so that the rest is missing; null unless `partial` was asked for. */
  readonly problem: DicomError | null;
};

export type ReadDicomOptions = {
  /** Inflates raw deflate data; without it a deflated dataset is refused as `unsupported`. */
  readonly inflate?: (bytes: Uint8Array) => Uint8Array;
  /** Reads on to the end of the file: the pixel data, encapsulated or not, are then an element like others, and so is what follows them. */
  readonly whole?: boolean;
  /** Gives what could be read of a broken file, and the `problem`; throws only where nothing is. */
  readonly partial?: boolean;
};

/** Reads a file (Part 10, or a bare dataset) up to its pixel data, where `bytes` may end, or as a whole; throws `DicomError`. */
export function readDicom(bytes: Uint8Array, { inflate, whole = false, partial = false }: ReadDicomOptions = {}): DicomFile {
  const { syntax, datasetStart, meta, warnings, problem } = readFileMeta(bytes, { partial });
  const body = syntax.deflated ? inflated(bytes.subarray(datasetStart), datasetStart, inflate, partial) : { bytes, problem: null };
  const start = syntax.deflated ? 0 : datasetStart;
  const reading = readDataset(body.bytes, { encoding: syntax, start, partial, ...(whole ? {} : { stopAt: isPixelData }) });
  return {
    syntax,
    meta,
    dataset: reading.dataset,
    pixels: whole ? (reading.dataset.elements.find(isPixelData) ?? null) : reading.stoppedAt,
    warnings: [...warnings, ...reading.warnings],
    problem: problem ?? body.problem ?? reading.problem,
  };
}

const pixelTags: readonly number[] = [tagOf('FloatPixelData'), tagOf('DoubleFloatPixelData'), tagOf('PixelData')];

const isPixelData = ({ tag }: ElementHeader): boolean => pixelTags.includes(tag);

type Inflated = { readonly bytes: Uint8Array; readonly problem: DicomError | null };

function inflated(bytes: Uint8Array, offset: number, inflate: ReadDicomOptions['inflate'], partial: boolean): Inflated {
  const problem =
    inflate === undefined
      ? new DicomError('unsupported', 'The dataset is deflated', { offset })
      : new DicomError('malformed', 'The deflated dataset is damaged', { offset });
  try {
    if (inflate !== undefined) return { bytes: inflate(bytes), problem: null };
  } catch {
    // Whatever an inflater throws means the same.
  }
  if (!partial) throw problem;
  return { bytes: new Uint8Array(), problem };
}
