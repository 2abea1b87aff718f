import { mulberry32, normal } from '../statistics/random';
import { type Maker, makers } from './makers';
import type { Sex } from './ossification';

/** One film of an invented patient, all but its pixels. */
export type FilmPlan = {
  /** Counted from 1 over all films. */
  readonly number: number;
  /** Counted from 1. */
  readonly patient: number;
  readonly sex: Sex;
  /** Months, one decimal. */
  readonly boneAge: number;
  /** Age by the calendar, months. */
  readonly age: number;
  /** Days from the first day of invented time. */
  readonly day: number;
  readonly maker: Maker;
  readonly inverted: boolean;
  readonly patientSeed: number;
  readonly filmSeed: number;
};

/** Oldest bone age that is drawn, months. */
const oldest = 222;

/** `count` films of patients with one to three each, some months apart, mostly of ages 1 to 18.5 years; the same for the same seed. */
export function planFilms(count: number, seed: number): readonly FilmPlan[] {
  const random = mulberry32(seed);
  const plans: FilmPlan[] = [];
  for (let patient = 1; plans.length < count; patient++) {
    for (const film of planPatient(patient, random)) {
      if (plans.length < count) plans.push({ ...film, number: plans.length + 1 });
    }
  }
  return plans;
}

function planPatient(patient: number, random: () => number): readonly Omit<FilmPlan, 'number'>[] {
  const seedOf = (): number => Math.floor(random() * 4294967296);
  const sex: Sex = random() < 0.5 ? 'F' : 'M';
  const maker = makers[Math.floor(random() * makers.length)] ?? makers[0];
  const patientSeed = seedOf();
  const ahead = 9 * normal(random);
  const first = random() < 0.06 ? 1 + 11 * random() : 12 + (oldest - 12) * random();
  const films = random();
  let boneAge = first;
  let day = Math.floor(3000 * random());
  return Array.from({ length: films < 0.55 ? 1 : films < 0.85 ? 2 : 3 }, (_, visit) => {
    const months = visit === 0 ? 0 : 5 + 13 * random();
    boneAge = Math.min(oldest, boneAge + months * (0.8 + 0.4 * random()));
    day += Math.round(months * 30.44);
    const tenths = Math.round(boneAge * 10) / 10;
    // A small child's bones can't be many months ahead or behind.
    const age = Math.max(1, tenths + ahead * Math.min(1, tenths / 60));
    return { patient, sex, boneAge: tenths, age, day, maker, inverted: random() < 0.2, patientSeed, filmSeed: seedOf() };
  });
}

/** A plan's file name, such as film-0001.dcm. */
export function filmName({ number }: Pick<FilmPlan, 'number'>): string {
  return `film-${String(number).padStart(4, '0')}.dcm`;
}

/** The table of bone ages in months, one row a film. */
export function boneAgeTable(plans: readonly FilmPlan[]): string {
  return `file,bone_age\n${plans.map((plan) => `${filmName(plan)},${plan.boneAge}\n`).join('')}`;
}
