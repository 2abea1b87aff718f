import type { Break } from './brokenBone';
import type { FilmRegion } from './filmField';

/** A broken bone in space; each view shows its own projection of it, and a fine line perhaps in one of them only. */
export type Injury = {
  readonly bone: string;
  /** A break as a view would show it that looks along its displacement's normal. */
  readonly broken: Break;
  /** Radians from the frontal film's plane to the displacement. */
  readonly towards: number;
  readonly seenIn: 'all' | 'first' | 'second';
};

type Site = { readonly bone: string; readonly from: number; readonly to: number; readonly weight: number; readonly moves: Break['moves'] };

const site = (bone: string, from: number, to: number, weight: number, moves: Break['moves']): Site => ({ bone, from, to, weight, moves });

/** Where bones of a region break, and how often against each other. */
const sites: Readonly<Record<FilmRegion, readonly Site[]>> = {
  wrist: [
    site('radius', 0.86, 0.94, 7, 'distal'),
    site('ulna', 0.88, 0.95, 1.6, 'proximal'),
    site('metacarpal1', 0.14, 0.24, 0.7, 'distal'),
  ],
  forearm: [site('radius', 0.3, 0.78, 3, 'proximal'), site('ulna', 0.3, 0.8, 3, 'proximal')],
  hand: [
    site('metacarpal5', 0.6, 0.84, 4, 'distal'),
    site('metacarpal4', 0.3, 0.8, 1.5, 'distal'),
    site('metacarpal2', 0.3, 0.8, 1, 'distal'),
    site('metacarpal1', 0.14, 0.3, 1.2, 'distal'),
    site('proximal5', 0.2, 0.7, 2, 'distal'),
    site('proximal3', 0.2, 0.75, 1, 'distal'),
    site('proximal1', 0.25, 0.7, 1, 'distal'),
    site('middle4', 0.3, 0.7, 1, 'distal'),
  ],
  ankle: [site('fibula', 0.87, 0.965, 6, 'distal'), site('tibia', 0.87, 0.955, 2.5, 'proximal')],
  leg: [site('tibia', 0.48, 0.82, 4, 'proximal'), site('fibula', 0.42, 0.84, 2.5, 'proximal')],
};

/** Bones that often break together. */
const partners: Readonly<Record<string, string>> = { radius: 'ulna', ulna: 'radius', tibia: 'fibula', metacarpal4: 'metacarpal5' };

/** Invents the breaks of one injury: one bone, sometimes its neighbour too. */
export function inventInjuries(region: FilmRegion, months: number, random: () => number): readonly Injury[] {
  const first = chosen(sites[region], random);
  const partner = sites[region].find(({ bone }) => bone === partners[first.bone]);
  const both = partner !== undefined && random() < (region === 'leg' || region === 'forearm' ? 0.45 : 0.22);
  const towards = Math.PI * random();
  const seen = random();
  const seenIn = seen < 0.74 ? 'all' : seen < 0.89 ? 'first' : 'second';
  return (both ? [first, partner] : [first]).map((place) => injuryAt(place, region, months, { towards, seenIn }, random));
}

function chosen(list: readonly Site[], random: () => number): Site {
  let left = random() * list.reduce((sum, { weight }) => sum + weight, 0);
  for (const entry of list) {
    left -= entry.weight;
    if (left <= 0) return entry;
  }
  return list[0] ?? site('radius', 0.9, 0.94, 1, 'distal');
}

function injuryAt(
  place: Site,
  region: FilmRegion,
  months: number,
  shared: Pick<Injury, 'towards' | 'seenIn'>,
  random: () => number,
): Injury {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const isLarge = region !== 'hand';
  const kind = kindOf(place, months, random);
  // What only one view shows is fine; what is far apart shows everywhere.
  const isApart = kind !== 'buckle' && shared.seenIn === 'all' && random() < 0.7;
  const size = isLarge ? 1 : 0.5;
  const slopes = { transverse: 0.22, oblique: 1.1, comminuted: 0.4, buckle: 1 };
  const broken: Break = {
    kind,
    at: between(place.from, place.to),
    slope: (random() < 0.5 ? -1 : 1) * slopes[kind] * between(0.35, 1),
    gap: (kind === 'comminuted' ? 0.6 : 1) * (isApart ? between(0.5, 1.5) * (0.6 + 0.4 * size) : between(0.45, 1.1)),
    shift: isApart ? size * between(2, 7) * (random() < 0.5 ? -1 : 1) : 0,
    overlap: isApart ? size * between(-0.5, 3) : 0,
    bend: isApart ? between(-0.2, 0.2) : between(-0.03, 0.03),
    strength: isApart || kind === 'comminuted' ? 1 : between(0.5, 1),
    moves: place.moves,
    seed: Math.floor(random() * 4294967296),
  };
  return { bone: place.bone, broken, ...shared };
}

/** Children's bones buckle near their ends; old ones shatter. */
function kindOf({ bone, to }: Site, months: number, random: () => number): Break['kind'] {
  const draw = random();
  const nearEnd = to > 0.85 && (bone === 'radius' || bone === 'ulna' || bone === 'tibia');
  if (months < 156 && nearEnd && draw < 0.5) return 'buckle';
  if (draw < (months > 600 ? 0.36 : 0.22)) return 'comminuted';
  return random() < 0.5 ? 'transverse' : 'oblique';
}
