import { consensusReader } from './consensusReader';
import type { Label } from './label';

/** The label against which predictions are held: that of the readers from whom the runs learned (in their order), else a consensus, else a final label; null without any. */
export function referenceLabel(labels: readonly Label[], readers: readonly string[]): Label | null {
  const learned = readers.map((reader) => labels.find((label) => label.reader === reader));
  const consensus = labels.find(({ reader, status }) => reader === consensusReader && status === 'final');
  const known = [...learned, consensus, labels.find(({ status }) => status === 'final'), labels[0]];
  return known.find((label) => label !== undefined) ?? null;
}
