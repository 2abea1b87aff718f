import type { Size } from '../../../src/core/image/resize';
import type { Viewer } from '../viewer';

/** Rows and columns of the shown picture; none before there is one. */
export const pictureSize = ({ shown: { picture } }: Viewer): Size => ({
  rows: picture?.frame.rows ?? 0,
  columns: picture?.frame.columns ?? 0,
});
