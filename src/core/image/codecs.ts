/** The WebAssembly codecs: JPEG-LS, JPEG 2000 and high-throughput JPEG 2000. */
export type CodecName = 'charls' | 'openjpeg' | 'openjph';

/** The files of the codecs in `dist/codecs`. */
export const codecFiles: Readonly<Record<CodecName, string>> = {
  charls: 'charls.wasm',
  openjpeg: 'openjpeg.wasm',
  openjph: 'openjph.wasm',
};

/** How this environment gets hold of a codec's WebAssembly and inflates; nothing is loaded before a frame needs it. */
export type Codecs = {
  /** The bytes of a file of `codecFiles`: a page fetches them by its URI, Node reads them. */
  readonly readWasm: (name: CodecName) => Promise<Uint8Array<ArrayBuffer>>;
  /** Inflates raw deflate data to at most `limit` bytes; throws where they are damaged or longer. */
  readonly inflate: (bytes: Uint8Array, limit: number) => Promise<Uint8Array>;
};
