import { invertAffine, movePoint } from '../image/affine';
import { type Fit, fitAffine } from '../image/fitAffine';
import type { Size } from '../image/resize';
import type { AttentionMap } from './attentionMap';

/** A rectangle of the network's image (continuous pixels of it) in the image's own continuous pixels; it may reach beyond the image. */
export function attentionArea(seen: AttentionMap['area'], from: Size, to: Size, fit: Fit): AttentionMap['area'] {
  const back = invertAffine(fitAffine(from, to, fit));
  const [x, y] = movePoint(back, [seen.x, seen.y]);
  const [right, bottom] = movePoint(back, [seen.x + seen.width, seen.y + seen.height]);
  return { x, y, width: right - x, height: bottom - y };
}
