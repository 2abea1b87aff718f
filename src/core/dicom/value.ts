import { type Dataset, type Element, readSequence } from './dataset';
import { DicomError } from './dicomError';
import { type Keyword, tagOf, vrOf } from './dictionary';
import { itemTag } from './elementHeader';
import { decodeText, isPlain } from './text';
import { type Encoding, explicitLittle, implicitLittle } from './transferSyntax';
import type { Vr } from './vr';

/** The element of a keyword or tag in this dataset, or undefined; where a tag stands twice, the last one counts. */
export function findElement({ elements }: Dataset, key: Keyword | number): Element | undefined {
  const tag = typeof key === 'number' ? key : tagOf(key);
  for (let i = elements.length - 1; i >= 0; i -= 1) {
    const element = elements[i];
    if (element?.tag === tag) return element;
  }
  return undefined;
}

/** The value representation that counts: that of the dictionary where the file only says UN. */
export const effectiveVr = ({ tag, vr }: Element): Vr => (vr === 'UN' ? (vrOf(tag) ?? 'UN') : vr);

/** The raw bytes of a value, without copying. */
export const valueBytes = ({ bytes }: Dataset, { valueStart, valueEnd }: Element): Uint8Array => bytes.subarray(valueStart, valueEnd);

/** Values of text that may hold backslashes (PS3.5 6.2). */
const singleValued: ReadonlySet<Vr> = new Set(['ST', 'LT', 'UT', 'UR']);
/** Text to which Specific Character Set applies. */
const inCharacterSet: ReadonlySet<Vr> = new Set(['SH', 'LO', 'ST', 'LT', 'UC', 'UT', 'PN']);

/** The Specific Character Set of a dataset: its own, else that of the dataset around it. */
export function characterSetsOf(dataset: Dataset): readonly string[] {
  const own = findElement(dataset, 'SpecificCharacterSet');
  if (own !== undefined) return latin(valueBytes(dataset, own)).split('\\').map(trimPadding);
  return dataset.parent === null ? [] : characterSetsOf(dataset.parent);
}

const latin = (bytes: Uint8Array): string => decodeText(bytes, [], 'values');

/** Without padding at the end; a loop, since an expression for it takes quadratic time in runs of padding. */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\0')) end -= 1;
  return text.slice(0, end);
}

function trimPadding(text: string): string {
  const trimmed = trimEnd(text);
  let start = 0;
  while (trimmed[start] === ' ') start += 1;
  return trimmed.slice(start);
}

/** The values of text in its bytes, padding removed; `characterSets` counts only where the value representation is subject to it. */
export function textsOf(bytes: Uint8Array, vr: Vr, characterSets: readonly string[]): readonly string[] {
  if (bytes.length === 0) return [];
  const isSingle = singleValued.has(vr);
  const text = decodeText(bytes, inCharacterSet.has(vr) ? characterSets : [], vr === 'PN' ? 'name' : isSingle ? 'text' : 'values');
  return isSingle ? [trimEnd(text)] : text.split('\\').map(trimPadding);
}

/** The strings of a text element, padding removed; [] where it is absent or empty. */
export function readStrings(dataset: Dataset, key: Keyword | number): readonly string[] {
  const element = findElement(dataset, key);
  if (element === undefined) return [];
  const vr = effectiveVr(element);
  const bytes = valueBytes(dataset, element);
  return textsOf(bytes, vr, inCharacterSet.has(vr) && !isPlain(bytes) ? characterSetsOf(dataset) : []);
}

/** The first string of an element, '' where there is none. */
export const readString = (dataset: Dataset, key: Keyword | number): string => readStrings(dataset, key)[0] ?? '';

type Binary = readonly [size: number, read: (view: DataView, at: number, littleEndian: boolean) => number];

const uint16: Binary = [2, (view, at, little) => view.getUint16(at, little)];
const uint32: Binary = [4, (view, at, little) => view.getUint32(at, little)];
const float32: Binary = [4, (view, at, little) => view.getFloat32(at, little)];
const float64: Binary = [8, (view, at, little) => view.getFloat64(at, little)];
const uint64: Binary = [8, (view, at, little) => Number(view.getBigUint64(at, little))];

const binary: ReadonlyMap<Vr, Binary> = new Map<Vr, Binary>([
  ['OB', [1, (view, at) => view.getUint8(at)]],
  ['US', uint16],
  ['OW', uint16],
  ['SS', [2, (view, at, little) => view.getInt16(at, little)]],
  ['UL', uint32],
  ['OL', uint32],
  ['SL', [4, (view, at, little) => view.getInt32(at, little)]],
  ['FL', float32],
  ['OF', float32],
  ['FD', float64],
  ['OD', float64],
  ['UV', uint64],
  ['OV', uint64],
  ['SV', [8, (view, at, little) => Number(view.getBigInt64(at, little))]],
  ['AT', [4, (view, at, little) => view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little)]],
]);

