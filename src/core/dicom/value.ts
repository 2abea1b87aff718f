import { type Dataset, type Element, readSequence } from './dataset';
import { DicomError } from './dicomError';
import { type Keyword, tagOf, vrOf } from './dictionary';
import { itemTag } from './elementHeader';
import { decodeText } from './text';
import { implicitLittle } from './transferSyntax';
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

const latin = (bytes: Uint8Array): string => decodeText(bytes, [], false);
const trimPadding = (text: string): string => text.replace(/^ +|[ \0]+$/g, '');

/** The strings of a text element, padding removed; [] where it is absent or empty. */
export function readStrings(dataset: Dataset, key: Keyword | number): readonly string[] {
  const element = findElement(dataset, key);
  if (element === undefined || element.valueEnd === element.valueStart) return [];
  const vr = effectiveVr(element);
  const sets = inCharacterSet.has(vr) ? characterSetsOf(dataset) : [];
  const text = decodeText(valueBytes(dataset, element), sets, vr === 'PN');
  return singleValued.has(vr) ? [text.replace(/[ \0]+$/, '')] : text.split('\\').map(trimPadding);
}

/** The first string of an element, '' where there is none. */
export const readString = (dataset: Dataset, key: Keyword | number): string => readStrings(dataset, key)[0] ?? '';

const binary: Readonly<Record<Vr, readonly [size: number, read: (view: DataView, at: number, littleEndian: boolean) => number]>> = {
  US: [2, (view, at, little) => view.getUint16(at, little)],
  SS: [2, (view, at, little) => view.getInt16(at, little)],
  OW: [2, (view, at, little) => view.getUint16(at, little)],
  UL: [4, (view, at, little) => view.getUint32(at, little)],
  SL: [4, (view, at, little) => view.getInt32(at, little)],
  FL: [4, (view, at, little) => view.getFloat32(at, little)],
  FD: [8, (view, at, little) => view.getFloat64(at, little)],
  UV: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
  SV: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  AT: [4, (view, at, little) => view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little)],
};

/** The numbers of an element, from binary values or from decimal strings; text that is no number becomes NaN; [] where absent or empty. */
export function readNumbers(dataset: Dataset, key: Keyword | number): readonly number[] {
  const element = findElement(dataset, key);
  if (element === undefined) return [];
  const reader = binary[effectiveVr(element)];
  if (reader === undefined) return readStrings(dataset, key).map((text) => (text === '' ? Number.NaN : Number(text)));
  const [size, read] = reader;
  const bytes = valueBytes(dataset, element);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = element.vr === 'UN' || dataset.encoding.littleEndian;
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => read(view, i * size, littleEndian));
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

/** A value of unknown kind is a sequence when it reads as one to its last byte. */
function hiddenItems(dataset: Dataset, element: Element): readonly Dataset[] {
  const encoding = element.vr === 'UN' ? implicitLittle : dataset.encoding;
  const bytes = valueBytes(dataset, element);
  if (bytes.length < 8) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(0, encoding.littleEndian) * 0x10000 + view.getUint16(2, encoding.littleEndian) !== itemTag) return [];
  try {
    return readSequence(dataset, element, encoding);
  } catch (error) {
    if (error instanceof DicomError) return [];
    throw error;
  }
}
