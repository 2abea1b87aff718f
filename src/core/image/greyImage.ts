/** A window in DICOM's LINEAR sense (PS3.3 C.11.2.1.2.1), in the unit of the pixels. */
export type Window = { readonly center: number; readonly width: number };

/** One picture of grey values, whatever file it came from. */
export type GreyImage = {
  readonly rows: number;
  readonly columns: number;
  /** Row-major; brighter is whiter (MONOCHROME1 is already turned); rescaled to the modality's unit where it has one. */
  readonly pixels: Float32Array;
  /** Bits of a stored value in the file. */
  readonly bits: number;
  /** The file's own window, turned with the pixels; null where the file gives none. */
  readonly window: Window | null;
};
