import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { freeFractions, type HeldParts, type HeldPatients, heldPatients, heldText } from '../../core/dataset/heldParts';
import { hasNoPatientIdentity, type ImageRow } from '../../core/dataset/imageRow';
import { type Fractions, makeSplit, parts, type SplitMember } from '../../core/dataset/makeSplit';
import type { Part } from '../../core/dataset/split';
import { type Outcome, type OutcomeSummary, splitFactors, summarizeOutcome } from '../../core/dataset/splitFactors';
import { formatSplitLock, formatSplitTable, lockFractions, type SplitLock, splitMethod } from '../../core/dataset/splitTable';
import { stratify } from '../../core/dataset/strata';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { chooseOutcome } from './chooseOutcome';
import { heldNotes } from './heldNotes';
import { readImages, readStoredSplit, sha256 } from './readDataset';

export type SplitOptions = { readonly seed?: number; readonly fractions?: readonly [number, number, number] } & HeldParts;

/** One part of the split: its images and patients, and how the outcome lies in it. */
export type PartSummary = { readonly images: number; readonly patients: number; readonly outcome: OutcomeSummary };

export type SplitSummary = {
  readonly seed: number;
  readonly fractions: Fractions;
  readonly parts: Readonly<Record<Part, PartSummary>>;
  /** Patients that got a part now, and patients that kept theirs. */
  readonly added: number;
  readonly kept: number;
  /** The label that was spread evenly; '' where no image has a label. */
  readonly outcome: string;
  readonly unit: string;
  readonly notes: readonly string[];
};

const defaultSeed = 1;
const defaultFractions: Fractions = [0.7, 0.15, 0.15];

/**
 * Splits the project's images by patient into train, tuning and test, and writes `split.csv` and `split.lock`. Patients of an earlier
 * split keep their part, whatever is added; another seed or other fractions than the lock's are refused with a UserError.
 */
export async function splitProject(root: string, options: SplitOptions): Promise<SplitSummary> {
  const rows = await readImages(root);
  const stored = await readStoredSplit(root);
  const { seed, fractions, held } = chooseSettings(options, stored?.lock);
  const fixed = heldPatients(rows, held);
  const chosen = await chooseOutcome(root, rows);
  const free = stratify(
    splitFactors(
      rows.filter(({ patient }) => !fixed.partOf.has(patient)),
      chosen.outcome,
    ),
  );
  if (free.length === 0) throw new UserError(`To hold out ${heldText(held)} leaves no patient to train with.`);
  const members = [...free, ...heldMembers(fixed, held)];
  if (members.length < 3) throw new UserError(`The images are of ${members.length} patients, but a split needs at least 3.`);
  const old = stored?.split ?? new Map<string, Part>();
  const kept = new Map([...fixed.partOf].map(([patient, part]) => [patient, old.get(patient) ?? part]));
  const split = new Map([...makeSplit(free, { seed, fractions, kept: old }), ...kept]);
  const table = formatSplitTable(new Map([...old, ...split]));
  const lock = lockOf({ seed, fractions, held, members, split, table, rows, ...chosen });
  await writeBeside(join(root, layout.split), table);
  await writeBeside(join(root, layout.splitLock), formatSplitLock(lock));
  return {
    seed,
    fractions,
    parts: {
      train: partOf('train', rows, split, chosen.outcome),
      tuning: partOf('tuning', rows, split, chosen.outcome),
      test: partOf('test', rows, split, chosen.outcome),
    },
    added: members.filter(({ patient }) => !old.has(patient)).length,
    kept: members.filter(({ patient }) => old.has(patient)).length,
    outcome: chosen.outcome?.definition.name ?? '',
    unit: chosen.outcome?.definition.unit ?? '',
    notes: [...splitNotes(rows, split, old, chosen.notes), ...heldNotes({ rows, held, fixed, split })],
  };
}

type Settings = { readonly seed: number; readonly fractions: Fractions; readonly held: HeldParts };

