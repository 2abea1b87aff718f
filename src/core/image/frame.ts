/** Values as they are stored: signs extended, bits above the stored ones removed. */
export type StoredValues = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** One decoded frame. */
export type Frame = {
  readonly rows: number;
  readonly columns: number;
  /** 1: grey, row-major stored values. 3: red, green, blue of each pixel next to each other; YBR and palettes are turned into these. */
  readonly samples: 1 | 3;
  readonly values: StoredValues;
  /** Bits of a stored value (after a palette: of its entries). */
  readonly bits: number;
};
