import type { Size } from '../image/resize';
import type { PixelSize } from './distanceMap';
import type { PixelPoint } from './label';
import { emptyRuns, type MaskRuns } from './maskRuns';
import { strokeOnSlices } from './strokeOnSlices';

/**
 * The pixels whose centres a round brush covers while it goes from point to point (continuous pixels; one point is a dab), within an image of
 * `columns` and `rows`; the radius has the unit of the pixels' size, which is that of a square pixel unless told otherwise.
 */
export function brushRuns(points: readonly PixelPoint[], radius: number, size: Size, [height, width]: PixelSize = [1, 1]): MaskRuns {
  const plane = { origin: [width / 2, height / 2, 0], right: [width, 0, 0], down: [0, height, 0] } as const;
  const pointsMm = points.map(([column, row]) => [column * width, row * height, 0] as const);
  return strokeOnSlices([plane], size, { pointsMm, radiusMm: radius, layer: null }).get(0) ?? emptyRuns;
}
