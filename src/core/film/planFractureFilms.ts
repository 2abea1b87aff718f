import { mulberry32 } from '../statistics/random';
import type { FractureFilmRequest } from './drawFractureFilm';
import type { FilmRegion } from './filmField';
import { type Injury, inventInjuries } from './inventInjury';
import { type Treatment, treat } from './inventTreatment';
import type { LimbView } from './limb';
import { type Maker, makers } from './makers';
import type { Sex } from './ossification';
import { projectInjury } from './projectInjury';

/** One film of an invented patient's limb, all but its pixels. */
export type FractureFilmPlan = FractureFilmRequest & {
  /** Counted from 1 over all films, all patients and all studies. */
  readonly number: number;
  readonly patient: number;
  readonly study: number;
  /** Counted from 1 in its study. */
  readonly instance: number;
  /** Days from the first day of invented time. */
  readonly day: number;
  readonly maker: Maker;
  readonly inverted: boolean;
  /** Seeds the study's time of day. */
  readonly studySeed: number;
};

/** What stays the same in all studies of a patient. */
type Person = {
  readonly patient: number;
  readonly sex: Sex;
  readonly patientSeed: number;
  readonly maker: Maker;
  readonly inverted: boolean;
};

type Study = {
  readonly region: FilmRegion;
  readonly side: 'L' | 'R';
  readonly months: number;
  readonly day: number;
  readonly injuries: readonly Injury[];
  readonly treatment: Treatment;
};

/** `count` films of patients with one to three studies of two or three views; the same for the same seed, and begun alike for every count. */
export function planFractureFilms(count: number, seed: number, only?: FilmRegion): readonly FractureFilmPlan[] {
  const random = mulberry32(seed);
  const plans: FractureFilmPlan[] = [];
  let study = 0;
  for (let patient = 1; plans.length < count; patient++) {
    for (const films of planPatient(patient, random, only)) {
      study += 1;
      for (const [index, film] of films.entries()) {
        if (plans.length < count) plans.push({ ...film, study, instance: index + 1, number: plans.length + 1 });
      }
    }
  }
  return plans;
}

type Film = Omit<FractureFilmPlan, 'number' | 'study' | 'instance'>;

const regionShares: readonly (readonly [FilmRegion, number])[] = [
  ['wrist', 0.3],
  ['ankle', 0.26],
  ['hand', 0.2],
  ['forearm', 0.13],
  ['leg', 0.11],
];

function planPatient(patient: number, random: () => number, only: FilmRegion | undefined): readonly (readonly Film[])[] {
  const person: Person = {
    patient,
    sex: random() < 0.5 ? 'F' : 'M',
    patientSeed: seedOf(random),
    maker: makers[Math.floor(random() * makers.length)] ?? makers[0],
    inverted: random() < 0.15,
  };
  const months = monthsOf(random);
  const day = Math.floor(3000 * random());
  const first = newStudy(months, day, random, only);
  const studies = [first];
  const more = random();
  if (more < 0.3) studies.push(laterStudy(first, random, only));
  if (more < 0.08) studies.push(laterStudy(studies.at(-1) ?? first, random, only));
  return studies.map((study) => planViews(person, study, random));
}

const seedOf = (random: () => number): number => Math.floor(random() * 4294967296);

/** A third children, a third adults, a third old people. */
function monthsOf(random: () => number): number {
  const draw = random();
  const years = draw < 0.34 ? 4 + 14 * random() : draw < 0.7 ? 18 + 42 * random() : 60 + 32 * random();
  return Math.round(years * 12);
}

function regionOf(random: () => number): FilmRegion {
  let left = random();
  for (const [region, share] of regionShares) {
    left -= share;
    if (left <= 0) return region;
  }
  return 'wrist';
}

function newStudy(months: number, day: number, random: () => number, only: FilmRegion | undefined): Study {
  const drawn = regionOf(random);
  const region = only ?? drawn;
  const isBroken = random() < 0.48;
  const injuries = inventInjuries(region, months, random);
  const treatment = treat(region, injuries, isBroken ? 'fresh' : 'whole', random);
  return { region, side: random() < 0.5 ? 'L' : 'R', months, day, injuries: isBroken ? injuries : [], treatment };
}

/** Weeks later with the same break, in a cast or held by metal; months later healed; or another injury. */
function laterStudy(before: Study, random: () => number, only: FilmRegion | undefined): Study {
  const draw = random();
  const days = draw < 0.5 ? 7 + Math.floor(30 * random()) : 110 + Math.floor(300 * random());
  const [months, day] = [before.months + Math.floor(days / 30.44), before.day + days];
  if (before.injuries.length === 0 || draw > 0.85) return newStudy(months, day, random, only);
  const state = draw < 0.5 ? 'followed' : 'healed';
  const treatment = treat(before.region, before.injuries, state, random);
  return { ...before, months, day, injuries: state === 'healed' ? [] : before.injuries, treatment };
}

function viewsOf(region: FilmRegion, random: () => number): readonly LimbView[] {
  const third = random() < 0.2;
  if (region === 'hand') return ['frontal', 'oblique'];
  return third ? ['frontal', 'lateral', 'oblique'] : ['frontal', 'lateral'];
}

function planViews(person: Person, { injuries, treatment, ...study }: Study, random: () => number): readonly Film[] {
  const studySeed = seedOf(random);
  return viewsOf(study.region, random).map((view, place): Film => {
    const breaks = injuries.flatMap((injury) => {
      const broken = canShow(study.region, view, injury.bone) ? projectInjury(injury, view, place) : null;
      return broken === null ? [] : [{ bone: injury.bone, broken }];
    });
    const { healed, cast, swollen } = treatment;
    const metal = treatment.metal(view);
    return { ...person, ...study, view, breaks, healed, cast, swollen, metal, studySeed, filmSeed: seedOf(random) };
  });
}

/** From the side the hand's rays lie over each other: nobody would draw a break there. */
function canShow(region: FilmRegion, view: LimbView, bone: string): boolean {
  return region === 'ankle' || region === 'leg' || view !== 'lateral' || bone === 'radius' || bone === 'ulna';
}
