import { formatCoco } from '../label/formats/coco';
import { boxAround } from '../label/formats/foreignMark';
import type { Mark } from '../label/label';
import type { FractureFilm } from './drawFractureFilm';
import type { FractureFilmPlan } from './planFractureFilms';

/** What every film shows, one row each: a break, metal, a cast. */
export function fractureTable(names: readonly string[], plans: readonly FractureFilmPlan[]): string {
  const word = (is: boolean): string => (is ? 'yes' : 'no');
  const rows = plans.map(
    ({ breaks, metal, cast }, index) => `${names[index]},${word(breaks.length > 0)},${word(metal.length > 0)},${word(cast !== null)}\n`,
  );
  return `file,fracture,hardware,cast\n${rows.join('')}`;
}

/** A film's name with what was drawn on it. */
export type DrawnFractures = Pick<FractureFilm, 'rows' | 'columns' | 'outlines'> & { readonly name: string };

/** A COCO file with a box and an outline for every break; films without a break are in it, too. */
export function fractureMarks(films: readonly DrawnFractures[]): string {
  const images = films.map(({ name, rows, columns, outlines }) => {
    const marks = outlines.flatMap((points, index): readonly Mark[] => {
      const box = boxAround(points);
      if (box === null) return [];
      return [
        { id: `box-${index + 1}`, kind: 'box', name: 'fracture_box', ...box },
        { id: `outline-${index + 1}`, kind: 'outline', name: 'fracture_outline', points },
      ];
    });
    return {
      image: name,
      rows,
      columns,
      label: { version: 1 as const, image: name, reader: 'drawn', status: 'final' as const, categories: {}, marks },
    };
  });
  return formatCoco(images, { labels: drawn }).text;
}

const drawn = [
  { name: 'fracture_box', title: 'Fracture', kind: 'box' },
  { name: 'fracture_outline', title: 'Outline of the fracture', kind: 'outline' },
] as const;
