import { type CentreName, ossificationCentres, type Sex } from './ossification';

/** How far a hand has grown; every fraction is 0..1. */
export type Maturity = {
  /** Length of the bones against the adult's of the same sex. */
  readonly growth: number;
  /** How much of its cartilage model a centre fills (0: not there yet). */
  readonly size: (centre: CentreName) => number;
  /** How far an epiphysis is joined to its shaft, 0 until some 20 months before it is whole. */
  readonly fusion: (centre: CentreName) => number;
  /** How old the scar of a joined growth plate is, in months; 0 before. */
  readonly sinceFusion: (centre: CentreName) => number;
};

type Knots = readonly (readonly [month: number, value: number])[];

const girlsGrowth: Knots = [
  [0, 0.35],
  [12, 0.49],
  [36, 0.62],
  [72, 0.74],
  [108, 0.85],
  [132, 0.92],
  [156, 0.975],
  [180, 1],
];
const boysGrowth: Knots = [
  [0, 0.32],
  [12, 0.45],
  [36, 0.56],
  [72, 0.68],
  [108, 0.78],
  [144, 0.87],
  [168, 0.945],
  [192, 0.99],
  [216, 1],
];

/** Months before completion at which bone begins to cross a growth plate. */
const fusionTakes = 20;

/** The maturity of a hand of this bone age (months); `delays` moves single centres (months, later when positive). */
export function maturityAt(boneAge: number, sex: Sex, delays: Readonly<Partial<Record<CentreName, number>>> = {}): Maturity {
  const ageFor = (name: CentreName): number => boneAge - (delays[name] ?? 0);
  return {
    growth: interpolate(sex === 'F' ? girlsGrowth : boysGrowth, boneAge),
    size: (name) => sizeOf(name, sex, ageFor(name)),
    fusion: (name) => unit((ageFor(name) - ossificationCentres[name].complete[sex] + fusionTakes) / fusionTakes),
    sinceFusion: (name) => Math.max(0, ageFor(name) - ossificationCentres[name].complete[sex]),
  };
}

/** Centres grow fast at first; epiphyses are as wide as their shafts halfway between appearing and joining. */
function sizeOf(name: CentreName, sex: Sex, age: number): number {
  const { appears, complete } = ossificationCentres[name];
  const since = age - appears[sex];
  if (since <= 0) return 0;
  const span = (complete[sex] - appears[sex]) * (isCarpal(name) ? 1 : 0.55);
  const arrival = unit(since / 2);
  return arrival * (0.2 + 0.8 * unit(since / span) ** (isCarpal(name) ? 0.42 : 0.42));
}

const carpals: readonly CentreName[] = [
  'capitate',
  'hamate',
  'triquetrum',
  'lunate',
  'scaphoid',
  'trapezium',
  'trapezoid',
  'pisiform',
  'sesamoid',
];

function isCarpal(name: CentreName): boolean {
  return carpals.includes(name);
}

/** A number moved into 0..1. */
export function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Linear interpolation between knots in ascending order, constant outside. */
export function interpolate(knots: Knots, at: number): number {
  let last = knots[0] ?? [0, 0];
  for (const knot of knots) {
    if (at <= knot[0]) return knot[0] === last[0] ? knot[1] : last[1] + ((at - last[0]) / (knot[0] - last[0])) * (knot[1] - last[1]);
    last = knot;
  }
  return last[1];
}
