import { Cursor } from './cursor';
import type { Dataset, Element } from './dataset';
import { tagOf, vrOf } from './dictionary';
import { itemDelimiterTag, itemTag, readElementHeader, sequenceDelimiterTag, undefinedLength } from './elementHeader';
import type { DicomFile } from './readDicom';
import { type Encoding, explicitLittle, transferSyntaxOf } from './transferSyntax';
import { readString } from './value';
import { hasShortLength, type Vr, vrFromBytes } from './vr';

/** Bytes that were not scanned: they end before byte `needed`, or where that is 0, something is not as usual and only `readDicom` can tell what it means. */
export type NotScanned = { readonly needed: number };

/**
 * What `readDicom` gives for a usual file (Part 10, little endian, nothing against the standard) in a fraction of its time: what lies in sequences is only
 * passed over, and read where it is asked for. Never throws.
 */
export function scanDicom(bytes: Uint8Array): DicomFile | NotScanned {
  if (bytes[128] !== 0x44 || bytes[129] !== 0x49 || bytes[130] !== 0x43 || bytes[131] !== 0x4d) return odd;
  const meta = scanElements(bytes, 132, explicitLittle, (tag) => tag >>> 16 !== 2);
  if ('needed' in meta) return meta;
  const syntax = transferSyntaxOf(readString(meta.dataset, 'TransferSyntaxUID'));
  if (!meta.stopped || !syntax.littleEndian || syntax.deflated) return odd;
  if (looksExplicit(bytes, meta.dataset.end) !== syntax.explicitVr) return odd;
  const scan = scanElements(bytes, meta.dataset.end, syntax, isPixelData);
  if ('needed' in scan) return scan;
  const { dataset, stopped } = scan;
  if (!makesSense(dataset.elements)) return odd;
  const pixels = stopped ? readElementHeader(new Cursor(bytes, dataset.end), syntax) : null;
  return { syntax, meta: meta.dataset, dataset, pixels, warnings: [], problem: null };
}

const odd: NotScanned = { needed: 0 };
const [float, double, integer] = [tagOf('FloatPixelData'), tagOf('DoubleFloatPixelData'), tagOf('PixelData')];
const isPixelData = (tag: number): boolean => tag >= float && (tag === integer || tag === float || tag === double);

const looksExplicit = (bytes: Uint8Array, start: number): boolean =>
  vrFromBytes(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0) !== undefined;

/** Whether `readDicom` too would believe the transfer syntax, and not tell another from the first elements. */
function makesSense([first, second]: readonly Element[]): boolean {
  if (first === undefined || second === undefined || second.tag <= first.tag) return false;
  const group = first.tag >>> 16;
  return group > 2 && group <= 0x28 && group % 2 === 0;
}

type Scan = { readonly dataset: Dataset; readonly stopped: boolean };
/** `needed` is written where a scan fails. */
type Source = { readonly bytes: Uint8Array; readonly explicitVr: boolean; needed: number };

const longestHeader = 12;

/** The elements as spans up to one to stop at, or to the end of the bytes. */
function scanElements(bytes: Uint8Array, start: number, encoding: Encoding, stopAt: (tag: number) => boolean): Scan | NotScanned {
  const source: Source = { bytes, explicitVr: encoding.explicitVr, needed: 0 };
  const elements: Element[] = [];
  let at = start;
  let stopped = false;
  while (at < bytes.length) {
    // A file's last few bytes are left to `readDicom`.
    if (at + longestHeader > bytes.length) return { needed: at + longestHeader };
    const tag = tagAt(bytes, at);
    stopped = stopAt(tag);
    if (stopped) break;
    const writing = writingAt(source, at, tag);
    if (writing === undefined) return odd;
    const { vr, headerLength } = writing;
    const valueStart = at + headerLength;
    const length = lengthAt(source, valueStart, headerLength);
    const end = endOfValue(source, vr, length, valueStart, bytes.length, 1);
    if (end < 0) return { needed: source.needed };
    const valueEnd = length === undefinedLength ? end - 8 : end;
    elements.push({ tag, vr, length, start: at, valueStart, switched: false, valueEnd, end, items: null });
    at = end;
  }
  return { dataset: { bytes, encoding, parent: null, start, end: at, elements }, stopped };
}

