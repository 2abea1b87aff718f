import { DicomError } from '../dicom/dicomError';
import type { CodecName, Codecs } from './codecs';

/** A decoder object of a codec's WebAssembly memory. */
export type WasmDecoder = {
  /** Room for `length` bytes of compressed data. */
  readonly getEncodedBuffer: (length: number) => Uint8Array;
  readonly decode: () => void;
  readonly getFrameInfo: () => {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned?: boolean;
  };
  /** JPEG-LS: 0 one plane after the other, else samples of a pixel next to each other. */
  readonly getInterleaveMode?: () => unknown;
  readonly getDecodedBuffer: () => Uint8Array;
  readonly delete: () => void;
};

type CodecModule = {
  readonly JpegLSDecoder?: new () => WasmDecoder;
  readonly J2KDecoder?: new () => WasmDecoder;
  readonly HTJ2KDecoder?: new () => WasmDecoder;
};

/** Starts a codec of Emscripten's kind from its WebAssembly. */
export type CodecFactory = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: (text: string) => void;
  readonly printErr: (text: string) => void;
}) => Promise<CodecModule>;

/** What a codec made of a frame; bytes of little endian samples of 8 or 16 bits. */
export type WasmPicture = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly precision: number;
  readonly signed: boolean;
  readonly planar: boolean;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

const factories: Readonly<Record<CodecName, () => Promise<{ readonly default: CodecFactory }>>> = {
  charls: () => import('@cornerstonejs/codec-charls/decodewasmjs'),
  openjpeg: () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
  openjph: () => import('@cornerstonejs/codec-openjph/wasmjs'),
};

const loaded = new WeakMap<Codecs, Map<CodecName, Promise<CodecModule>>>();

/** Decodes a frame in WebAssembly; throws `DicomError` where the codec can't, which is then started anew for the next frame. */
export async function decodeInWasm(name: CodecName, bytes: Uint8Array, codecs: Codecs): Promise<WasmPicture> {
  const module = await loadModule(name, codecs);
  try {
    return decodeWith(module, bytes);
  } catch {
    // After an abort its memory is in no state to go on with.
    loaded.get(codecs)?.delete(name);
    throw new DicomError('malformed', `The ${formats[name]} data of a frame are damaged`);
  }
}

const formats: Readonly<Record<CodecName, string>> = { charls: 'JPEG-LS', openjpeg: 'JPEG 2000', openjph: 'HTJ2K' };

function loadModule(name: CodecName, codecs: Codecs): Promise<CodecModule> {
  const own = loaded.get(codecs) ?? new Map<CodecName, Promise<CodecModule>>();
  loaded.set(codecs, own);
  const found = own.get(name);
  if (found !== undefined) return found;
  const module = startModule(name, codecs);
  own.set(name, module);
  // A failed fetch may succeed the next time.
  module.catch(() => own.delete(name));
  return module;
}

async function startModule(name: CodecName, codecs: Codecs): Promise<CodecModule> {
  const [{ default: factory }, wasmBinary] = await Promise.all([factories[name](), codecs.readWasm(name)]);
  const quiet = (): void => {};
  return factory({ wasmBinary, print: quiet, printErr: quiet });
}

function decodeWith(module: CodecModule, bytes: Uint8Array): WasmPicture {
  const Decoder = module.JpegLSDecoder ?? module.J2KDecoder ?? module.HTJ2KDecoder;
  if (Decoder === undefined) throw new TypeError('the codec has no decoder');
  const decoder = new Decoder();
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount, isSigned = false } = decoder.getFrameInfo();
  // So does openjpeg say that it failed.
  if (width === 0 || height === 0) throw new TypeError('the codec gave no picture');
  const picture = {
    rows: height,
    columns: width,
    samples: componentCount,
    precision: bitsPerSample,
    signed: isSigned,
    planar: decoder.getInterleaveMode !== undefined && isZero(decoder.getInterleaveMode()),
    // The codec's memory is used again.
    bytes: new Uint8Array(decoder.getDecodedBuffer()),
  };
  decoder.delete();
  return picture;
}

/** Emscripten gives enumerations as numbers or as objects with a value. */
function isZero(mode: unknown): boolean {
  return mode === 0 || (typeof mode === 'object' && mode !== null && 'value' in mode && mode.value === 0);
}
