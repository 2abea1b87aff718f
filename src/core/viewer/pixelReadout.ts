import type { Frame } from '../image/frame';
import type { FrameMeaning } from '../image/frameMeaning';
import { modalityFunction } from '../image/modalityFunction';
import type { PixelPoint } from '../label/label';
import type { FrameGeometry, Point3 } from '../volume/frameGeometry';
import type { FrameFacts } from './frameFacts';

/** What a viewer says of one pixel. */
export type PixelReadout = {
  /** Its value with unit, such as `-1000 HU (stored 24)`. */
  readonly value: string;
  /** Column and row from 0, as label files count them. */
  readonly pixel: string;
  /** Where it lies in millimetres; '' where nothing tells. */
  readonly place: string;
};

/** Describes a pixel of a frame, column and row whole numbers from 0. */
export function pixelReadout(frame: Frame, meaning: FrameMeaning, facts: FrameFacts, [column, row]: PixelPoint): PixelReadout {
  return {
    value: valueText(frame, meaning, row * frame.columns + column),
    pixel: `column ${column}, row ${row}`,
    place: placeText(facts, [column, row]),
  };
}

function valueText({ samples, values }: Frame, meaning: FrameMeaning, at: number): string {
  if (samples === 3) return `R ${values[3 * at] ?? 0}  G ${values[3 * at + 1] ?? 0}  B ${values[3 * at + 2] ?? 0}`;
  const stored = values[at] ?? 0;
  const { padding, unit } = meaning;
  const isPadding = padding !== null && stored >= padding[0] && stored <= padding[1];
  const value = modalityFunction(meaning.modality)(stored);
  const real = `${numberText(value)}${unit === '' ? '' : ` ${unit}`}`;
  const hasOther = value !== stored || unit !== '';
  return `${real}${hasOther ? ` (stored ${numberText(stored)})` : ''}${isPadding ? ', padding' : ''}`;
}

/** Whole numbers whole, others with six digits that count. */
const numberText = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))));

function placeText({ geometry, spacing }: FrameFacts, [column, row]: PixelPoint): string {
  if (geometry !== null) return patientText(patientPoint(geometry, [column + 0.5, row + 0.5]));
  if (spacing.from === 'none') return '';
  const [right, down] = [(column + 0.5) * spacing.columns, (row + 0.5) * spacing.rows];
  return `${right.toFixed(1)} mm right, ${down.toFixed(1)} mm down${spacing.from === 'detector' ? ' at the detector' : ''}`;
}

/** Where continuous pixel coordinates lie in the patient: millimetres. */
export function patientPoint({ positionMm, orientation, spacingMm }: FrameGeometry, [column, row]: PixelPoint): Point3 {
  const [right, down] = orientation;
  // Image Position is the middle of the first pixel, which is at (0.5, 0.5).
  const [across, along] = [(column - 0.5) * spacingMm[1], (row - 0.5) * spacingMm[0]];
  const on = (axis: 0 | 1 | 2): number => positionMm[axis] + right[axis] * across + down[axis] * along;
  return [on(0), on(1), on(2)];
}

const sides = ['LR', 'PA', 'HF'];

const patientText = (point: Point3): string =>
  `${point.map((value, axis) => `${sides[axis]?.charAt(value < 0 ? 1 : 0)} ${Math.abs(value).toFixed(1)}`).join('  ')} mm`;
