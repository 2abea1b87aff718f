import { Cursor } from './cursor';
import { DicomError, formatTag } from './dicomError';
import { type ElementHeader, itemDelimiterTag, itemTag, readElementHeader, sequenceDelimiterTag, undefinedLength } from './elementHeader';
import { passFragments } from './passFragments';
import { type Encoding, explicitLittle, implicitLittle } from './transferSyntax';
import { isKnownVr, vrFromBytes } from './vr';

/** An element as a span of the bytes; the value is bytes `valueStart` to `valueEnd`, and `end` is past any delimiter. */
export type Element = ElementHeader & {
  readonly valueEnd: number;
  readonly end: number;
  /** The items of a sequence that was read along; null for every other element. */
  readonly items: readonly Dataset[] | null;
};

/** Elements in file order as spans over `bytes`; nothing is copied or decoded. */
export type Dataset = {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** The dataset whose sequence holds this item; null at the top. */
  readonly parent: Dataset | null;
  readonly start: number;
  readonly end: number;
  readonly elements: readonly Element[];
};

/** Something against the standard that was read all the same. */
export type DicomWarning = { readonly offset: number; readonly message: string };

export type DatasetOptions = {
  readonly encoding: Encoding;
  readonly start?: number;
  readonly end?: number;
  readonly parent?: Dataset;
  /** Stops at the first top-level element for which this is true and returns its header as `stoppedAt`. */
  readonly stopAt?: (header: ElementHeader) => boolean;
  /** Sequences within sequences, at most; 64 by default. */
  readonly maximumDepth?: number;
  /** Keeps what could be read where the bytes are broken, and gives the first `problem` instead of throwing it; values that are cut off end early. */
  readonly partial?: boolean;
};

export type DatasetReading = {
  readonly dataset: Dataset;
  readonly stoppedAt: ElementHeader | null;
  readonly warnings: readonly DicomWarning[];
  /** What is broken; null unless `partial` was asked for. */
  readonly problem: DicomError | null;
};

/** The same objects as a `Dataset` while they still grow. */
type OpenDataset = {
  readonly kind: 'dataset';
  readonly dataset: Dataset & { end: number; elements: Element[] };
  readonly limit: number;
  readonly delimited: boolean;
};
type OpenSequence = {
  readonly kind: 'sequence';
  readonly header: ElementHeader;
  readonly items: Dataset[];
  /** The dataset that holds the sequence, and the list that the element goes into when the sequence ends. */
  readonly parent: Dataset;
  readonly into: Element[];
  readonly encoding: Encoding;
  readonly limit: number;
};
type Reading = {
  readonly cursor: Cursor;
  readonly stack: (OpenDataset | OpenSequence)[];
  readonly warnings: DicomWarning[];
  readonly options: DatasetOptions;
  stoppedAt: ElementHeader | null;
  problem: DicomError | null;
  /** Where nothing but zeros follows; null until that matters. */
  zerosFrom: number | null;
};

/** Reads a dataset into spans, sequences included, with an explicit stack; throws only `DicomError`, and allocates nothing by a claimed length. */
export function readDataset(bytes: Uint8Array, options: DatasetOptions): DatasetReading {
  const start = options.start ?? 0;
  const cursor = new Cursor(bytes, start, options.end);
  const root = openDataset(bytes, options.encoding, options.parent ?? null, start, cursor.end, false);
  const reading: Reading = { cursor, stack: [root], warnings: [], options, stoppedAt: null, problem: null, zerosFrom: null };
  if (options.partial === true) readWhatIsThere(reading);
  else readToEnd(reading);
  return { dataset: root.dataset, stoppedAt: reading.stoppedAt, warnings: reading.warnings, problem: reading.problem };
}

/** Reads the items of a sequence whose bytes are known but were not read along: the value of `element`, an element of `parent`; what is there of one that is cut off. */
export function readSequence(parent: Dataset, element: Element, encoding: Encoding): readonly Dataset[] {
  const cursor = new Cursor(parent.bytes, element.valueStart, element.valueEnd);
  const into: Element[] = [];
  // The value ends before any delimiter, so its length is known whatever the header says.
  const header = { ...element, length: element.valueEnd - element.valueStart };
  const root: OpenSequence = { kind: 'sequence', header, items: [], parent, into, encoding, limit: element.valueEnd };
  const reading: Reading = { cursor, stack: [root], warnings: [], options: { encoding }, stoppedAt: null, problem: null, zerosFrom: null };
  if (isCutOff(element)) readWhatIsThere({ ...reading, options: { encoding, partial: true } });
  else readToEnd(reading);
  return root.items;
}

