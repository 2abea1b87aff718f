import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gatherRows } from '../../core/dataset/gatherRows';
import {
  type GrazPlace,
  grazClasses,
  grazFlags,
  grazNameProblems,
  grazStatus,
  manufacturerOf,
  placeOfGrazName,
  placeOfGrazRow,
} from '../../core/dataset/grazFilm';
import { type LabelTableRow, readLabelTable, takesColumn } from '../../core/dataset/labelTable';
import { isDrawnClass, marksOfAnnotations, withClassName } from '../../core/dataset/layoutMarks';
import { type ReconciledAnnotations, reconcileAnnotations } from '../../core/dataset/reconcileAnnotations';
import { type PseudonymKey, patientPseudonym, studyPseudonym } from '../../core/identity/pseudonym';
import type { Protocol } from '../../core/label/protocol';
import { type AnnotationFiles, annotatedStem, findAnnotationFiles } from './annotationFiles';
import { annotationNotes, type TakenAnnotations } from './annotationNotes';
import { readFileAnnotations } from './fileAnnotations';
import { type ImportedLabel, type ImportedLabels, type LabelProblem, matchRows } from './importedLabels';
import { mapBounded } from './mapBounded';
import { nativeKey } from './nativeKey';
import type { LayoutImage, LayoutInput, PublicLayout } from './publicLayout';
import { readTableText } from './readTableText';

/** GRAZPEDWRI-DX as it is published: `dataset.csv`, `images_part1` to `4` (or one folder), and `folder_structure/{yolov5,pascalvoc,supervisely}`. */
export const graz: PublicLayout = {
  name: 'graz',
  title: 'GRAZPEDWRI-DX',
  needs: 'a table dataset.csv with the columns filestem and patient_id, or films with names like 0001_0123456789_01_WRI-L1_M014.png',
  find: findTables,
  missing: async () => 'neither',
  // Not what lies beside it of other data sets.
  isImage: (path) => /\.(png|jpe?g)$/i.test(path) && !/(^|\/)(patient\d+\/study\d|images\/(Non_)?fractured\/)/i.test(path),
  read,
};

/** The table in the folder or in one within it; none where only films have the data set's names. */
async function findTables(folder: string): Promise<readonly string[] | null> {
  const inner = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
  for (const home of [folder, ...inner])
    for (const name of (await readdir(home).catch(() => [])).filter((file) => /^dataset.*\.csv$/i.test(file)))
      if (await isGrazTable(join(home, name))) return [join(home, name)];
  for (const home of [folder, ...inner])
    if ((await readdir(home).catch(() => [])).some((name) => placeOfGrazName(name.replace(/\.(png|jpe?g)$/i, '')) !== null)) return [];
  return null;
}

async function isGrazTable(file: string): Promise<boolean> {
  const text = await readTableText(file).catch(() => '');
  const [header = ''] = text.split(/\r?\n/, 1);
  return /\bfilestem\b/i.test(header) && /\bpatient_id\b/i.test(header);
}

/** What is read of every film: its row, its annotations, and what is known of it. */
type Film = { readonly image: string; readonly stem: string; readonly about: LayoutImage; readonly row: LabelTableRow | undefined };

async function read({ folder, tables: [table], protocol, key, find, images }: LayoutInput): Promise<ImportedLabels> {
  const files = await findAnnotationFiles(folder);
  const known = withGrazColumns(protocol);
  const { rows, problems } =
    table === undefined ? { rows: new Map<string, LabelTableRow>(), problems: [] } : await readRows(table, known, find);
  const films = [...images].map(([image, about]): Film => ({ image, about, stem: annotatedStem(about.path), row: rows.get(image) }));
  const context: Context = {
    files,
    protocol: known,
    key: nativeKey(key),
    drawnClasses: new Set(grazClasses.filter((className) => isDrawnClass(className, known))),
    unknownClasses: new Map(),
    takesUncertain: takesColumn(known, 'diagnosis_uncertain'),
  };
  const results = await mapBounded(films, (film) => readFilm(film, context), undefined, waitingForTheDisk);
  const ofRows = results.flatMap(({ film: { row }, problems: own }) =>
    row === undefined ? [] : own.map((problem) => `row ${row.line}: ${problem}`),
  );
  const ofFilms = results.flatMap(({ film: { row, about }, problems: own }): readonly LabelProblem[] =>
    row === undefined ? own.map((text) => ({ file: join(folder, about.path), text })) : [],
  );
  return {
    byImage: new Map(results.map(({ film: { image }, label }) => [image, label])),
    problems: [...gatherRows([...problems, ...ofRows]).map((text) => ({ file: table ?? folder, text })), ...ofFilms],
    notes: grazNotes(table, context, results),
  };
}

