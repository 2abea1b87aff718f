import type { Label, Mark } from '../label/label';
import type { Protocol } from '../label/protocol';
import type { ImageRow } from './imageRow';
import type { LabelTableRow } from './labelTable';
import { drawnLabels, marksOfAnnotations } from './layoutMarks';
import type { ReconciledAnnotations } from './reconcileAnnotations';

/** All that FracAtlas says of one film. */
export type FracAtlasFilm = {
  /** The film's path from the imported folder. */
  readonly path: string;
  readonly row: LabelTableRow;
  readonly annotations: ReconciledAnnotations;
  /** Whether any film of the folder has annotations, and whether any has outlines. */
  readonly hasAnnotations: boolean;
  readonly hasOutlines: boolean;
  /** The part of the published split; '' for none. */
  readonly part: string;
};

/** A film's label, and where folder, table and boxes disagree; which is a draft while it isn't known where a fracture is. */
export function labelOfFilm(film: FracAtlasFilm, protocol: Protocol) {
  const { row, annotations, hasAnnotations, path } = film;
  const { cells } = row;
  const isFractured = cells.fractured === undefined ? isInFractured(path) : isSet(cells.fractured);
  const disagree = isFractured !== isInFractured(path);
  const { box, region } = drawnLabels('fractured', protocol);
  const isDrawn = box !== null || region !== null;
  const lacksOutline = region !== null && film.hasOutlines && isFractured && annotations.outlines.length === 0;
  const isOpen = !disagree && isDrawn && hasAnnotations && (lacksOutline || isFractured !== annotations.boxes.length > 0);
  const marks =
    isDrawn && hasAnnotations && !(isFractured && annotations.boxes.length === 0) ? marksOfAnnotations(annotations, protocol) : null;
  const status: Label['status'] = isOpen ? 'draft' : 'final';
  const marked: readonly Mark[] | null = disagree ? null : marks;
  return {
    label: {
      ...{ patient: '', study: '', laterality: '', sex: row.sex, ageYears: row.ageYears },
      ...placeOf(cells),
      categories: disagree ? {} : row.categories,
      marks: marked,
      extra: film.part === '' ? {} : { official_part: film.part },
      status,
    },
    problems: contradictions(film, isFractured, { disagree, lacksOutline }),
  };
}

const isInFractured = (path: string): boolean => /(^|\/)Fractured\//i.test(path);

const isSet = (text: string | undefined): boolean => /^(1|1\.0+|true|yes)$/i.test(text?.trim() ?? '');

function placeOf(cells: LabelTableRow['cells']): Pick<ImageRow, 'bodyPart' | 'view'> {
  const set = (names: readonly string[]): string =>
    names
      .filter((name) => isSet(cells[name]))
      .join('+')
      .toUpperCase();
  return { bodyPart: set(['hand', 'leg', 'hip', 'shoulder']) || set(['mixed']), view: set(['frontal', 'lateral', 'oblique']) };
}

function contradictions(
  { row: { cells }, annotations, hasAnnotations }: FracAtlasFilm,
  isFractured: boolean,
  { disagree, lacksOutline }: { readonly disagree: boolean; readonly lacksOutline: boolean },
): readonly string[] {
  if (disagree) return ['the table and the folder disagree about a fracture; no label was taken'];
  const boxes = annotations.boxes.length;
  const count = Number(cells.fracture_count?.trim() || Number.NaN);
  const isCounted = Number.isFinite(count);
  const problems: readonly (readonly [boolean, string])[] = [
    [
      hasAnnotations && isFractured && boxes === 0,
      'it is fractured, but no annotation shows where; while boxes are labelled, its label is a draft',
    ],
    [
      hasAnnotations && !isFractured && boxes > 0,
      `it is not fractured, but has ${boxes} boxes; while boxes are labelled, its label is a draft`,
    ],
    [lacksOutline && boxes > 0, 'it has a box, but no outline; while outlines are labelled, its label is a draft'],
    [isCounted && count > 0 !== isFractured, `the table counts ${count} fractures, but says otherwise of a fracture`],
    [hasAnnotations && isCounted && boxes > 0 && count !== boxes, `the table counts ${count} fractures, but there are ${boxes} boxes`],
  ];
  return problems.flatMap(([applies, problem]) => (applies ? [problem] : []));
}