/** True where the file ends within the value, which only `partial` reading gives. */
export const isCutOff = ({ length, valueStart, valueEnd }: Element): boolean =>
  length !== undefinedLength && valueEnd - valueStart < length;

/** As `readToEnd`; where that fails, everything open ends at the place of the failure. */
function readWhatIsThere(reading: Reading): void {
  try {
    readToEnd(reading);
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    reading.problem ??= error;
    for (let open = reading.stack.at(-1); open !== undefined; open = reading.stack.at(-1)) {
      if (open.kind === 'dataset') close(reading, open);
      else closeSequence(reading, open, reading.cursor.offset);
    }
  }
}

/** A hundred warnings say it all, and a hostile file could give millions. */
function warn({ warnings }: Reading, offset: number, message: string): void {
  if (warnings.length < 100) warnings.push({ offset, message });
}

/** A fault past which reading can go on, if that was asked for. */
function complain(reading: Reading, problem: DicomError): void {
  if (reading.options.partial !== true) throw problem;
  reading.problem ??= problem;
}

function readToEnd(reading: Reading): void {
  for (let open = reading.stack.at(-1); open !== undefined; open = reading.stack.at(-1)) {
    if (open.kind === 'dataset') stepDataset(reading, open);
    else stepSequence(reading, open);
  }
}

function openDataset(
  bytes: Uint8Array,
  encoding: Encoding,
  parent: Dataset | null,
  start: number,
  limit: number,
  delimited: boolean,
): OpenDataset {
  return { kind: 'dataset', dataset: { bytes, encoding, parent, start, end: start, elements: [] }, limit, delimited };
}

function stepDataset(reading: Reading, open: OpenDataset): void {
  const { cursor } = reading;
  if (cursor.offset >= open.limit) {
    if (open.delimited) complain(reading, fail(reading, 'truncated', 'An item has no end', cursor.offset));
    close(reading, open);
    return;
  }
  if (cursor.bytes[cursor.offset] === 0 && reading.stack.length === 1 && isPadding(reading)) {
    warn(reading, cursor.offset, `${open.limit - cursor.offset} zero bytes follow the last element`);
    close(reading, open);
    return;
  }
  const header = readElementHeader(cursor, open.dataset.encoding);
  if (header.tag === itemDelimiterTag && open.delimited) close(reading, open, header.start);
  else if (header.tag >= itemTag && header.tag <= sequenceDelimiterTag) strayDelimiter(reading, header);
  else if (reading.stack.length === 1 && reading.options.stopAt?.(header) === true) {
    reading.stoppedAt = header;
    close(reading, open, header.start);
  } else readElement(reading, open, header);
}

/** Some writers fill the file up. */
function isPadding(reading: Reading): boolean {
  const { cursor } = reading;
  let from = reading.zerosFrom ?? cursor.end;
  if (reading.zerosFrom === null) while (from > cursor.offset && cursor.bytes[from - 1] === 0) from -= 1;
  reading.zerosFrom = from;
  return cursor.offset >= from;
}

function close(reading: Reading, open: OpenDataset, end = reading.cursor.offset): void {
  open.dataset.end = end;
  reading.stack.pop();
}

function strayDelimiter(reading: Reading, header: ElementHeader): void {
  // An empty delimiter with nothing to end is passed over; anything else means that the structure is lost.
  if (header.length !== 0 || header.tag === itemTag) {
    throw fail(reading, 'malformed', `${formatTag(header.tag)} stands outside a sequence`, header.start);
  }
  warn(reading, header.start, `${formatTag(header.tag)} ends nothing and was passed over`);
}

/** Written out because spreading the header here takes ten times as long as all the rest of the reading. */
function elementOf(
  { tag, vr, length, start, valueStart, switched }: ElementHeader,
  valueEnd: number,
  end: number,
  items: Element['items'],
): Element {
  return { tag, vr, length, start, valueStart, switched, valueEnd, end, items };
}

const isSequence = ({ vr, length }: ElementHeader): boolean => vr === 'SQ' || (length === undefinedLength && vr === 'UN');

