import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { compareText } from './compareText';
import type { Part } from './split';

/** The parts in the order in which they are filled. */
export const parts = ['train', 'tuning', 'test'] as const satisfies readonly Part[];

/** Shares of train, tuning and test; they sum to 1. */
export type Fractions = readonly [train: number, tuning: number, test: number];

/** A patient and the stratum within which the parts keep their shares. */
export type SplitMember = { readonly patient: string; readonly stratum: string };

export type SplitOptions = {
  readonly seed: number;
  readonly fractions: Fractions;
  /** Patients that have a part already and keep it. */
  readonly kept?: ReadonlyMap<string, Part>;
};

/**
 * Allots patients to parts: within a stratum in the order of SHA-256(`seed|patient`), by largest remainder, what is left of a share
 * carried to the next stratum; the order of the members makes no difference (reference/methods.md section 1).
 */
export function makeSplit(members: readonly SplitMember[], { seed, fractions, kept = new Map() }: SplitOptions): ReadonlyMap<string, Part> {
  const split = new Map<string, Part>();
  let carry = [0, 0, 0];
  for (const [, patients] of membersByStratum(members)) {
    const old = patients.filter((patient) => kept.has(patient));
    const fresh = byRank(
      patients.filter((patient) => !kept.has(patient)),
      seed,
    );
    const wanted = parts.map((part, index) => {
      const have = old.filter((patient) => kept.get(patient) === part).length;
      return patients.length * (fractions[index] ?? 0) - have + (carry[index] ?? 0);
    });
    const counts = largestRemainder(wanted, fresh.length);
    carry = wanted.map((share, index) => share - (counts[index] ?? 0));
    for (const patient of old) split.set(patient, kept.get(patient) ?? 'train');
    const allotted = parts.flatMap((part, index) => Array<Part>(counts[index] ?? 0).fill(part));
    for (const [index, patient] of fresh.entries()) split.set(patient, allotted[index] ?? 'train');
  }
  return split;
}

/** Whole numbers that sum to `total`, nearest to the wanted shares: each goes to the part that lacks most, the first of equals. */
export function largestRemainder(wanted: readonly number[], total: number): readonly number[] {
  const counts = wanted.map(() => 0);
  for (let given = 0; given < total; given += 1) {
    let most = 0;
    for (const index of wanted.keys()) if (lack(wanted, counts, index) > lack(wanted, counts, most) + 1e-9) most = index;
    counts[most] = (counts[most] ?? 0) + 1;
  }
  return counts;
}

const lack = (wanted: readonly number[], counts: readonly number[], index: number): number => (wanted[index] ?? 0) - (counts[index] ?? 0);

/** The patients of every stratum, each once, strata in the order of their names. */
export function membersByStratum(members: readonly SplitMember[]): readonly (readonly [string, readonly string[]])[] {
  const strata = new Map<string, Set<string>>();
  for (const { patient, stratum } of members) {
    const patients = strata.get(stratum) ?? new Set();
    strata.set(stratum, patients.add(patient));
  }
  return [...strata].map(([stratum, patients]) => [stratum, [...patients]] as const).toSorted(([a], [b]) => compareText(a, b));
}

/** Patients in the order of SHA-256(`seed|patient`), whatever order they came in. */
export function byRank(patients: readonly string[], seed: number | string): readonly string[] {
  const ranked = patients.map((patient) => ({ patient, rank: bytesToHex(sha256(utf8ToBytes(`${seed}|${patient}`))) }));
  return ranked.toSorted((a, b) => compareText(a.rank, b.rank)).map(({ patient }) => patient);
}
