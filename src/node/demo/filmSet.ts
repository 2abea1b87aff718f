import { writeDicom } from '../../core/dicom/writeDicom';
import { drawFractureFilm } from '../../core/film/drawFractureFilm';
import { drawHandFilm } from '../../core/film/drawHandFilm';
import { filmElements } from '../../core/film/filmElements';
import type { FilmRegion } from '../../core/film/filmField';
import type { FilmTemplate } from '../../core/film/filmTemplates';
import { fractureElements } from '../../core/film/fractureElements';
import { type DrawnFractures, fractureMarks, fractureTable } from '../../core/film/fractureTables';
import { boneAgeTable, filmName, planFilms } from '../../core/film/planFilms';
import { planFractureFilms } from '../../core/film/planFractureFilms';

/** Films to be drawn for a template, and what is said of them. */
export type FilmSet = {
  readonly films: readonly { readonly name: string; readonly draw: () => Uint8Array }[];
  readonly patients: number;
  readonly table: { readonly name: string; readonly text: string };
  /** What can be told only when all films are drawn. */
  readonly marks: { readonly name: string; readonly text: () => string } | null;
};

export type FilmWish = { readonly template: FilmTemplate; readonly count: number; readonly seed: number; readonly region?: FilmRegion };

/** Plans the films of a template. */
export function filmSet({ template, count, seed, region }: FilmWish): FilmSet {
  return template === 'bone-age' ? handSet(count, seed) : fractureSet(count, seed, region);
}

const patientsOf = (plans: readonly { readonly patient: number }[]): number => new Set(plans.map(({ patient }) => patient)).size;

function handSet(count: number, seed: number): FilmSet {
  const plans = planFilms(count, seed);
  return {
    films: plans.map((plan) => ({ name: filmName(plan), draw: () => writeDicom(filmElements(plan, drawHandFilm(plan), seed)) })),
    patients: patientsOf(plans),
    table: { name: 'bone-age.csv', text: boneAgeTable(plans) },
    marks: null,
  };
}

function fractureSet(count: number, seed: number, region: FilmRegion | undefined): FilmSet {
  const plans = planFractureFilms(count, seed, region);
  const names = plans.map(filmName);
  const drawn = new Map<string, DrawnFractures>();
  const films = plans.map((plan) => {
    const name = filmName(plan);
    const draw = (): Uint8Array => {
      const film = drawFractureFilm(plan);
      drawn.set(name, { name, rows: film.rows, columns: film.columns, outlines: film.outlines });
      return writeDicom(fractureElements(plan, film, seed));
    };
    return { name, draw };
  });
  const text = (): string => fractureMarks(names.flatMap((name) => drawn.get(name) ?? []));
  return {
    films,
    patients: patientsOf(plans),
    table: { name: 'labels.csv', text: fractureTable(names, plans) },
    marks: { name: 'fractures.json', text },
  };
}
