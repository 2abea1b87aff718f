import { patientGroups } from './patientGroups';

/** Sums of shares that are equal on paper differ in their last digits. */
const tiny = 1e-12;

/** The fewest patients from whose errors a bound for this share of new images can be had. */
export const fewestPatients = (level: number): number => Math.ceil(level / (1 - level) - tiny);

/**
 * A bound that the score of a new patient's image keeps with at least this probability, where patients come from the same source (hierarchical
 * conformal prediction: Lee, Barber and Willett 2023; with one image a patient, split conformal prediction). Each patient weighs the same, and one
 * patient more is thought to lie above everything; infinite where there are too few patients.
 */
export function conformalBound(scores: readonly number[], patients: readonly string[], level: number): number {
  if (scores.length !== patients.length) throw new RangeError(`${scores.length} scores, ${patients.length} patients' names`);
  const groups = patientGroups(patients);
  const weighted = groups.flatMap((images) =>
    images.map((image) => ({ score: scores[image] ?? Number.NaN, weight: 1 / (images.length * (groups.length + 1)) })),
  );
  let sum = 0;
  for (const { score, weight } of weighted.toSorted((a, b) => a.score - b.score)) {
    sum += weight;
    if (sum >= level - tiny) return score;
  }
  return Number.POSITIVE_INFINITY;
}
