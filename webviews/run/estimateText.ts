import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';

/** An estimate in words for a table's cells; where it does not exist, the reason stands for the interval. */
export type EstimateTexts = { readonly value: string; readonly interval: string; readonly n: string; readonly method: string };

/** Value and bounds with equal decimals and their unit. */
export function estimateTexts(estimate: Estimate | Undefined): EstimateTexts {
  if ('undefined' in estimate) return { value: 'none', interval: estimate.undefined, n: '', method: '' };
  const { interval, method, unit, n } = estimate;
  const [value = '', low = '', high = ''] = alikeNumbers([estimate.value, ...(interval ?? [])]);
  const inUnit = unit === '' ? '' : ` ${unit}`;
  const bounds = interval === null ? 'no interval' : `${low} to ${high}${inUnit}`;
  return { value: `${value}${inUnit}`, interval: bounds, n: String(n), method };
}

/** "AUC 0.874 (95 % interval 0.812 to 0.921)" */
export function estimateWords(title: string, estimate: Estimate | Undefined): string {
  const { value, interval, method } = estimateTexts(estimate);
  if ('undefined' in estimate) return `${title}: none. ${estimate.undefined}`;
  return `${title} ${value} (${estimate.interval === null ? method : `95 % interval ${interval}`})`;
}

/** "1 image", "2 images" */
export const countedImages = (count: number): string => `${count} ${count === 1 ? 'image' : 'images'}`;
