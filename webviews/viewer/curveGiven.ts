import type { Frame } from '../../src/core/image/frame';
import type { FrameMeaning } from '../../src/core/image/frameMeaning';
import type { TimeBand } from './viewState';

/** The frames of one slice over time. */
export type CurveSource = {
  readonly times: number;
  /** Milliseconds, one a frame; empty where the times are not known: the curve then counts frames. */
  readonly timesMs: readonly number[];
  readonly loadFrame: (time: number, signal: AbortSignal) => Promise<{ readonly frame: Frame; readonly meaning: FrameMeaning }>;
};

/** A pixel: column and row from 0, whole numbers. */
export type CurvePixel = { readonly column: number; readonly row: number };

export type CurveGiven = {
  /** More than this for the frames of one slice is refused with a sentence. */
  readonly limitBytes: number;
  /** The user clicked the curve or moved along it by keys. */
  readonly onTime: (time: number) => void;
  readonly copy: (text: string) => void;
};

/** The curve of one pixel over time; `destroy` frees the frames. */
export type CurveView = {
  /** Loads the frames of a slice and draws; the pixel stays. Never rejects: what goes wrong is said in place. */
  readonly show: (source: CurveSource) => Promise<void>;
  /** The pixel under the cursor, null where it left the picture; it is not followed while one is pinned. */
  readonly setPixel: (pixel: CurvePixel | null) => void;
  /** Pins a pixel (a click in the picture); null lets go. */
  readonly pin: (pixel: CurvePixel | null) => void;
  /** Marks the time that the picture shows. */
  readonly setTime: (time: number) => void;
  /** Marks points in time. */
  readonly setBands: (bands: readonly TimeBand[]) => void;
  readonly destroy: () => void;
};