function readElement(reading: Reading, open: OpenDataset, header: ElementHeader): void {
  const { cursor } = reading;
  if (header.switched) warn(reading, header.start, `${formatTag(header.tag)} is implicit VR in an explicit VR dataset`);
  const claimed = header.length === undefinedLength ? open.limit : header.valueStart + header.length;
  const ends = Math.min(claimed, open.limit);
  if (claimed > open.limit) {
    const details = { expected: `${header.length} bytes`, found: `${Math.max(0, open.limit - header.valueStart)}` };
    complain(reading, fail(reading, 'truncated', `The value of ${formatTag(header.tag)} is cut off`, header.start, details));
  }
  if (isSequence(header)) {
    openSequence(reading, open, header, ends);
    return;
  }
  if (header.length === undefinedLength) readFragments(reading, header, open);
  else {
    cursor.moveTo(ends);
    open.dataset.elements.push(elementOf(header, ends, ends, null));
  }
}

/** What hides under UN of undefined length is implicit VR little endian (CP-246), but for writers that leave it explicit. */
function hiddenEncoding({ bytes, offset }: Cursor): Encoding {
  const firstElement = offset + 8;
  const vr = vrFromBytes(bytes[firstElement + 4] ?? 0, bytes[firstElement + 5] ?? 0);
  return vr !== undefined && isKnownVr(vr) ? explicitLittle : implicitLittle;
}

function openSequence(reading: Reading, { dataset }: OpenDataset, header: ElementHeader, limit: number): void {
  const depth = reading.stack.length / 2;
  const maximum = reading.options.maximumDepth ?? 64;
  if (depth >= maximum) throw fail(reading, 'too-deep', `Sequences are nested more than ${maximum} deep`, header.start);
  const encoding = header.vr === 'UN' || header.switched ? hiddenEncoding(reading.cursor) : dataset.encoding;
  reading.stack.push({ kind: 'sequence', header, items: [], parent: dataset, into: dataset.elements, encoding, limit });
}

function stepSequence(reading: Reading, open: OpenSequence): void {
  const { cursor } = reading;
  const delimited = open.header.length === undefinedLength;
  if (cursor.offset >= open.limit) {
    if (delimited) complain(reading, fail(reading, 'truncated', 'A sequence has no end', cursor.offset));
    closeSequence(reading, open, cursor.offset);
    return;
  }
  const start = cursor.offset;
  const tag = cursor.tag(open.encoding.littleEndian);
  const length = cursor.uint32(open.encoding.littleEndian);
  if (tag === itemTag) openItem(reading, open, length);
  else if (tag === sequenceDelimiterTag && delimited) closeSequence(reading, open, start);
  else if ((tag === sequenceDelimiterTag || tag === itemDelimiterTag) && length === 0) {
    warn(reading, start, `${formatTag(tag)} ends nothing and was passed over`);
  } else brokenSequence(reading, open, start, tag);
}

/** What follows a sequence of known length can still be read. */
function brokenSequence(reading: Reading, open: OpenSequence, start: number, tag: number): void {
  const problem = fail(reading, 'malformed', 'A sequence is broken', start, { expected: 'an item', found: formatTag(tag) });
  if (open.header.length === undefinedLength) throw problem;
  complain(reading, problem);
  reading.cursor.moveTo(open.limit);
}

function openItem(reading: Reading, open: OpenSequence, length: number): void {
  const { cursor } = reading;
  const start = cursor.offset;
  const claimed = length === undefinedLength ? open.limit : start + length;
  const limit = Math.min(claimed, open.limit);
  if (claimed > open.limit) {
    const details = { expected: `${length} bytes`, found: `${Math.max(0, open.limit - start)}` };
    complain(reading, fail(reading, 'truncated', 'An item is longer than its sequence', start, details));
  }
  const item = openDataset(cursor.bytes, open.encoding, open.parent, start, limit, length === undefinedLength);
  open.items.push(item.dataset);
  reading.stack.push(item);
}

function closeSequence(reading: Reading, { header, items, into }: OpenSequence, valueEnd: number): void {
  into.push(elementOf(header, valueEnd, reading.cursor.offset, items));
  reading.stack.pop();
}

function readFragments(reading: Reading, header: ElementHeader, open: OpenDataset): void {
  const { cursor } = reading;
  const { valueEnd, fault } = passFragments(cursor, open.limit, open.dataset.encoding.littleEndian);
  if (fault !== null) complain(reading, fail(reading, fault.kind, `${fault.message} in ${formatTag(header.tag)}`, fault.offset, fault));
  open.dataset.elements.push(elementOf(header, valueEnd, cursor.offset, null));
}

function fail(
  { stack }: Reading,
  kind: DicomError['kind'],
  message: string,
  offset: number,
  details: { readonly expected?: string; readonly found?: string } = {},
): DicomError {
  const tagPath = stack.flatMap((open) => (open.kind === 'sequence' ? [open.header.tag] : []));
  return new DicomError(kind, message, { offset, tagPath, ...details });
}
