import type { Window } from './greyImage';

/** A grey picture in codes of at most 16 bits and a table of what they mean, so that values are worked out once a code, not once a pixel. */
export type CodedImage = {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly codes: Uint16Array;
  /** By code the grey value, as in `GreyImage`; as long as there can be codes. */
  readonly greys: Float32Array;
  /** As in `GreyImage`. */
  readonly window: Window | null;
};
