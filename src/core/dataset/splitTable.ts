import { layout } from '../project/layout';
import { UserError } from '../userError';
import { compareText } from './compareText';
import type { HeldParts } from './heldParts';
import { type Fractions, parts } from './makeSplit';
import type { Part } from './split';
import { formatTable, parseTable } from './table';

/** The method's name and version, as `split.lock` keeps it. */
export const splitMethod = 'patient-sha256-largest-remainder/v1';

/** `split.lock`: how `split.csv` was made, and its hash. */
export type SplitLock = {
  readonly version: 1;
  readonly method: typeof splitMethod;
  readonly seed: number;
  readonly fractions: { readonly train: number; readonly tuning: number; readonly test: number };
  /** Parts that a column of `images.csv` decides; left out where chance alone does. The fractions are of the other patients. */
  readonly held?: HeldParts;
  /** The label whose values are spread evenly over the parts, and whose it is; '' where there was none. */
  readonly outcome: string;
  readonly reader: string;
  readonly strata: readonly { readonly name: string; readonly train: number; readonly tuning: number; readonly test: number }[];
  /** SHA-256 of the text of `split.csv`, in hex. */
  readonly split: string;
  /** SHA-256 of the columns image and patient of `images.csv`, in hex. */
  readonly images: string;
};

/** Reads `split.csv` into the part of every patient; throws UserError with file and line. */
export function parseSplitTable(text: string, file: string = layout.split): ReadonlyMap<string, Part> {
  const split = new Map<string, Part>();
  for (const { line, cells } of parseTable(file, text, ['patient', 'part']).rows) {
    const part = parts.find((name) => name === cells.part);
    const patient = cells.patient ?? '';
    if (part === undefined) throw new UserError(`${file}, line ${line}: the part "${cells.part}" must be train, tuning or test.`);
    if (patient === '' || split.has(patient)) throw new UserError(`${file}, line ${line}: the patient is empty or stands there twice.`);
    split.set(patient, part);
  }
  return split;
}

/** Writes `split.csv`: one row a patient, sorted. */
export function formatSplitTable(split: ReadonlyMap<string, Part>): string {
  const rows = [...split].toSorted(([a], [b]) => compareText(a, b)).map(([patient, part]) => ({ patient, part }));
  return formatTable(['patient', 'part'], rows);
}

/** Reads `split.lock`; throws UserError when it is not one. */
export function parseSplitLock(text: string, file: string = layout.splitLock): SplitLock {
  let value: Partial<SplitLock>;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${file} can't be read; take it back from git (git restore ${file}).`);
  }
  const { method, seed, fractions, split } = value ?? {};
  if (method !== splitMethod)
    throw new UserError(`${file}: the method ${JSON.stringify(method)} is not known to this version of RadSteps.`);
  if (!Number.isInteger(seed) || typeof split !== 'string' || !parts.every((part) => typeof fractions?.[part] === 'number'))
    throw new UserError(`${file} lacks the seed, the fractions or the hash; take it back from git (git restore ${file}).`);
  return {
    version: 1,
    method,
    seed: 0,
    fractions: { train: 0, tuning: 0, test: 0 },
    outcome: '',
    reader: '',
    strata: [],
    split,
    images: '',
    ...value,
  };
}

/** Writes `split.lock` as JSON, one stratum a line. */
export function formatSplitLock(lock: SplitLock): string {
  const { strata, split, images, ...head } = lock;
  const lines = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${spaced(value)},`);
  return [
    '{',
    ...lines,
    strata.length === 0 ? '  "strata": [],' : `  "strata": [\n${strata.map((stratum) => `    ${spaced(stratum)}`).join(',\n')}\n  ],`,
    `  "split": ${JSON.stringify(split)},`,
    `  "images": ${JSON.stringify(images)}`,
    '}',
    '',
  ].join('\n');
}

const spaced = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');

/** The fractions of a lock as a list in the parts' order. */
export const lockFractions = ({ fractions }: SplitLock): Fractions => [fractions.train, fractions.tuning, fractions.test];
