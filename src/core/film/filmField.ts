import type { LimbView } from './limb';

/** Regions that fracture films are drawn of, each with its word in DICOM's Body Part Examined. */
export const filmRegions = { hand: 'HAND', wrist: 'WRIST', forearm: 'FOREARM', ankle: 'ANKLE', leg: 'LEG' } as const;

export type FilmRegion = keyof typeof filmRegions;

/** Their names. */
export const filmRegionNames: readonly FilmRegion[] = ['hand', 'wrist', 'forearm', 'ankle', 'leg'];

/** What of a limb a film shows, in an adult man's millimetres, and how hard the beam is (1: as for a hand). */
export type FilmField = {
  readonly limb: 'arm' | 'leg';
  readonly top: number;
  readonly bottom: number;
  /** What lies in the film's middle. */
  readonly middle: number;
  readonly beam: number;
};

/** The field of a region in a view. */
export function filmField(region: FilmRegion, view: LimbView): FilmField {
  const side = view === 'lateral';
  switch (region) {
    case 'hand':
      return { limb: 'arm', top: 192, bottom: -44, middle: 8, beam: 1 };
    case 'wrist':
      return { limb: 'arm', top: 46, bottom: -84, middle: side ? 4 : 1, beam: side ? 0.72 : 0.95 };
    case 'forearm':
      return { limb: 'arm', top: 6, bottom: -142, middle: -2, beam: side ? 0.72 : 0.85 };
    case 'ankle':
      return { limb: 'leg', top: 98, bottom: -66, middle: side ? 10 : 5, beam: 0.52 };
    case 'leg':
      return { limb: 'leg', top: 226, bottom: -40, middle: side ? 0 : 5, beam: 0.46 };
  }
}
