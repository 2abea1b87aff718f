import { compareText } from './compareText';
import type { SplitMember } from './makeSplit';

/** What is known of a patient: the outcome first, then the other factors, the most important first; '' is unknown. */
export type PatientFactors = { readonly patient: string; readonly factors: readonly { readonly name: string; readonly value: string }[] };

/** The fewest patients that make a stratum of their own; smaller ones merge with their neighbours (reference/methods.md section 1). */
export const smallestStratum = 10;

/**
 * Divides patients by one factor after the other, merging values of a stratum that fewer than ten patients share;
 * the first factor, the outcome, is never merged: a rare finding must reach every part.
 */
export function stratify(patients: readonly PatientFactors[]): readonly SplitMember[] {
  const depth = Math.max(0, ...patients.map(({ factors }) => factors.length));
  let strata: readonly Stratum[] = [{ name: '', patients }];
  for (let index = 0; index < depth; index += 1) {
    strata = strata.flatMap((stratum) => divide(stratum, index, index === 0 ? 1 : smallestStratum));
  }
  return strata.flatMap((stratum) => stratum.patients.map(({ patient }) => ({ patient, stratum: stratum.name || 'all' })));
}

type Stratum = { readonly name: string; readonly patients: readonly PatientFactors[] };
type Group = { readonly values: readonly string[]; readonly patients: readonly PatientFactors[] };

function divide({ name, patients }: Stratum, index: number, smallest: number): readonly Stratum[] {
  const groups = mergeSmall(groupByValue(patients, index), smallest);
  if (groups.length < 2) return [{ name, patients }];
  const factor = patients[0]?.factors[index]?.name ?? '';
  return groups.map((group) => {
    const value = group.values
      .map((text) => text || 'unknown')
      .toSorted(compareText)
      .join('|');
    return { name: [name, `${factor}=${value}`].filter(Boolean).join(', '), patients: group.patients };
  });
}

function groupByValue(patients: readonly PatientFactors[], index: number): readonly Group[] {
  const groups = new Map<string, PatientFactors[]>();
  for (const patient of patients) {
    const value = patient.factors[index]?.value ?? '';
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [patient]);
    else group.push(patient);
  }
  return [...groups].map(([value, members]) => ({ values: [value], patients: members }));
}

/** Merges the smallest group into the next smallest until none is too small. */
function mergeSmall(groups: readonly Group[], smallest: number): readonly Group[] {
  const [first, second, ...others] = groups.toSorted(
    (a, b) => a.patients.length - b.patients.length || compareText(a.values[0] ?? '', b.values[0] ?? ''),
  );
  if (first === undefined || second === undefined || first.patients.length >= smallest) return groups;
  const merged = { values: [...first.values, ...second.values].toSorted(compareText), patients: [...first.patients, ...second.patients] };
  return mergeSmall([merged, ...others], smallest);
}

/** Bands with about equally many numbers, at most five and at least ten numbers in each: a name for every number ('' for null). */
export function quantileBands(values: readonly (number | null)[]): readonly string[] {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const bands = Math.max(1, Math.min(5, Math.floor(sorted.length / smallestStratum)));
  const cuts = Array.from({ length: bands - 1 }, (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / bands)] ?? 0);
  return values.map((value) => (value === null ? '' : `band ${1 + cuts.filter((cut) => cut <= value).length} of ${bands}`));
}

/** The age band of years at the examination; '' where the age is not known. */
export function ageBand(years: number | null): string {
  if (years === null) return '';
  const limits = [2, 6, 12, 18, 40, 65];
  const upper = limits.findIndex((limit) => years < limit);
  if (upper === 0) return 'under 2';
  return upper < 0 ? '65 and over' : `${limits[upper - 1]} to under ${limits[upper]}`;
}
