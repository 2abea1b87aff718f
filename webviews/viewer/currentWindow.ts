import type { GreyWindow } from '../../src/core/viewer/dragWindow';
import { foundWindow } from './shownWindow';
import type { Shown } from './viewer';

/** The window that is applied, in the modality's unit; one from the values where a table is; null for colour. */
export function currentWindow({ picture, voi }: Shown): GreyWindow | null {
  if (picture === null || picture.frame.samples === 3) return null;
  const { center, width, shape } = voi === null || 'values' in voi ? foundWindow(picture) : voi;
  return { center, width, shape };
}

/** Values of whole numbers have no narrower window than one of them. */
export function smallestWidth({ picture }: Shown): number {
  if (picture === null || !Number.isFinite(picture.meaning.highest)) return Number.MIN_VALUE;
  const { modality } = picture.meaning;
  return modality.kind === 'linear' ? Math.min(1, Math.abs(modality.slope)) : 1;
}
