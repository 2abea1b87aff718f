import { bootstrapEstimate } from './bootstrap';
import type { Estimate, Undefined } from './estimate';
import { proportionEstimate } from './proportion';

/** Pixels of one image: found, marked, and both. */
export type Overlap = { readonly found: number; readonly marked: number; readonly both: number };

/** 2 both / (found + marked); NaN where nothing is found and nothing marked. */
export const diceOf = ({ found, marked, both }: Overlap): number => (2 * both) / (found + marked);

/** Both / either; NaN where nothing is found and nothing marked. */
export const overlapOf = ({ found, marked, both }: Overlap): number => both / (found + marked - both);

/**
 * Mean Dice and intersection over union of the images with something found or marked (0 where it is only one of them; where neither, they don't
 * exist), with intervals from resampling patients, and the share of images without a mark in which nothing is found.
 */
export function segmentationMetrics(
  overlaps: readonly Overlap[],
  patients: readonly string[],
): Readonly<Record<'dice' | 'iou' | 'empty_kept', Estimate | Undefined>> {
  const isSome = (_: unknown, image: number): boolean => (overlaps[image]?.found ?? 0) + (overlaps[image]?.marked ?? 0) > 0;
  const isEmpty = (_: unknown, image: number): boolean => overlaps[image]?.marked === 0;
  const some = overlaps.filter(isSome);
  const owners = patients.filter(isSome);
  const mean = (measure: (overlap: Overlap) => number): Estimate | Undefined => {
    if (some.length === 0) return { undefined: 'In no image is anything found or marked.' };
    const values = some.map(measure);
    const estimate = bootstrapEstimate(
      owners,
      (images) => images.reduce((sum, image) => sum + (values[image] ?? 0), 0) / images.length,
      '',
    );
    return { ...estimate, method: `${estimate.method}; mean over images with something found or marked` };
  };
  return {
    dice: mean(diceOf),
    iou: mean(overlapOf),
    empty_kept: proportionEstimate(
      overlaps.filter(isEmpty).map(({ found }) => found === 0),
      patients.filter(isEmpty),
      'Every image has a mark.',
    ),
  };
}
