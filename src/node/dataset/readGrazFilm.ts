import {
  type GrazPlace,
  grazClasses,
  grazNameProblems,
  grazStatus,
  manufacturerOf,
  placeOfGrazName,
  placeOfGrazRow,
  withGrazName,
} from '../../core/dataset/grazFilm';
import { takesColumn } from '../../core/dataset/labelColumns';
import type { LabelTableRow } from '../../core/dataset/labelTable';
import { isDrawnClass, marksOfAnnotations } from '../../core/dataset/layoutMarks';
import { type ReconciledAnnotations, reconcileAnnotations } from '../../core/dataset/reconcileAnnotations';
import { type PseudonymKey, patientPseudonym, studyPseudonym } from '../../core/identity/pseudonym';
import type { Protocol } from '../../core/label/protocol';
import type { AnnotationFiles } from './annotationFiles';
import type { TakenAnnotations } from './annotationNotes';
import { readFileAnnotations } from './fileAnnotations';
import type { ImportedLabel } from './importedLabels';
import type { LayoutImage } from './publicLayout';

/** A film of GRAZPEDWRI-DX with its row; `stem` in lower case. */
export type GrazFilm = {
  readonly image: string;
  readonly stem: string;
  readonly about: LayoutImage;
  readonly row: LabelTableRow | undefined;
};

/** What all films share. */
export type GrazContext = {
  readonly files: AnnotationFiles;
  readonly protocol: Protocol;
  readonly key: PseudonymKey;
  readonly drawnClasses: ReadonlySet<string>;
  /** How many annotations are of classes that the protocol does not draw. */
  readonly unknownClasses: Map<string, number>;
  readonly takesUncertain: boolean;
};

/** A film's label, and what was found of it. */
export type ReadGrazFilm = {
  readonly film: GrazFilm;
  readonly label: ImportedLabel;
  readonly problems: readonly string[];
  readonly taken: TakenAnnotations | null;
  readonly isUncertain: boolean;
};

/** Reads a film's annotations and puts them beside its row, or beside what its name says. */
export async function readGrazFilm(film: GrazFilm, context: GrazContext): Promise<ReadGrazFilm> {
  const { row, stem } = film;
  const name = placeOfGrazName(stem);
  const place = row === undefined ? name : withGrazName(placeOfGrazRow(row), name);
  const { annotations, problems } = await readMarks(film, context);
  const judged = row === undefined ? null : grazStatus(row, annotations, context.protocol, context.takesUncertain);
  const status = judged?.status ?? 'final';
  // Without a box, a fractured film would teach that there is nothing.
  const isUnmarked = status === 'draft' && annotations?.boxes.length === 0;
  const label: ImportedLabel = {
    ...identity(place, context.key),
    bodyPart: 'WRIST',
    manufacturer: row === undefined ? '' : manufacturerOf(row),
    categories: row?.categories ?? {},
    marks: annotations === null || isUnmarked ? null : marksOfAnnotations(annotations, context.protocol),
    status,
  };
  const nameProblems = row === undefined ? [] : grazNameProblems(placeOfGrazRow(row), name);
  return {
    film,
    label,
    problems: [...problems, ...nameProblems, ...(judged?.problems ?? [])],
    taken: annotations === null ? null : { annotations, status },
    isUncertain: judged?.isUncertain ?? false,
  };
}

function identity(place: GrazPlace | null, key: PseudonymKey): Omit<ImportedLabel, 'bodyPart' | 'categories' | 'marks'> {
  if (place === null) return { patient: '', study: '', sex: '', ageYears: null, view: '', laterality: '' };
  const { patient, study, ...others } = place;
  return {
    ...others,
    patient: patient === '' ? '' : patientPseudonym(key, issuer, patient),
    study: patient === '' || study === '' ? '' : studyPseudonym(key, `${issuer}|${patient}|${study}`),
  };
}

/** What all films of a folder share. */
export const grazContext = (files: AnnotationFiles, protocol: Protocol, key: PseudonymKey): GrazContext => ({
  files,
  protocol,
  key,
  drawnClasses: new Set(grazClasses.filter((className) => isDrawnClass(className, protocol))),
  unknownClasses: new Map(),
  takesUncertain: takesColumn(protocol, 'diagnosis_uncertain'),
});

/** Its patients' numbers are its own: a patient 12 of another source is somebody else. */
const issuer = 'GRAZPEDWRI-DX';

/** Null where nothing is known of what the film shows, or where the protocol draws none of the classes. */
async function readMarks(
  { stem, row, about: { facts } }: GrazFilm,
  { files, drawnClasses, unknownClasses }: GrazContext,
): Promise<{ readonly annotations: ReconciledAnnotations | null; readonly problems: readonly string[] }> {
  const size = { rows: facts.rows ?? 0, columns: facts.columns ?? 0 };
  const read = await readFileAnnotations(files, stem, size, grazClasses);
  const [first] = read.sources;
  for (const { className } of first?.marks ?? [])
    if (!drawnClasses.has(className)) unknownClasses.set(className, (unknownClasses.get(className) ?? 0) + 1);
  const sources = read.sources.map((source) => ({
    ...source,
    marks: source.marks.filter(({ className }) => drawnClasses.has(className)),
  }));
  // Beside a row that says no, a missing file says that there is nothing; alone it says nothing.
  const isAnnotated = first !== undefined || (row !== undefined && files.yolo.size + files.voc.size + files.supervisely.size > 0);
  if (!isAnnotated || drawnClasses.size === 0) return { annotations: null, problems: read.problems };
  const annotations = reconcileAnnotations(sources, size);
  return { annotations, problems: [...read.problems, ...annotations.problems] };
}
