import type { FrameGeometry, Point3 } from '../volume/frameGeometry';

/** What the order and the splitting of a series need of one frame; what a file doesn't give is null or ''. */
export type FrameHeader = {
  /** Index of its file in the series, and of the frame in the file; both from 0. */
  readonly file: number;
  readonly frame: number;
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  /** Instance Number: the scanner's own count. */
  readonly number: number | null;
  readonly positionMm: Point3 | null;
  readonly orientation: FrameGeometry['orientation'] | null;
  readonly spacingMm: FrameGeometry['spacingMm'] | null;
  /** Image Type or Frame Type from its third value on, such as `AXIAL` or `M\FFE`. */
  readonly imageType: string;
  readonly stackId: string;
  /** The segment that a frame of a segmentation shows. */
  readonly segment: number | null;
  /** Echo Numbers where the file has it. */
  readonly echo: number | null;
  readonly echoTimeMs: number | null;
  /** Diffusion weighting, s/mm2. */
  readonly bValue: number | null;
  readonly acquisition: number | null;
  /** Counts points in time: Temporal Position Identifier or Index. */
  readonly temporalIndex: number | null;
  /** From the R wave. */
  readonly triggerMs: number | null;
  /** When it was acquired: of the day, or from another moment that is the same for the whole series. */
  readonly timeMs: number | null;
};
