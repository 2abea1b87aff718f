/** An array of numbers with its sizes, row-major. */
export type NumberArray = { readonly shape: readonly number[]; readonly values: Float32Array };

/** An array as a safetensors file announces it; `dtype` is the file's word, such as F32 or I64. */
export type TensorEntry = { readonly name: string; readonly dtype: string; readonly shape: readonly number[] };

/** A safetensors file whose header is checked; numbers are read when they are asked for. */
export type Safetensors = {
  readonly entries: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** The numbers of an array as 32-bit floats; throws an Error with the reason for a name or kind of number that it can't give. */
  read(name: string): NumberArray;
};

type Located = TensorEntry & { readonly begin: number; readonly end: number };

const lengthBytes = 8;
const mostHeaderBytes = 100_000_000;
const dtypeBytes: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E5M2: 1, F8_E4M3: 1, I16: 2, U16: 2, F16: 2, BF16: 2 },
  ...{ I32: 4, U32: 4, F32: 4, I64: 8, U64: 8, F64: 8 },
};

/**
 * Reads a safetensors file (a length, a JSON header, then the numbers). Throws an Error whose message is the reason, without a path, when a
 * length, an offset or a shape does not fit the bytes that are there.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, dataStart } = readHeader(bytes);
  const { __metadata__: about = {}, ...arrays } = header;
  const located = new Map(Object.entries(arrays).map(([name, entry]) => [name, locate(name, entry, bytes.length - dataStart)]));
  const metadata = Object.entries(isObject(about) ? about : {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return {
    entries: [...located.values()].map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    metadata: Object.fromEntries(metadata),
    read: (name) => {
      const entry = located.get(name);
      if (entry === undefined) throw new Error(`it has no array ${name}`);
      const convert = converters[entry.dtype];
      if (convert === undefined) throw new Error(`its array ${name} holds ${entry.dtype}, which is none of F32, F16 and BF16`);
      const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart + entry.begin, entry.end - entry.begin);
      return { shape: entry.shape, values: convert(view) };
    },
  };
}

function readHeader(bytes: Uint8Array): { readonly header: Readonly<Record<string, unknown>>; readonly dataStart: number } {
  if (bytes.length < lengthBytes) throw new Error('it is too short for a safetensors file');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true));
  if (length > mostHeaderBytes || length > bytes.length - lengthBytes) throw new Error('it is cut off, or no safetensors file');
  const dataStart = lengthBytes + length;
  const header = parseHeader(bytes.subarray(lengthBytes, dataStart));
  if (!isObject(header)) throw new Error('its header is damaged, or it is no safetensors file');
  return { header, dataStart };
}

function parseHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function locate(name: string, entry: unknown, dataBytes: number): Located {
  const damaged = (what: string) => new Error(`its array ${name} ${what}`);
  if (!isObject(entry)) throw damaged('has no description');
  const { dtype, shape, data_offsets: offsets } = entry;
  const size = typeof dtype === 'string' && Object.hasOwn(dtypeBytes, dtype) ? dtypeBytes[dtype] : undefined;
  if (typeof dtype !== 'string' || size === undefined) throw damaged(`holds an unknown kind of number, ${JSON.stringify(dtype)}`);
  if (!areWhole(shape) || !areWhole(offsets) || offsets.length !== 2) throw damaged('has a damaged shape or place');
  const [begin = 0, end = 0] = offsets;
  if (begin > end || end > dataBytes) throw damaged('lies outside the file, which may be cut off');
  const expected = shape.reduce((product, side) => product * side, size);
  if (expected !== end - begin) throw damaged(`has ${end - begin} bytes where its shape ${shape.join(' x ')} needs ${expected}`);
  return { name, dtype, shape, begin, end };
}

const converters: Readonly<Record<string, ((view: DataView) => Float32Array) | undefined>> = {
  F32: (view) => fill(view, 4, (offset) => view.getFloat32(offset, true)),
  F16: (view) => fill(view, 2, (offset) => halfFloat(view.getUint16(offset, true))),
  // The upper half of a 32-bit float.
  BF16: (view) => {
    const bits = new DataView(new ArrayBuffer(4));
    return fill(view, 2, (offset) => {
      bits.setUint16(0, view.getUint16(offset, true));
      return bits.getFloat32(0);
    });
  },
};

function fill(view: DataView, size: number, numberAt: (offset: number) => number): Float32Array {
  const values = new Float32Array(view.byteLength / size);
  for (let index = 0; index < values.length; index++) values[index] = numberAt(index * size);
  return values;
}

/** A 16-bit float (IEEE 754 binary16) from its bits. */
function halfFloat(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = Math.floor(bits / 1024) % 32;
  const fraction = bits % 1024;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areWhole = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
