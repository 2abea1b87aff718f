import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { BootstrapOptions } from './bootstrap';
import type { Estimate, Undefined } from './estimate';
import { countPatients, hasRepeatedPatients } from './patientGroups';
import { ones, sumsEstimate } from './sumsEstimate';

/** Calls and the reference standard, image by image. */
export type Calls = { readonly calls: readonly boolean[]; readonly positives: readonly boolean[]; readonly patients: readonly string[] };

/** What a call changes: likelihood ratios, and predictive values where a share `prevalence` of the patients has the condition. */
export type DiagnosticValues = {
  readonly positiveRatio: Estimate | Undefined;
  readonly negativeRatio: Estimate | Undefined;
  readonly ppv: Estimate | Undefined;
  readonly npv: Estimate | Undefined;
};

/** Share of the positive calls that are right at a prevalence (Bayes). */
export const ppvAt = (sensitivity: number, specificity: number, prevalence: number): number =>
  (sensitivity * prevalence) / (sensitivity * prevalence + (1 - specificity) * (1 - prevalence));

/** Share of the negative calls that are right at a prevalence. */
export const npvAt = (sensitivity: number, specificity: number, prevalence: number): number =>
  (specificity * (1 - prevalence)) / (specificity * (1 - prevalence) + (1 - sensitivity) * prevalence);

/**
 * Likelihood ratios with the interval of their logarithm (Simel 1991), and predictive values at a prevalence with that of their logit (Mercaldo
 * 2007); where a patient has several images, from resampling patients.
 */
export function diagnosticValues(calls: Calls, prevalence: number, options: BootstrapOptions = {}): DiagnosticValues {
  const yes = ratioOf(calls, true, options);
  const no = ratioOf(calls, false, options);
  const odds = prevalence / (1 - prevalence);
  return {
    positiveRatio: yes,
    negativeRatio: no,
    ppv: transformed(yes, (ratio) => shareOf(odds * ratio)),
    npv: transformed(no, (ratio) => 1 - shareOf(odds * ratio)),
  };
}

const shareOf = (odds: number): number => (odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds));

/** How often positives are called so, over how often negatives are. */
function ratioOf({ calls, positives, patients }: Calls, call: boolean, options: BootstrapOptions): Estimate | Undefined {
  if (calls.length !== positives.length) throw new RangeError(`${calls.length} calls, but ${positives.length} reference values`);
  const count = (reference: boolean, called: boolean): number =>
    positives.filter((positive, image) => positive === reference && calls[image] === called).length;
  const [hits, alarms] = [count(true, call), count(false, call)];
  const [cases, controls] = [hits + count(true, !call), alarms + count(false, !call)];
  if (cases === 0) return { undefined: 'There is no positive image.' };
  if (controls === 0) return { undefined: 'There is no negative image.' };
  if (hits + alarms === 0) return { undefined: `No image is called ${call ? 'positive' : 'negative'}.` };
  if (alarms === 0) return { undefined: `No negative image is called ${call ? 'positive' : 'negative'}, so that the ratio is infinite.` };
  if (hasRepeatedPatients(patients)) return clustered({ calls, positives, patients }, call, options);
  const value = hits / cases / (alarms / controls);
  const rest = { value, n: calls.length, patients: countPatients(patients), unit: '' };
  if (hits === 0) return { ...rest, interval: null, method: 'no interval: the logarithm of the ratio is infinite' };
  const half = normalQuantile(0.975, 0, 1) * Math.sqrt(1 / hits - 1 / cases + 1 / alarms - 1 / controls);
  return { ...rest, interval: [value * Math.exp(-half), value * Math.exp(half)], method: 'logarithm of the likelihood ratio (Simel)' };
}

function clustered({ calls, positives, patients }: Calls, call: boolean, options: BootstrapOptions): Estimate {
  const column = (of: (image: number) => boolean): readonly number[] => positives.map((_, image) => Number(of(image)));
  const columns = [
    column((image) => positives[image] === true && calls[image] === call),
    column((image) => positives[image] === true),
    column((image) => positives[image] === false && calls[image] === call),
    ones(calls.length),
  ];
  const ratio = ([hits = 0, cases = 0, alarms = 0, all = 0]: Float64Array): number => hits / cases / (alarms / (all - cases));
  return sumsEstimate(columns, patients, ratio, '', options);
}

/** A monotonic function of an estimate; one that falls turns the bounds round. */
function transformed(estimate: Estimate | Undefined, change: (value: number) => number): Estimate | Undefined {
  if ('undefined' in estimate) return estimate;
  const { interval } = estimate;
  const value = change(estimate.value);
  if (interval === null) return { ...estimate, value };
  const [one, other] = [change(interval[0]), change(interval[1])];
  return { ...estimate, value, interval: [Math.min(one, other), Math.max(one, other)] };
}
