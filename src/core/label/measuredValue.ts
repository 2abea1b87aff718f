import type { Label } from './label';
import { angleOf, cobbOf, lengthOf, type Spacing } from './measure';
import type { LabelDefinition } from './protocol';

/** What a measure is given in: millimetres of the patient, of the detector, or pixels; degrees for angles. */
export type MeasuredUnit = { readonly unit: string; readonly inPixels: boolean };

/** The unit in which all images can be measured: millimetres only where every image has them from the same source, so that no two kinds are mixed. */
export function measuredUnit(kind: LabelDefinition['kind'], spacings: readonly (Spacing | null)[]): MeasuredUnit {
  if (kind !== 'length') return { unit: 'degrees', inPixels: false };
  if (spacings.length > 0 && spacings.every((spacing) => spacing?.from === 'PixelSpacing')) return { unit: 'mm', inPixels: false };
  if (spacings.length > 0 && spacings.every((spacing) => spacing?.from === 'ImagerPixelSpacing'))
    return { unit: 'mm at the detector', inPixels: false };
  return { unit: 'pixels', inPixels: true };
}

/** The length or angle that a label's only mark of a definition measures; null where it has none or several. */
export function measuredValue(
  label: Label,
  { name, kind }: LabelDefinition,
  spacing: Spacing | null,
  { inPixels }: MeasuredUnit,
): number | null {
  const [mark, another] = label.marks.filter((other) => other.name === name && other.kind === kind);
  if (mark === undefined || another !== undefined) return null;
  const value = measureOf(mark, inPixels ? null : spacing);
  return Number.isFinite(value) ? value : null;
}

function measureOf(mark: Label['marks'][number], spacing: Spacing | null): number {
  if (mark.kind === 'length') return lengthOf(mark, spacing);
  if (mark.kind === 'angle') return angleOf(mark, spacing);
  return mark.kind === 'cobb' ? cobbOf(mark, spacing) : Number.NaN;
}