const texts: ReadonlySet<Vr> = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '));

/** What the values of a representation are: text, numbers, 64-bit integers (`wide`: exact only as bigint), a sequence, or plain bytes. */
export function kindOf(vr: Vr): 'text' | 'number' | 'wide' | 'sequence' | 'bytes' {
  if (texts.has(vr)) return 'text';
  if (vr === 'SQ') return 'sequence';
  if (vr === 'UV' || vr === 'SV' || vr === 'OV') return 'wide';
  return vr !== 'OB' && binary.has(vr) ? 'number' : 'bytes';
}

/** The byte order of an element's numbers: what the file calls UN is little endian everywhere (PS3.5 6.2.2). */
export const isLittleEndian = ({ encoding }: Dataset, { vr }: Element): boolean => vr === 'UN' || encoding.littleEndian;

/** The numbers in the bytes of a binary value, those of 64 bits rounded to double precision; [] for text and sequences. Bytes after the last whole number are ignored. */
export function numbersOf(bytes: Uint8Array, vr: Vr, littleEndian: boolean): readonly number[] {
  const [size, read] = binary.get(vr) ?? [0, () => 0];
  if (size === 0) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Most have one value, for which to make an array by a function is slow.
  if (bytes.length === size) return [read(view, 0, littleEndian)];
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => read(view, i * size, littleEndian));
}

/** The integers in the bytes of a UV, OV or SV value, exactly. */
export function bigIntegersOf(bytes: Uint8Array, vr: Vr, littleEndian: boolean): readonly bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) =>
    vr === 'SV' ? view.getBigInt64(8 * i, littleEndian) : view.getBigUint64(8 * i, littleEndian),
  );
}

/** The numbers of an element, from binary values or from decimal strings; text that is no number becomes NaN; [] where absent or empty. */
export function readNumbers(dataset: Dataset, key: Keyword | number): readonly number[] {
  const element = findElement(dataset, key);
  if (element === undefined) return [];
  const vr = effectiveVr(element);
  if (!binary.has(vr)) return readStrings(dataset, key).map((text) => (text === '' ? Number.NaN : Number(text)));
  return numbersOf(valueBytes(dataset, element), vr, isLittleEndian(dataset, element));
}

/** The integers of a UV, OV or SV element, exactly; [] where absent, empty or of another representation. */
export function readBigIntegers(dataset: Dataset, key: Keyword | number): readonly bigint[] {
  const element = findElement(dataset, key);
  if (element === undefined || kindOf(effectiveVr(element)) !== 'wide') return [];
  return bigIntegersOf(valueBytes(dataset, element), effectiveVr(element), isLittleEndian(dataset, element));
}

/** The first number of an element; undefined where it is absent, empty or no finite number. */
export function readNumber(dataset: Dataset, key: Keyword | number): number | undefined {
  const first = readNumbers(dataset, key)[0];
  return first !== undefined && Number.isFinite(first) ? first : undefined;
}

/** The items of a sequence, also of one that implicit VR or UN hides as plain bytes; [] where the element is absent or no sequence. */
export function readItems(dataset: Dataset, key: Keyword | number): readonly Dataset[] {
  const element = findElement(dataset, key);
  return element === undefined ? [] : itemsOf(dataset, element);
}

/** As `readItems`, for an element at hand. */
export function itemsOf(dataset: Dataset, element: Element): readonly Dataset[] {
  if (element.items !== null) return element.items;
  return effectiveVr(element) === 'UN' || effectiveVr(element) === 'SQ' ? hiddenItems(dataset, element) : [];
}

/** A value of unknown kind is a sequence when it reads as one to its last byte; some writers keep explicit VR under UN. */
function hiddenItems(dataset: Dataset, element: Element): readonly Dataset[] {
  const bytes = valueBytes(dataset, element);
  if (bytes.length < 8) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encodings = element.vr === 'UN' ? [implicitLittle, explicitLittle] : [dataset.encoding];
  for (const encoding of encodings) {
    const { littleEndian } = encoding;
    if (view.getUint16(0, littleEndian) * 0x10000 + view.getUint16(2, littleEndian) !== itemTag) continue;
    const items = trySequence(dataset, element, encoding);
    if (items !== null) return items;
  }
  return [];
}

function trySequence(dataset: Dataset, element: Element, encoding: Encoding): readonly Dataset[] | null {
  try {
    return readSequence(dataset, element, encoding);
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}
