import assert from 'node:assert/strict';
import type { Estimate, Interval, Undefined } from '../../../../src/core/statistics/estimate';

/** Fails unless the numbers agree to one part in a million. */
export function near(actual: number | undefined, expected: number | undefined, message?: string): void {
  assert.ok(actual !== undefined && expected !== undefined, message);
  assert.ok(Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected)), `${message ?? ''} ${actual} is not ${expected}`);
}

/** Fails unless both bounds agree. */
export function nearInterval(actual: Interval | null, expected: readonly number[]): void {
  near(actual?.[0], expected[0], 'lower');
  near(actual?.[1], expected[1], 'upper');
}

/** The estimate, or a failure with the reason why there is none. */
export function estimateOf(result: Estimate | Undefined): Estimate {
  if ('undefined' in result) assert.fail(result.undefined);
  return result;
}

/** The reason why a statistic does not exist. */
export function reasonOf(result: object): string {
  assert.ok('undefined' in result && typeof result.undefined === 'string');
  return result.undefined;
}

/** Names of as many different patients. */
export function patientsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${String(index).padStart(4, '0')}`);
}
