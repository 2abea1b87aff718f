import { UserError } from '../userError';
import { compareText } from './compareText';
import { byRank, largestRemainder, membersByStratum, type SplitMember } from './makeSplit';

/** The method's name and version, as `folds.json` keeps it. */
export const foldMethod = 'patient-sha256-folds/v1';

/** The share of a fold's training patients that is held out once more, to choose the epoch and the operating point. */
export const innerShare = 0.15;

/** One fold, in patients, each list sorted: `held` are predicted by the network that `train` trains and whose epoch `tuning` chooses. */
export type PatientFold = { readonly train: readonly string[]; readonly tuning: readonly string[]; readonly held: readonly string[] };

/**
 * Divides patients into folds of sizes that differ by one at most: within a stratum in the order of SHA-256(`seed|folds|patient`), what is left
 * of a share carried to the next stratum. Of every fold's other patients 15 % (at least one), stratified alike, are its tuning patients. The
 * order of the members makes no difference; UserError where there are too few patients.
 */
export function makeFolds(members: readonly SplitMember[], count: number, seed: number): readonly PatientFold[] {
  const patients = new Set(members.map(({ patient }) => patient));
  // Each fold needs a patient to train with and one to tune with beside those that it holds out.
  const fewest = count === 2 ? 4 : count;
  if (patients.size < fewest)
    throw new UserError(
      `Cross-validation with ${count} folds needs at least ${fewest} patients, but the train and tuning parts have ${patients.size} that can be used; take fewer folds, or label and split more images.`,
    );
  const places = allot(members, Array<number>(count).fill(1 / count), `${seed}|folds`);
  return Array.from({ length: count }, (_, fold) => {
    const others = members.filter(({ patient }) => places.get(patient) !== fold);
    const tuning = innerTuning(others, `${seed}|tuning of fold ${fold + 1} of ${count}`);
    const list = (belongs: (patient: string) => boolean) => [...patients].filter(belongs).toSorted(compareText);
    return {
      train: list((patient) => places.get(patient) !== fold && !tuning.has(patient)),
      tuning: list((patient) => tuning.has(patient)),
      held: list((patient) => places.get(patient) === fold),
    };
  });
}

function innerTuning(others: readonly SplitMember[], seed: string): ReadonlySet<string> {
  const places = allot(others, [1 - innerShare, innerShare], seed);
  const tuning = [...places].flatMap(([patient, place]) => (place === 1 ? [patient] : []));
  return new Set(tuning.length > 0 ? tuning : byRank([...places.keys()], seed).slice(-1));
}

/** The place (an index into the shares) of every patient. */
function allot(members: readonly SplitMember[], shares: readonly number[], seed: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let carry = shares.map(() => 0);
  for (const [, patients] of membersByStratum(members)) {
    const wanted = shares.map((share, index) => patients.length * share + (carry[index] ?? 0));
    const counts = largestRemainder(wanted, patients.length);
    carry = wanted.map((share, index) => share - (counts[index] ?? 0));
    const inOrder = counts.flatMap((number, index) => Array<number>(number).fill(index));
    for (const [index, patient] of byRank(patients, seed).entries()) places.set(patient, inOrder[index] ?? 0);
  }
  return places;
}
