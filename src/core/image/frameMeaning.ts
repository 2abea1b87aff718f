/** From stored values to the modality's unit. */
export type ModalityMap =
  | { readonly kind: 'linear'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'table'; readonly first: number; readonly values: Uint16Array };

/** A window of the file: PS3.3 C.11.2.1.2, in the modality's unit. */
export type VoiWindow = {
  readonly center: number;
  readonly width: number;
  readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
  /** Window Center & Width Explanation, or ''. */
  readonly explanation: string;
};

/** A VOI look-up table of the file: from values in the modality's unit to grey, whose range is 0 to 2^bits - 1. */
export type VoiTable = { readonly first: number; readonly values: Uint16Array; readonly bits: number; readonly explanation: string };

/** An overlay plane (60xx) over the frame: a bit a pixel, `column` and `row` (from 0) of its top left pixel in the picture. */
export type Overlay = {
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
  /** Row-major, 1 where the overlay is set. */
  readonly bits: Uint8Array;
  readonly label: string;
};

/** What a frame's values mean, and how the file wants them shown. */
export type FrameMeaning = {
  readonly modality: ModalityMap;
  /** `HU` only where the values are Hounsfield units, another unit of Rescale Type or Units where one is given, else ''. */
  readonly unit: string;
  /** The range that values can have in the modality's unit. */
  readonly lowest: number;
  readonly highest: number;
  /** True for MONOCHROME1 and for a presentation LUT shape INVERSE: low values are bright. */
  readonly isInverted: boolean;
  /** The stored values of Pixel Padding Value and its range limit, which are no part of the picture; null where there is none. */
  readonly padding: readonly [number, number] | null;
  readonly windows: readonly VoiWindow[];
  readonly tables: readonly VoiTable[];
  readonly overlays: readonly Overlay[];
};
