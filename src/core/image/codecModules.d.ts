// The packages bring no types; these are the parts of their Emscripten modules that are used.
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: import('./codecModule').CodecFactory;
  export = factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: import('./codecModule').CodecFactory;
  export = factory;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: import('./codecModule').CodecFactory;
  export = factory;
}