const failed = -1;
const deepest = 60;

/** Past the end of the bytes there may be more; past the end of a sequence or item in them there can't. */
function outside(source: Source, limit: number, end: number): typeof failed {
  if (limit === source.bytes.length) source.needed = end;
  return failed;
}

/** The offset past a value and past what ends it, or `failed`. */
function endOfValue(source: Source, vr: Vr, length: number, start: number, limit: number, depth: number): number {
  const delimited = length === undefinedLength;
  // In implicit VR only a sequence has no length, whether the dictionary knows it or not.
  const isSequence = vr === 'SQ' || (delimited && vr === 'UN' && !source.explicitVr);
  if (delimited && !isSequence) return failed;
  const end = delimited ? limit : start + length;
  if (end > limit) return outside(source, limit, end);
  return isSequence ? endOfItems(source, start, end, delimited, depth) : end;
}

function endOfItems(source: Source, start: number, limit: number, delimited: boolean, depth: number): number {
  const { bytes } = source;
  let at = depth > deepest ? failed : start;
  while (at >= 0 && at < limit) {
    if (at + 8 > limit) return outside(source, limit, at + 8);
    const tag = tagAt(bytes, at);
    const length = uint32At(bytes, at + 4);
    at += 8;
    if (tag === sequenceDelimiterTag && delimited) return at;
    if (tag !== itemTag) return failed;
    const open = length === undefinedLength;
    const end = open ? limit : at + length;
    at = end > limit ? outside(source, limit, end) : endOfItem(source, at, end, open, depth);
  }
  return at >= 0 && delimited ? outside(source, limit, at + 8) : at;
}

function endOfItem(source: Source, start: number, limit: number, delimited: boolean, depth: number): number {
  const { bytes } = source;
  let at = start;
  while (at >= 0 && at < limit) {
    if (at + 8 > limit) return outside(source, limit, at + 8);
    const tag = tagAt(bytes, at);
    if (tag === itemDelimiterTag && delimited) return at + 8;
    const writing = writingAt(source, at, tag);
    if (writing === undefined) return failed;
    const valueStart = at + writing.headerLength;
    if (valueStart > limit) return outside(source, limit, valueStart);
    at = endOfValue(source, writing.vr, lengthAt(source, valueStart, writing.headerLength), valueStart, limit, depth + 1);
  }
  return at >= 0 && delimited ? outside(source, limit, at + 8) : at;
}

const uint16At = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const uint32At = (bytes: Uint8Array, at: number): number => uint16At(bytes, at) + uint16At(bytes, at + 2) * 0x10000;
const tagAt = (bytes: Uint8Array, at: number): number => uint16At(bytes, at) * 0x10000 + uint16At(bytes, at + 2);

type Writing = { readonly vr: Vr; readonly headerLength: number };

/** Explicit ones by their two letters as a number, implicit ones by their name: one look-up for each of a file's hundred elements. */
const explicitWritings = new Map<number, Writing>();
const implicitWritings = new Map<Vr, Writing>();

/** How an element is written; undefined for items, delimiters and zeros, and where two capital letters are missing. */
function writingAt({ bytes, explicitVr }: Source, at: number, tag: number): Writing | undefined {
  if (tag >= itemTag || tag === 0) return undefined;
  if (!explicitVr) return implicitWriting(vrOf(tag) ?? 'UN');
  const code = uint16At(bytes, at + 4);
  return explicitWritings.get(code) ?? explicitWriting(code);
}

function implicitWriting(vr: Vr): Writing {
  const known = implicitWritings.get(vr) ?? { vr, headerLength: 8 };
  implicitWritings.set(vr, known);
  return known;
}

function explicitWriting(code: number): Writing | undefined {
  const vr = vrFromBytes(code & 0xff, code >>> 8);
  if (vr === undefined) return undefined;
  const writing = { vr, headerLength: hasShortLength(vr) ? 8 : 12 };
  explicitWritings.set(code, writing);
  return writing;
}

/** The length at the end of a header: 16 bits of a short explicit one, else 32. */
const lengthAt = ({ bytes, explicitVr }: Source, valueStart: number, headerLength: number): number =>
  explicitVr && headerLength === 8 ? uint16At(bytes, valueStart - 2) : uint32At(bytes, valueStart - 4);
