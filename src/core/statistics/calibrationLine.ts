import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { Estimate, Undefined } from './estimate';
import { countPatients } from './patientGroups';
import { rocProblem } from './roc';

/** How logits of probabilities follow what came true: 1 and 0 are right. A slope below 1: too extreme; an intercept above 0: too low. */
export type CalibrationLine = {
  readonly slope: Estimate | Undefined;
  /** Calibration in the large: the intercept where the slope is held at 1. */
  readonly intercept: Estimate | Undefined;
};

/** Probabilities of 0 and 1 have no logit. */
const least = 1e-7;
const mostSteps = 50;

/** Logistic regression of outcomes on the logits of probabilities (Cox 1958); its intervals take images as independent of each other. */
export function calibrationLine(probabilities: readonly number[], hits: readonly boolean[], patients: readonly string[]): CalibrationLine {
  const problem = rocProblem(probabilities, hits);
  if (problem !== null) return { slope: { undefined: problem }, intercept: { undefined: problem } };
  const logits = probabilities.map((probability) => {
    const inside = Math.min(1 - least, Math.max(least, probability));
    return Math.log(inside / (1 - inside));
  });
  const rest = { n: hits.length, patients: countPatients(patients), unit: '' };
  const estimate = (found: Fit | null, at: 0 | 1): Estimate | Undefined => {
    if (found === null) return { undefined: 'The regression has no solution: probabilities separate the outcomes, or are all alike.' };
    const [value, error] = [found.values[at], found.errors[at]];
    const half = normalQuantile(0.975, 0, 1) * error;
    return { ...rest, value, interval: [value - half, value + half], method: 'logistic regression, images taken as independent' };
  };
  return { slope: estimate(fitLogistic(logits, hits, true), 1), intercept: estimate(fitLogistic(logits, hits, false), 0) };
}

type Pair = readonly [intercept: number, slope: number];
type Fit = { readonly values: Pair; readonly errors: Pair };

/** Newton's steps to the likeliest line; null where there is none. With a fixed slope of 1 only the intercept moves. */
function fitLogistic(logits: readonly number[], hits: readonly boolean[], isSlopeFree: boolean): Fit | null {
  let [a, b] = [0, isSlopeFree ? 0 : 1];
  for (let step = 0; step < mostSteps; step++) {
    const { gradient, information } = derivatives(logits, hits, a, b);
    const inverse = inverseOf(information, isSlopeFree);
    if (inverse === null) return null;
    const [da, db] = [inverse.aa * gradient[0] + inverse.ab * gradient[1], inverse.ab * gradient[0] + inverse.bb * gradient[1]];
    [a, b] = [a + da, b + db];
    if (!Number.isFinite(a) || Math.abs(b) > 1e3) return null;
    if (Math.abs(da) + Math.abs(db) < 1e-10) return { values: [a, b], errors: [Math.sqrt(inverse.aa), Math.sqrt(inverse.bb)] };
  }
  return null;
}

type Matrix = { readonly aa: number; readonly ab: number; readonly bb: number };

function derivatives(logits: readonly number[], hits: readonly boolean[], a: number, b: number) {
  let [ga, gb, aa, ab, bb] = [0, 0, 0, 0, 0];
  for (const [image, x] of logits.entries()) {
    const p = 1 / (1 + Math.exp(-(a + b * x)));
    const [away, weight] = [Number(hits[image] === true) - p, p * (1 - p)];
    ga += away;
    gb += away * x;
    aa += weight;
    ab += weight * x;
    bb += weight * x * x;
  }
  return { gradient: [ga, gb] as const, information: { aa, ab, bb } };
}

function inverseOf({ aa, ab, bb }: Matrix, isSlopeFree: boolean): Matrix | null {
  if (!isSlopeFree) return aa > 1e-12 ? { aa: 1 / aa, ab: 0, bb: 0 } : null;
  const determinant = aa * bb - ab * ab;
  if (!(determinant > 1e-12 * Math.max(1, aa * bb))) return null;
  return { aa: bb / determinant, ab: -ab / determinant, bb: aa / determinant };
}
