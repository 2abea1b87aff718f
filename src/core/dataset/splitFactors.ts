import type { CategoryValue, Label } from '../label/label';
import type { LabelDefinition } from '../label/protocol';
import { compareText } from './compareText';
import type { ImageRow } from './imageRow';
import { ageBand, type PatientFactors, quantileBands } from './strata';

/** The label whose values a split spreads evenly, and one reader's labels by image. */
export type Outcome = { readonly definition: LabelDefinition; readonly labels: ReadonlyMap<string, Label> };

/** How an outcome lies in a set of images: the number of images by value, or the spread of a number in the label's unit. */
export type OutcomeSummary =
  | { readonly kind: 'category'; readonly counts: Readonly<Record<string, number>> }
  | { readonly kind: 'number'; readonly n: number; readonly mean: number; readonly minimum: number; readonly maximum: number }
  | null;

/** What stratifies each patient: outcome, sex, age, body part, site and maker, in this order. */
export function splitFactors(rows: readonly ImageRow[], outcome: Outcome | null): readonly PatientFactors[] {
  const byPatient = new Map<string, ImageRow[]>();
  for (const row of rows) {
    const images = byPatient.get(row.patient);
    if (images === undefined) byPatient.set(row.patient, [row]);
    else images.push(row);
  }
  const patients = [...byPatient].toSorted(([a], [b]) => compareText(a, b));
  const outcomes = outcome === null ? patients.map(() => '') : patientOutcomes(patients, outcome);
  return patients.map(([patient, images], index) => ({
    patient,
    factors: [
      { name: outcome?.definition.name ?? 'outcome', value: outcomes[index] ?? '' },
      { name: 'sex', value: firstText(images.map(({ sex }) => sex)) },
      { name: 'age', value: ageBand(images.find(({ ageYears }) => ageYears !== null)?.ageYears ?? null) },
      { name: 'body_part', value: firstText(images.map(({ bodyPart }) => bodyPart)) },
      { name: 'site', value: firstText(images.map(({ site }) => site)) },
      { name: 'manufacturer', value: firstText(images.map(({ manufacturer }) => manufacturer)) },
    ],
  }));
}

const firstText = (texts: readonly string[]): string => texts.filter(Boolean).toSorted(compareText)[0] ?? '';

const labelled = ({ definition, labels }: Outcome, image: string): CategoryValue | undefined =>
  labels.get(image)?.categories[definition.name];

/** A patient's outcome: the category that stands last in the protocol among those of the images (the positive one), or the band of the mean. */
function patientOutcomes(patients: readonly (readonly [string, readonly ImageRow[]])[], outcome: Outcome): readonly string[] {
  const values = patients.map(([, images]) => images.flatMap(({ image }) => labelled(outcome, image) ?? []));
  if (outcome.definition.kind === 'number')
    return quantileBands(values.map((list) => mean(list.filter((value) => typeof value === 'number'))));
  const order = outcome.definition.values ?? [];
  const rank = (value: string): number => order.indexOf(value);
  return values.map((list) => list.map(String).toSorted((a, b) => rank(b) - rank(a) || compareText(a, b))[0] ?? '');
}

const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** How an outcome lies in the given images; null where there is no outcome or no image has it. */
export function summarizeOutcome(rows: readonly ImageRow[], outcome: Outcome | null): OutcomeSummary {
  if (outcome === null) return null;
  const values = rows.flatMap(({ image }) => labelled(outcome, image) ?? []);
  if (outcome.definition.kind === 'number') {
    const numbers = values.filter((value) => typeof value === 'number');
    const average = mean(numbers);
    const extremes = numbers.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ] as const);
    return average === null ? null : { kind: 'number', n: numbers.length, mean: average, minimum: extremes[0], maximum: extremes[1] };
  }
  const counts: Record<string, number> = Object.fromEntries((outcome.definition.values ?? []).map((value) => [value, 0]));
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return { kind: 'category', counts };
}
