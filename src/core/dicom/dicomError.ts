/**
 * What kind of thing is wrong: `truncated` bytes end too early; `not-dicom` nothing here looks like DICOM; `malformed` the structure breaks
 * the standard beyond repair; `too-deep` nesting beyond the limit; `unsupported` valid DICOM that this reader can't take; `no-image` DICOM without a picture.
 */
export type DicomErrorKind = 'truncated' | 'not-dicom' | 'malformed' | 'too-deep' | 'unsupported' | 'no-image';

export type DicomErrorDetails = {
  /** Byte offset from the start of the file (of the inflated bytes for a deflated dataset). */
  readonly offset?: number;
  /** Tags from the outermost sequence to the element at fault. */
  readonly tagPath?: readonly number[];
  readonly expected?: string;
  readonly found?: string;
};

/** `(0028,0010)`, the standard's way of writing a tag. */
export function formatTag(tag: number): string {
  const digits = (tag >>> 0).toString(16).toUpperCase().padStart(8, '0');
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}

/** `0x1A4`: offsets are always shown in hexadecimal. */
export const formatOffset = (offset: number): string => `0x${offset.toString(16).toUpperCase()}`;

/** The one error of this folder: bytes that can't be read as DICOM; its message names no file and no value of the dataset. */
export class DicomError extends Error {
  override readonly name = 'DicomError';
  readonly kind: DicomErrorKind;
  readonly offset: number | undefined;
  readonly tagPath: readonly number[];
  readonly expected: string | undefined;
  readonly found: string | undefined;

  constructor(kind: DicomErrorKind, message: string, details: DicomErrorDetails = {}) {
    super(describe(message, details));
    this.kind = kind;
    this.offset = details.offset;
    this.tagPath = details.tagPath ?? [];
    this.expected = details.expected;
    this.found = details.found;
  }
}

/** The way to the place, its middle left out where it is long. */
function formatPath(tagPath: readonly number[]): string {
  const tags = tagPath.map(formatTag);
  return (tags.length > 6 ? [...tags.slice(0, 3), '...', ...tags.slice(-2)] : tags).join('/');
}

function describe(message: string, { offset, tagPath = [], expected, found }: DicomErrorDetails): string {
  const place = [
    ...(tagPath.length > 0 ? [`in ${formatPath(tagPath)}`] : []),
    ...(offset === undefined ? [] : [`at ${formatOffset(offset)}`]),
  ];
  const difference = [...(expected === undefined ? [] : [`expected ${expected}`]), ...(found === undefined ? [] : [`found ${found}`])];
  return [[message, ...place].join(' '), ...(difference.length > 0 ? [difference.join(', ')] : [])].join(': ');
}