function chooseSettings({ seed, fractions, test, tuning }: SplitOptions, lock: SplitLock | undefined): Settings {
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new UserError(`The seed ${seed} must be a whole number.`);
  if (fractions !== undefined) checkFractions(fractions);
  const held: HeldParts = { ...(test === undefined ? {} : { test }), ...(tuning === undefined ? {} : { tuning }) };
  if (lock === undefined) return { seed: seed ?? defaultSeed, fractions: freeFractions(fractions ?? defaultFractions, held), held };
  const locked = { seed: lock.seed, fractions: lockFractions(lock), held: lock.held ?? {} };
  const wanted = fractions === undefined ? undefined : freeFractions(fractions, locked.held);
  const otherFractions = wanted?.some((share, index) => Math.abs(share - (locked.fractions[index] ?? 0)) > 1e-9) ?? false;
  const otherHeld = heldText(held) !== '' && heldText({ ...locked.held, ...held }) !== heldText(locked.held);
  if ((seed !== undefined && seed !== locked.seed) || otherFractions || otherHeld)
    throw new UserError(
      `The project is split already, with seed ${locked.seed} and fractions ${locked.fractions.map((share) => Number(share.toFixed(4))).join('/')}${heldText(locked.held) === '' ? '' : `, held out ${heldText(locked.held)}`} (${layout.splitLock}), and patients keep their part: for another split on purpose delete ${layout.split} and ${layout.splitLock}, and don't compare runs across the two.`,
    );
  return locked;
}

function checkFractions(fractions: readonly number[]): void {
  const sum = fractions.reduce((total, share) => total + share, 0);
  const [train = 0, tuning = 0] = fractions;
  if (
    fractions.length !== 3 ||
    !fractions.every((share) => share >= 0 && share < 1) ||
    Math.abs(sum - 1) > 1e-6 ||
    train <= 0 ||
    tuning <= 0
  )
    throw new UserError(
      `The fractions ${fractions.join('/')} must be the three shares of train, tuning and test that sum to 1, like 0.7/0.15/0.15; only test may be 0.`,
    );
}

type LockInput = Settings & {
  readonly members: readonly SplitMember[];
  readonly split: ReadonlyMap<string, Part>;
  readonly table: string;
  readonly rows: readonly ImageRow[];
  readonly outcome: Outcome | null;
  readonly reader: string;
};

function lockOf({ seed, fractions, held, members, split, table, rows, outcome, reader }: LockInput): SplitLock {
  const names = [...new Set(members.map(({ stratum }) => stratum))].toSorted(compareText);
  const identity = rows.map(({ image, patient }) => `${image},${patient}\n`).toSorted(compareText);
  return {
    version: 1,
    method: splitMethod,
    seed,
    fractions: { train: fractions[0], tuning: fractions[1], test: fractions[2] },
    ...(heldText(held) === '' ? {} : { held }),
    outcome: outcome?.definition.name ?? '',
    reader,
    strata: names.map((name) => {
      const inside = members.filter(({ stratum }) => stratum === name);
      const count = (part: Part): number => inside.filter(({ patient }) => split.get(patient) === part).length;
      return { name, train: count('train'), tuning: count('tuning'), test: count('test') };
    }),
    split: sha256(table),
    images: sha256(identity.join('')),
  };
}

function partOf(part: Part, rows: readonly ImageRow[], split: ReadonlyMap<string, Part>, outcome: Outcome | null): PartSummary {
  const mine = rows.filter(({ patient }) => split.get(patient) === part);
  return { images: mine.length, patients: new Set(mine.map(({ patient }) => patient)).size, outcome: summarizeOutcome(mine, outcome) };
}

function splitNotes(
  rows: readonly ImageRow[],
  split: ReadonlyMap<string, Part>,
  old: ReadonlyMap<string, Part>,
  notes: readonly string[],
): readonly string[] {
  const anonymous = rows.filter(hasNoPatientIdentity).length;
  const gone = [...old.keys()].filter((patient) => !split.has(patient)).length;
  const empty = parts.filter((part) => ![...split.values()].includes(part));
  return [
    ...notes,
    ...(anonymous === 0
      ? []
      : [
          `${anonymous} of ${rows.length} images name no patient: the split keeps only images with equal pixels (or of one study) together, so images of one patient may lie in different parts, and results may look better than they are.`,
        ]),
    ...(gone === 0
      ? []
      : [
          `${gone} patients of the earlier split have no images now; if their images have another patient since, these may have moved to another part.`,
        ]),
    ...(empty.length === 0 ? [] : [`There are too few patients: the part ${empty.join(' and ')} is empty.`]),
  ];
}

/** Held patients as strata of their own, one a part. */
const heldMembers = ({ partOf: partOfHeld }: HeldPatients, held: HeldParts): readonly SplitMember[] =>
  [...partOfHeld].map(([patient, part]) => ({ patient, stratum: `held out, ${part === 'train' ? '' : (held[part] ?? '')}` }));
