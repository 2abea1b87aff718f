import type { VoiTable, VoiWindow } from './frameMeaning';

/** A window or a table, from values in the modality's unit to grey. */
export type Voi = Pick<VoiWindow, 'center' | 'width' | 'shape'> | VoiTable;

/** From a value in the modality's unit to 0 (black) to 1 (white), before any inversion (PS3.3 C.11.2.1.1 to C.11.2.1.3). */
export function voiFunction(voi: Voi): (value: number) => number {
  if ('values' in voi) return tableFunction(voi);
  const { center, width } = voi;
  if (voi.shape === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width));
  if (voi.shape === 'LINEAR_EXACT') return lineFunction(center - width / 2, center + width / 2);
  return lineFunction(center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2);
}

/** Up to `low` black, above `high` white. */
function lineFunction(low: number, high: number): (value: number) => number {
  const size = high - low;
  return (value) => (value <= low ? 0 : value > high ? 1 : (value - low) / size);
}

function tableFunction({ first, values, bits }: VoiTable): (value: number) => number {
  const last = values.length - 1;
  const white = 2 ** bits - 1;
  return (value) => Math.min(1, (values[Math.min(last, Math.max(0, Math.round(value) - first))] ?? 0) / white);
}