/** Films read together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

async function readRows(table: string, protocol: Protocol, find: LayoutInput['find']) {
  const options = { needsLabels: false, blankIsNo: grazFlags };
  const { matched, problems } = matchRows(readLabelTable(basename(table), await readTableText(table), protocol, options), find);
  const rows = new Map(matched.toReversed().map(({ image, row }) => [image, row]));
  const again = matched.filter(({ image, row }) => rows.get(image) !== row);
  return { rows, problems: [...problems, ...again.map(({ row }) => `row ${row.line}: an earlier row is of the same film, and was taken`)] };
}

type Context = {
  readonly files: AnnotationFiles;
  readonly protocol: Protocol;
  readonly key: PseudonymKey;
  readonly drawnClasses: ReadonlySet<string>;
  /** How many annotations are of classes that the protocol does not draw. */
  readonly unknownClasses: Map<string, number>;
  readonly takesUncertain: boolean;
};

type ReadFilm = {
  readonly film: Film;
  readonly label: ImportedLabel;
  readonly problems: readonly string[];
  readonly taken: TakenAnnotations | null;
  readonly isUncertain: boolean;
};

async function readFilm(film: Film, context: Context): Promise<ReadFilm> {
  const { row, stem } = film;
  const name = placeOfGrazName(stem);
  const place = row === undefined ? name : placeOfGrazRow(row);
  const { annotations, problems } = await readMarks(film, context);
  const judged = row === undefined ? null : grazStatus(row, annotations, context.protocol, context.takesUncertain);
  const status = judged?.status ?? 'final';
  // Without a box, a fractured film would teach that there is nothing.
  const isUnmarked = status === 'draft' && annotations?.boxes.length === 0;
  const label: ImportedLabel = {
    ...identity(place ?? name, context.key),
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

/** Its patients' numbers are its own: a patient 12 of another source is somebody else. */
const issuer = 'GRAZPEDWRI-DX';

/** Null where no format says anything of the film, or where the protocol draws none of the classes. */
async function readMarks(
  { stem, about: { facts } }: Film,
  { files, drawnClasses, unknownClasses }: Context,
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
  if (first === undefined || drawnClasses.size === 0) return { annotations: null, problems: read.problems };
  const annotations = reconcileAnnotations(sources, size);
  return { annotations, problems: [...read.problems, ...annotations.problems] };
}

/** The protocol with the column and the class of GRAZPEDWRI-DX known for its labels about fractures. */
function withGrazColumns(protocol: Protocol): Protocol {
  const labels = protocol.labels.map((label) =>
    label.kind === 'category' && label.values?.length === 2 && /fractur/i.test(label.name)
      ? { ...label, columns: [...(label.columns ?? []), 'fracture_visible'] }
      : label,
  );
  return withClassName({ labels }, 'fracture', /fractur/i);
}

function grazNotes(
  table: string | undefined,
  { files, protocol, unknownClasses }: Context,
  results: readonly ReadFilm[],
): readonly string[] {
  const uncertain = results.filter(({ isUncertain }) => isUncertain).length;
  const untaken = ['metal', 'cast', 'osteopenia', 'ao_classification'].filter((column) => !takesColumn(protocol, column));
  const left = [...unknownClasses].toSorted(([, a], [, b]) => b - a).map(([name, count]) => `${name} (${count})`);
  const notes: readonly (readonly [boolean, string])[] = [
    [
      table === undefined,
      'There is no dataset.csv: patient, study, side and view are from the names of the films, and no categories are known.',
    ],
    [
      files.yolo.size + files.voc.size + files.supervisely.size === 0,
      'There are no annotations (yolov5, pascalvoc or supervisely): no boxes are known.',
    ],
    [uncertain > 0, `Of ${uncertain} films the table calls the diagnosis uncertain: their labels are drafts.`],
    [table !== undefined && untaken.length > 0, `No label of the protocol takes the columns ${untaken.join(', ')}.`],
    [left.length > 0, `The protocol draws none of these, and they were left out: ${left.join(', ')}.`],
  ];
  return [...notes.flatMap(([applies, note]) => (applies ? [note] : [])), ...annotationNotes(results.flatMap(({ taken }) => taken ?? []))];
}
