import { alikeNumbers } from './alikeNumbers';
import type { ImageComparison } from './compareRuns';
import type { TaskName } from './taskName';

const counted = (count: number): string => `${count} ${count === 1 ? 'box' : 'boxes'}`;
const short = (value: number | string): string => (typeof value === 'number' ? (alikeNumbers([value])[0] ?? '') : value);

/** What a run says of an image, in a few words: a number, "fracture 0.93", "2 boxes, 1 hit", or a mask's Dice. */
export function predictionWords(task: TaskName, call: number | string, detail: number | null): string {
  if (task === 'regression') return short(call);
  if (task === 'classification') return detail === null ? String(call) : `${call} ${detail.toFixed(2)}`;
  if (task === 'detection') return call === 0 ? 'no box' : `${counted(Number(call))}, ${detail === 1 ? '1 hit' : `${detail ?? 0} hits`}`;
  return detail === null ? 'nothing' : `Dice ${detail.toFixed(3)}`;
}

/** What the reader says of an image, in a few words. */
export function labelWords(task: TaskName, label: ImageComparison['label']): string {
  if (task === 'detection') return label === 0 ? 'no box' : counted(Number(label));
  if (task !== 'segmentation') return short(label);
  return label === 0 ? 'nothing' : `${(100 * Number(label)).toFixed(2)} % marked`;
}
