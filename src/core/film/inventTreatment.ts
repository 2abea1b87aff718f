import type { FractureFilmRequest } from './drawFractureFilm';
import type { Metal } from './drawMetal';
import { type FilmRegion, filmField } from './filmField';
import type { Injury } from './inventInjury';
import type { LimbView } from './limb';

/** What was done about a break: metal differs by view. */
export type Treatment = Pick<FractureFilmRequest, 'healed' | 'cast' | 'swollen'> & {
  readonly metal: (view: LimbView) => FractureFilmRequest['metal'];
};

/** A limb's state: fresh or followed breaks, healed ones, or never broken where anything is held or worn for another reason. */
export type State = 'fresh' | 'followed' | 'healed' | 'whole';

/** How often films of each state show a cast, metal, callus and swelling: none of them tells whether there is a break. */
const shares: Readonly<Record<State, Readonly<Record<'cast' | 'metal' | 'callus' | 'swelling', number>>>> = {
  fresh: { cast: 0.12, metal: 0.05, callus: 0, swelling: 0.85 },
  followed: { cast: 0.6, metal: 0.35, callus: 0, swelling: 0.4 },
  healed: { cast: 0.1, metal: 0.35, callus: 1, swelling: 0 },
  whole: { cast: 0.14, metal: 0.1, callus: 0.08, swelling: 0.15 },
};

/** Invents a treatment. */
export function treat(region: FilmRegion, injuries: readonly Injury[], state: State, random: () => number): Treatment {
  const share = shares[state];
  const [castDraw, metalDraw, callusDraw, swellingDraw] = [random(), random(), random(), random()];
  const cast = castOf(region, random);
  const metal = injuries.map((injury) => metalOf(region, injury, random));
  const healed = injuries.map(({ bone, broken }) => ({ bone, at: broken.at, strength: 0.5 + 0.5 * random() }));
  return {
    swollen: swellingDraw < share.swelling ? injuries.map(({ bone, broken }) => ({ bone, at: broken.at })) : [],
    healed: callusDraw < share.callus ? healed : [],
    cast: castDraw < share.cast ? cast : null,
    metal: (view) => (metalDraw < share.metal ? metal.map((own) => own(view)) : []),
  };
}

function castOf(region: FilmRegion, random: () => number): FractureFilmRequest['cast'] {
  const { top, bottom } = filmField(region, 'frontal');
  const end = { hand: 62, wrist: 34, forearm: 30, ankle: top + 40, leg: 150 }[region];
  const start = region === 'ankle' || region === 'leg' ? bottom - 40 : bottom - 40 + 30 * random();
  const isPlaster = random() < 0.6;
  const wall = isPlaster ? 5 + 3 * random() : 3.5 + 1.5 * random();
  return { top: end, bottom: start, wall, density: isPlaster ? 1.1 + 0.7 * random() : 0.5 + 0.4 * random() };
}

type OwnMetal = (view: LimbView) => FractureFilmRequest['metal'][number];

function metalOf(region: FilmRegion, { bone, broken }: Injury, random: () => number): OwnMetal {
  const [draw, lean, screws] = [random(), random(), 4 + Math.floor(4 * random())];
  const side = random() < 0.5 ? -1 : 1;
  const faces = random() < 0.65 ? 'frontal' : 'lateral';
  const reach = region === 'hand' ? 0.24 : region === 'ankle' || region === 'leg' ? 0.1 : 0.15;
  const isNearEnd = broken.at > 0.85;
  if (draw < 0.25 && !isNearEnd && region !== 'hand') {
    const nail: Metal = { kind: 'nail', from: 0.05, to: 0.93 };
    return () => ({ bone, metal: nail });
  }
  if (draw < 0.5 && (isNearEnd || region === 'hand')) return () => ({ bone, metal: { kind: 'wires', at: broken.at, lean } });
  const [from, to] = [broken.at - reach, Math.min(0.97, broken.at + reach * (isNearEnd ? 0.6 : 1))];
  return (view) => ({
    bone,
    metal: { kind: 'plate', from, to, side, screws, seen: (view === 'lateral') === (faces === 'lateral') ? 'face' : 'edge' },
  });
}
