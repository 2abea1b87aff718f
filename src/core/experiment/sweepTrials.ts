import { mixSeeds } from '../statistics/mixSeeds';
import { mulberry32 } from '../statistics/random';
import { UserError } from '../userError';
import type { Sweep, SweepValues } from './sweep';

/** One run that a sweep asks for: its settings by dotted key. */
export type Trial = Readonly<Record<string, unknown>>;

type Range = Exclude<SweepValues, readonly unknown[]>;

const isChoice = (values: SweepValues): values is readonly unknown[] => Array.isArray(values);
const digits = 4;

/** Few enough digits to be read, within the range. */
const rounded = (value: number, { from, to, integer }: Range): number =>
  Math.min(to, Math.max(from, integer === true ? Math.round(value) : Number(value.toPrecision(digits))));

function checkRange(key: string, range: Range): Range {
  const wrong = (why: string) => new UserError(`sweep.settings ${key}: ${why}.`);
  if (!(range.from <= range.to)) throw wrong(`from ${range.from} lies above to ${range.to}`);
  if (range.scale === 'log' && range.from <= 0) throw wrong('a range with scale log must begin above 0');
  if (range.integer === true && ![range.from, range.to].every(Number.isInteger)) throw wrong('a range of integers needs whole ends');
  return range;
}

const at = (share: number, range: Range): number => {
  const { from, to, scale } = range;
  return rounded(scale === 'log' ? from * (to / from) ** share : from + (to - from) * share, range);
};

/** The values that a grid takes of one setting. */
function gridValues(key: string, values: SweepValues): readonly unknown[] {
  if (isChoice(values)) return values;
  const range = checkRange(key, values);
  const points = range.points ?? (range.integer === true && range.scale !== 'log' ? range.to - range.from + 1 : undefined);
  if (points === undefined) throw new UserError(`sweep.settings ${key}: a grid needs points, the number of values to take of the range.`);
  const shares = Array.from({ length: points }, (_, index) => (points === 1 ? 0 : index / (points - 1)));
  return [...new Set(shares.map((share) => at(share, range)))];
}

function draw(key: string, values: SweepValues, random: () => number): unknown {
  const share = random();
  if (isChoice(values)) return values[Math.floor(share * values.length)];
  const range = checkRange(key, values);
  // Every whole number is as likely, the ends too.
  if (range.integer === true && range.scale !== 'log') return range.from + Math.floor(share * (range.to - range.from + 1));
  return at(share, range);
}

function* gridOf(entries: readonly (readonly [string, SweepValues])[]): Generator<Trial> {
  const [first, ...rest] = entries;
  if (first === undefined) {
    yield {};
    return;
  }
  for (const value of gridValues(...first)) for (const others of gridOf(rest)) yield { [first[0]]: value, ...others };
}

const drawsWithoutNews = 200;

/** Draws without end, but for spaces that have no more combinations; a longer sweep begins as a shorter one. */
function* drawsOf({ settings, seed }: Sweep): Generator<Trial> {
  const seen = new Set<string>();
  let idle = 0;
  for (let index = 0; idle < drawsWithoutNews; index++) {
    const random = mulberry32(mixSeeds(seed, index));
    const trial = Object.fromEntries(Object.entries(settings).map(([key, values]) => [key, draw(key, values, random)]));
    const text = JSON.stringify(trial);
    idle = seen.has(text) ? idle + 1 : 0;
    if (idle === 0) yield trial;
    seen.add(text);
  }
}

/**
 * The runs of a sweep in their order, at most `sweep.runs`: a grid with the last setting changing fastest, or random draws without repeats; each
 * combination with every seed before the next. The same sweep gives the same runs. UserError for a range that makes no sense.
 */
export function sweepTrials(sweep: Sweep): readonly Trial[] {
  const { seeds, runs, settings, search } = sweep;
  const trials: Trial[] = [];
  for (const combination of search === 'grid' ? gridOf(Object.entries(settings)) : drawsOf(sweep)) {
    const each = seeds.length === 0 ? [combination] : seeds.map((seed) => ({ ...combination, 'train.seed': seed }));
    trials.push(...each.slice(0, runs - trials.length));
    if (trials.length >= runs) break;
  }
  return trials;
}

/** Epochs after which the runs of a sweep are ranked, the last of them all; one entry without halving. UserError where the first rung has too many. */
export function sweepRungs(halving: Sweep['halving'], epochs: number): readonly number[] {
  if (halving === null) return [epochs];
  if (halving.epochs >= epochs)
    throw new UserError(
      `sweep.halving.epochs is ${halving.epochs}, but a run has ${epochs} epochs in all: take fewer, or leave halving out.`,
    );
  const rungs: number[] = [];
  for (let rung = halving.epochs; rung < epochs; rung *= halving.factor) rungs.push(rung);
  return [...rungs, epochs];
}

/** How many of so many runs go on to the next rung. */
export const promoted = (count: number, { factor }: { readonly factor: number }): number => Math.max(1, Math.ceil(count / factor));
