import { hasShortLength, type Vr } from './vr';

/** An element with a value: text (several values apart), numbers for US, SS, UL, SL, FL, FD, AT, or bytes; an OW value as 16-bit words or bytes. */
export type DicomValue = {
  /** Group in the high 16 bits, as in 0x00100020. */
  readonly tag: number;
  readonly vr: Vr;
  readonly value: string | readonly string[] | readonly number[] | Uint16Array | Uint8Array;
};

/** A sequence: its items' elements, in any order. */
export type DicomSequence = { readonly tag: number; readonly vr: 'SQ'; readonly items: readonly (readonly DicomElement[])[] };

/** One element to write. */
export type DicomElement = DicomValue | DicomSequence;

/** Names this writer in its files' meta information; made once at random. */
export const implementationClassUid = '2.25.135020247582615398737715821028585295938';

const explicitVrLittleEndian = '1.2.840.10008.1.2.1';
const sopClassUid = 0x00080016;
const sopInstanceUid = 0x00080018;

/** A Part 10 file in explicit VR little endian: meta information from the elements' SOP class and instance, then the elements by tag; throws RangeError for what can't be written. */
export function writeDicom(elements: readonly DicomElement[]): Uint8Array {
  const meta = encodeAll(metaElements(textOf(elements, sopClassUid), textOf(elements, sopInstanceUid)));
  const length = encodeElement({ tag: 0x00020000, vr: 'UL', value: [meta.length] });
  const prefix = new Uint8Array(132);
  prefix.set(new TextEncoder().encode('DICM'), 128);
  return joined([prefix, length, meta, encodeSorted(elements)]);
}

/** Elements by tag, as files, items and meta information have them. */
function encodeSorted(elements: readonly DicomElement[]): Uint8Array {
  const sorted = [...elements].sort((a, b) => a.tag - b.tag);
  for (const [index, { tag }] of sorted.entries()) {
    if (tag >>> 16 <= 2 || tag === sorted[index + 1]?.tag)
      throw new RangeError(`element ${hex(tag)} is doubled or belongs to the meta information`);
  }
  return encodeAll(sorted);
}

function metaElements(sopClass: string, sopInstance: string): readonly DicomElement[] {
  return [
    { tag: 0x00020001, vr: 'OB', value: Uint8Array.of(0, 1) },
    { tag: 0x00020002, vr: 'UI', value: sopClass },
    { tag: 0x00020003, vr: 'UI', value: sopInstance },
    { tag: 0x00020010, vr: 'UI', value: explicitVrLittleEndian },
    { tag: 0x00020012, vr: 'UI', value: implementationClassUid },
    { tag: 0x00020013, vr: 'SH', value: 'RADSTEPS' },
  ];
}

function textOf(elements: readonly DicomElement[], tag: number): string {
  const element = elements.find((other) => other.tag === tag);
  const value = element !== undefined && 'value' in element ? element.value : undefined;
  if (typeof value !== 'string') throw new RangeError(`element ${hex(tag)} is missing`);
  return value;
}

function encodeAll(elements: readonly DicomElement[]): Uint8Array {
  return joined(elements.map(encodeElement));
}

function encodeElement(element: DicomElement): Uint8Array {
  const { tag, vr } = element;
  const value = 'items' in element ? encodeItems(element) : encodeValue(element);
  const short = hasShortLength(vr);
  if (short && value.length > 0xffff) throw new RangeError(`element ${hex(tag)} is too long for ${vr}`);
  const bytes = new Uint8Array((short ? 8 : 12) + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  bytes.set(new TextEncoder().encode(vr), 4);
  if (short) view.setUint16(6, value.length, true);
  else view.setUint32(8, value.length, true);
  bytes.set(value, bytes.length - value.length);
  return bytes;
}

/** Items of known length. */
function encodeItems({ items }: DicomSequence): Uint8Array {
  return joined(
    items.flatMap((item) => {
      const value = encodeSorted(item);
      const head = new Uint8Array(8);
      const view = new DataView(head.buffer);
      view.setUint16(0, 0xfffe, true);
      view.setUint16(2, 0xe000, true);
      view.setUint32(4, value.length, true);
      return [head, value];
    }),
  );
}

/** The value's bytes, padded on the right to an even number. */
function encodeValue({ tag, vr, value }: DicomValue): Uint8Array {
  if (value instanceof Uint8Array) return padded(value, 0);
  if (value instanceof Uint16Array) return words(value);
  const values: readonly (string | number)[] = typeof value === 'string' ? [value] : value;
  const texts = values.filter((entry) => typeof entry === 'string');
  if (texts.length === values.length) return padded(new TextEncoder().encode(texts.join('\\')), vr === 'UI' ? 0 : 0x20);
  const numbers = values.filter((entry) => typeof entry === 'number');
  return encodeNumbers(tag, vr, numbers);
}

const writers: Readonly<Record<Vr, readonly [size: number, write: (view: DataView, at: number, value: number) => void]>> = {
  US: [2, (view, at, value) => view.setUint16(at, value, true)],
  SS: [2, (view, at, value) => view.setInt16(at, value, true)],
  UL: [4, (view, at, value) => view.setUint32(at, value, true)],
  SL: [4, (view, at, value) => view.setInt32(at, value, true)],
  FL: [4, (view, at, value) => view.setFloat32(at, value, true)],
  FD: [8, (view, at, value) => view.setFloat64(at, value, true)],
  AT: [
    4,
    (view, at, value) => {
      view.setUint16(at, value >>> 16, true);
      view.setUint16(at + 2, value & 0xffff, true);
    },
  ],
};

function encodeNumbers(tag: number, vr: Vr, values: readonly number[]): Uint8Array {
  const writer = writers[vr];
  if (writer === undefined) throw new RangeError(`element ${hex(tag)}: ${vr} is not written from numbers`);
  const [size, write] = writer;
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) write(view, size * index, value);
  return bytes;
}

/** Little endian on any machine. */
function words(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    bytes[2 * index] = value & 0xff;
    bytes[2 * index + 1] = value >>> 8;
  }
  return bytes;
}

function padded(bytes: Uint8Array, padding: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const even = new Uint8Array(bytes.length + 1).fill(padding);
  even.set(bytes);
  return even;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function hex(tag: number): string {
  return `(${(tag >>> 16).toString(16).padStart(4, '0')},${(tag & 0xffff).toString(16).padStart(4, '0')})`;
}
