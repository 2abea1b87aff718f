import type { PictureSpacing } from '../viewer/frameFacts';
import { cornersOfMark, type LineMark } from './cornersOfMark';
import type { PixelPoint } from './label';
import { angleOf, cobbOf, distance, type Spacing } from './measure';

/** The unit of lengths: millimetres of the patient or of the detector only where the file has them, else pixels. */
const units: Readonly<Record<PictureSpacing['from'], string>> = { patient: 'mm', detector: 'mm at the detector', none: 'px' };

/** What a mark measures, with its unit: a length, an angle, or size and area; '' for a point. */
export function measureText(mark: LineMark, spacing: PictureSpacing): string {
  const shape: Spacing = { mm: [spacing.rows, spacing.columns], from: 'PixelSpacing' };
  switch (mark.kind) {
    case 'length':
      return lengthText(distance(mark.from, mark.to, spacing.from === 'none' ? null : shape), spacing);
    // An angle needs only the pixels' proportion, which counts without millimetres, too.
    case 'angle':
      return degrees(angleOf(mark, shape));
    case 'cobb':
      return degrees(cobbOf(mark, shape));
    case 'point':
      return '';
    default:
      return areaText(mark, spacing);
  }
}

const degrees = (angle: number): string => (Number.isFinite(angle) ? `${angle.toFixed(1)}°` : '');

const lengthText = (length: number, { from }: PictureSpacing): string => `${short(length)} ${units[from]}`;

/** One digit behind the point, two for what is small, none for what is large. */
export const short = (value: number): string => value.toFixed(Math.abs(value) < 1 ? 2 : Math.abs(value) < 1000 ? 1 : 0);

function areaText(mark: LineMark & { readonly kind: 'box' | 'outline' }, { from, rows, columns }: PictureSpacing): string {
  const [across, down] = from === 'none' ? [1, 1] : [columns, rows];
  const area = Math.abs(signedArea(cornersOfMark(mark))) * across * down;
  const [unit = '', ...where] = units[from].split(' ');
  const size =
    mark.kind === 'box' ? `${short((mark.to[0] - mark.from[0]) * across)} × ${short((mark.to[1] - mark.from[1]) * down)} ${unit}, ` : '';
  return [`${size}${short(area)} ${unit}²`, ...where].join(' ');
}

/** Square pixels within a closed outline, below 0 where it goes anticlockwise on the screen (Gauss's area formula). */
function signedArea(points: readonly PixelPoint[]): number {
  let [sum, before] = [0, points.at(-1) ?? [0, 0]];
  for (const point of points) {
    sum += before[0] * point[1] - point[0] * before[1];
    before = point;
  }
  return sum / 2;
}
