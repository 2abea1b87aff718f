import { DicomError } from '../../dicom/dicomError';
import type { JpegComponent, JpegFrame } from './jpegHeader';

/** One component of a picture while it is decoded: blocks of 8 x 8 that reach over its edges where the size is no multiple of them. */
export type JpegPlane = {
  readonly component: JpegComponent;
  /** Samples that belong to the picture. */
  readonly rows: number;
  readonly columns: number;
  /** Blocks that an interleaved scan writes. */
  readonly blockRows: number;
  readonly blockColumns: number;
  /** Samples, `stride` a row. */
  readonly samples: Uint8Array | Uint16Array;
  readonly stride: number;
  /** Coefficients in zigzag order, 64 a block; of progressive coding only. */
  readonly coefficients: Int16Array;
};

/** Blocks of all components that belong together in an interleaved scan, across and down. */
export function unitsOf({ rows, columns, components }: JpegFrame): { readonly across: number; readonly down: number } {
  const { h, v } = largestFactors(components);
  return { across: Math.ceil(columns / (8 * h)), down: Math.ceil(rows / (8 * v)) };
}

/** The largest sampling factors of a picture's components. */
export const largestFactors = (components: readonly JpegComponent[]): { readonly h: number; readonly v: number } => ({
  h: Math.max(...components.map(({ h }) => h)),
  v: Math.max(...components.map(({ v }) => v)),
});

/** Makes room for a picture's components, after a check that `bytes` of data can hold so many blocks. */
export function makePlanes(frame: JpegFrame, bytes: number): readonly JpegPlane[] {
  const { across, down } = unitsOf(frame);
  const largest = largestFactors(frame.components);
  const blocks = frame.components.reduce((sum, { h, v }) => sum + h * v * across * down, 0);
  // A block takes at least one bit, in progressive coding too, where its first scan is complete.
  if (blocks > 8 * bytes) throw new DicomError('truncated', 'The JPEG data of a frame end too early');
  return frame.components.map((component) => {
    const { h, v } = component;
    const [blockRows, blockColumns] = [down * v, across * h];
    const size = 64 * blockRows * blockColumns;
    return {
      component,
      rows: Math.ceil((frame.rows * v) / largest.v),
      columns: Math.ceil((frame.columns * h) / largest.h),
      blockRows,
      blockColumns,
      samples: frame.precision > 8 ? new Uint16Array(size) : new Uint8Array(size),
      stride: 8 * blockColumns,
      coefficients: new Int16Array(frame.coding === 'progressive' ? size : 0),
    };
  });
}
