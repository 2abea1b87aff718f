import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { WatchedMetric } from '../../src/protocol/watch';

/** "MAE 14.2 months". */
export function metricHead({ title, value, unit }: WatchedMetric): string {
  const [text = ''] = alikeNumbers([value]);
  return `${title} ${text}${unit === '' ? '' : ` ${unit}`}`;
}

/** "95 % interval 12.9 to 15.6; tuning part, n = 90 images of 61 patients; epoch 3". */
export function metricTail({ value, interval, n, patients, epoch }: WatchedMetric): string {
  const [, lower, upper] = alikeNumbers([value, ...(interval ?? [])]);
  const bounds = interval === null ? 'no 95 % interval' : `95 % interval ${lower} to ${upper}`;
  return `${bounds}; tuning part, n = ${n} images of ${patients} patients${epoch === null ? '' : `; epoch ${epoch}`}`;
}

/** "1.2 GB", of 2^30 bytes. */
export const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/** "37 %". */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

export const perSecond = (images: number): string => `${images < 10 ? images.toFixed(1) : Math.round(images)} images/s`;

export const counted = (count: number, word: string): string => `${count} ${count === 1 ? word : `${word}s`}`;

export const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
