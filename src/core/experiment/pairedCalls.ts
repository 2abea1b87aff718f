import { mcnemar } from '../statistics/mcnemar';
import { hasRepeatedPatients } from '../statistics/patientGroups';

/** Of the images what the first run and another one called, and what is right, each true for positive. */
export type PairedCalls = {
  readonly first: readonly boolean[];
  readonly other: readonly boolean[];
  readonly positives: readonly boolean[];
  readonly patients: readonly string[];
};

/** How sensitivity and specificity of two runs differ, each at its own operating point, in a sentence; '' where patients come more than once, since McNemar's test takes images as independent. */
export function pairedCallWords(calls: PairedCalls): string {
  if (calls.positives.length === 0 || hasRepeatedPatients(calls.patients)) return '';
  return `At the runs' own operating points: ${sideWords(calls, true)}; ${sideWords(calls, false)}.`;
}

function sideWords({ first, other, positives }: PairedCalls, side: boolean): string {
  const images = positives.flatMap((positive, image) => (positive === side ? [image] : []));
  const right = (calls: readonly boolean[], image: number): boolean => calls[image] === side;
  const onlyFirst = images.filter((image) => right(first, image) && !right(other, image)).length;
  const onlyOther = images.filter((image) => !right(first, image) && right(other, image)).length;
  const { p, method } = mcnemar(onlyFirst, onlyOther);
  const value = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  return `of ${images.length} ${side ? 'positive' : 'negative'} images only the first run is right on ${onlyFirst}, only this one on ${onlyOther} (${method}, ${value})`;
}
