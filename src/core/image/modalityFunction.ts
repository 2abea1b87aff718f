import type { ModalityMap } from './frameMeaning';

/** From a stored value to the modality's unit; a table gives its ends for what lies outside it. */
export function modalityFunction(modality: ModalityMap): (stored: number) => number {
  if (modality.kind === 'linear') {
    const { slope, intercept } = modality;
    return (stored) => stored * slope + intercept;
  }
  const { first, values } = modality;
  const last = values.length - 1;
  return (stored) => values[Math.min(last, Math.max(0, stored - first))] ?? 0;
}
