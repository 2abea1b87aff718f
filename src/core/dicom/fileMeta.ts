import { Cursor } from './cursor';
import { type Dataset, type DicomWarning, readDataset } from './dataset';
import { DicomError, formatOffset } from './dicomError';
import { readElementHeader, undefinedLength } from './elementHeader';
import { type Encoding, explicitBig, explicitLittle, implicitLittle, type TransferSyntax, transferSyntaxOf } from './transferSyntax';
import { readString } from './value';
import { vrFromBytes } from './vr';

/** Where a file's dataset begins and how it is written; `meta` is null for a bare dataset. */
export type FileMeta = {
  readonly syntax: TransferSyntax;
  readonly datasetStart: number;
  readonly meta: Dataset | null;
  readonly warnings: readonly DicomWarning[];
  /** What is broken in the meta information; null unless `partial` was asked for. */
  readonly problem: DicomError | null;
};

const magic = [0x44, 0x49, 0x43, 0x4d];
const hasMagic = (bytes: Uint8Array, at: number): boolean => magic.every((byte, i) => bytes[at + i] === byte);

/** True where the bytes begin as DICOM does: `DICM` after the preamble, or elements that make sense without it. */
export const looksLikeDicom = (bytes: Uint8Array): boolean => hasMagic(bytes, 128) || guessEncoding(bytes, 0) !== null;

/** Reads the file meta information (group 2, with preamble or without); a bare dataset's encoding is guessed from its first elements. */
export function readFileMeta(bytes: Uint8Array, { partial = false }: { readonly partial?: boolean } = {}): FileMeta {
  const start = startOf(bytes);
  // After the magic, meta information is explicit little endian (PS3.10 7.1), even where it is cut off within its first element.
  const encoding = guessEncoding(bytes, start) ?? (start === 0 ? null : explicitLittle);
  if (encoding === null || groupAt(bytes, start, encoding) !== 2)
    return { ...startOfDataset(bytes, start, null), meta: null, problem: null };
  const end = endOfMeta(bytes, start, encoding, partial);
  const { dataset, warnings, problem } = readDataset(bytes, { encoding, start, end, partial });
  const found = startOfDataset(bytes, end, readString(dataset, 'TransferSyntaxUID') || null);
  return { ...found, meta: dataset, warnings: [...warnings, ...found.warnings], problem };
}

/** Past the preamble; a bare dataset may hold `DICM` at 128 by chance, so what follows must make sense or the start must not. */
function startOf(bytes: Uint8Array): number {
  const isPart10 = hasMagic(bytes, 128);
  if (isPart10 && (guessEncoding(bytes, 132) !== null || guessEncoding(bytes, 0) === null)) {
    if (bytes.length < 140) throw new DicomError('truncated', 'The file ends after its preamble', { offset: bytes.length });
    return 132;
  }
  if (isPart10 || guessEncoding(bytes, 0) !== null) return 0;
  throw new DicomError('not-dicom', 'No DICOM elements are here', { offset: 0 });
}

/** The end of group 2, told from its elements: the group's own length is often wrong. */
function endOfMeta(bytes: Uint8Array, start: number, encoding: Encoding, partial: boolean): number {
  const cursor = new Cursor(bytes, start);
  while (cursor.remaining >= 2 && groupAt(bytes, cursor.offset, encoding) === 2) {
    const { length } = readElementHeader(cursor, encoding);
    if (partial && length > cursor.remaining) return cursor.end;
    cursor.skip(length);
  }
  return cursor.offset;
}

/** The encoding that the first elements really have wins over what the transfer syntax says, with a warning. */
function startOfDataset(bytes: Uint8Array, start: number, uid: string | null): Pick<FileMeta, 'syntax' | 'datasetStart' | 'warnings'> {
  const declared = uid === null ? null : transferSyntaxOf(uid);
  const guess = declared?.deflated ? null : guessEncoding(bytes, start);
  const at = `at ${formatOffset(start)}`;
  if (declared === null) {
    const warnings = [{ offset: start, message: `The transfer syntax is not given; it was told from the elements ${at}` }];
    return { syntax: guess ?? implicitLittle, datasetStart: start, warnings };
  }
  if (guess === null || (guess.explicitVr === declared.explicitVr && guess.littleEndian === declared.littleEndian)) {
    return { syntax: declared, datasetStart: start, warnings: [] };
  }
  const syntax = { ...declared, explicitVr: guess.explicitVr, littleEndian: guess.littleEndian };
  return {
    syntax,
    datasetStart: start,
    warnings: [{ offset: start, message: `The elements ${at} are not written as the transfer syntax says` }],
  };
}

function groupAt(bytes: Uint8Array, offset: number, { littleEndian }: Encoding): number {
  const cursor = new Cursor(bytes, offset);
  return cursor.remaining < 2 ? 0 : cursor.uint16(littleEndian);
}

const candidates: readonly TransferSyntax[] = [explicitLittle, explicitBig, implicitLittle];

/** The encoding in which the elements at `start` make sense, or null. */
function guessEncoding(bytes: Uint8Array, start: number): TransferSyntax | null {
  return candidates.find((encoding) => makesSense(bytes, start, encoding)) ?? null;
}

/** A low even group, a spelled VR where there must be one, a length that fits, and a second element that is greater than the first. */
function makesSense(bytes: Uint8Array, start: number, encoding: Encoding): boolean {
  const first = headerAt(bytes, start, encoding);
  if (first === null || first.tag >>> 16 > 0x28 || first.tag >>> 16 === 0 || (first.tag >>> 16) % 2 === 1) return false;
  if (first.length === undefinedLength) return true;
  const next = first.valueStart + first.length;
  if (next >= bytes.length) return next === bytes.length;
  const second = headerAt(bytes, next, encoding);
  // The first element of the dataset may be written otherwise than the last of the meta information.
  return second === null ? first.tag >>> 16 === 2 || bytes.length - next < 8 : second.tag > first.tag;
}

function headerAt(bytes: Uint8Array, start: number, encoding: Encoding) {
  if (bytes.length - start < 8) return null;
  if (encoding.explicitVr && vrFromBytes(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0) === undefined) return null;
  try {
    return readElementHeader(new Cursor(bytes, start), encoding);
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}
