import type { ImageRow } from '../dataset/imageRow';
import type { Spacing } from './measure';

/** An image's millimetres a pixel as the index knows them; null where only pixels are known. */
export function spacingOf({ spacingMm, spacingFrom }: Pick<ImageRow, 'spacingMm' | 'spacingFrom'>): Spacing | null {
  return spacingMm === null || spacingFrom === '' ? null : { mm: spacingMm, from: spacingFrom };
}
