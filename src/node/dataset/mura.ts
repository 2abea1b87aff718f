import { readdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { gatherRows } from '../../core/dataset/gatherRows';
import { parseLabelValue } from '../../core/dataset/labelValue';
import { abnormalLabel, type MuraPlace, muraFilmName, muraStudyName, placeOfMuraPath } from '../../core/dataset/muraFilm';
import { type PseudonymKey, patientPseudonym, studyPseudonym } from '../../core/identity/pseudonym';
import type { LabelDefinition } from '../../core/label/protocol';
import { undrawnNotes } from './annotationNotes';
import type { ImportedLabel, ImportedLabels, LabelProblem } from './importedLabels';
import { type MuraTables, readMuraTables } from './muraTables';
import { nativeKey } from './nativeKey';
import type { LayoutInput, PublicLayout } from './publicLayout';

/** MURA as it is published: films in folders like `MURA-v1.1/train/XR_WRIST/patient00001/study1_positive`, and tables of studies and films. */
export const mura: PublicLayout = {
  name: 'mura',
  title: 'MURA',
  needs: 'folders like train/XR_WRIST/patient00001/study1_positive',
  find: async (folder) => ((await hasStudies(folder, 4)) ? tablesIn(folder) : null),
  missing: async (folder) => ((await tablesIn(folder)).length > 0 ? 'its tables only' : 'none'),
  isImage: (path) => /(^|\/)patient\d+\/study\d+[^/]*\/[^/]+\.(png|jpe?g)$/i.test(path),
  stemOf: muraFilmName,
  read,
};

/** Folders on the way to the studies; a patient's folder is the last one that is opened. */
const onTheWay = /^(mura.*|train|valid|test|XR_[A-Z]+)$/i;

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function hasStudies(folder: string, depth: number): Promise<boolean> {
  const names = await foldersIn(folder);
  const patient = names.find((name) => /^patient\d+$/i.test(name));
  if (patient !== undefined) return (await foldersIn(join(folder, patient))).some((name) => /^study\d+(_|$)/i.test(name));
  if (depth === 0) return false;
  for (const name of names.filter((other) => onTheWay.test(other))) if (await hasStudies(join(folder, name), depth - 1)) return true;
  return false;
}

async function tablesIn(folder: string): Promise<readonly string[]> {
  const homes = [folder, ...(await foldersIn(folder)).filter((name) => /^mura/i.test(name)).map((name) => join(folder, name))];
  const files = await Promise.all(homes.map(async (home) => (await readdir(home)).map((name) => join(home, name))));
  return files
    .flat()
    .filter((file) => /^(train|valid|test)_(labeled_studies|image_paths)\.csv$/i.test(basename(file)))
    .toSorted(compareText);
}

type Film = { readonly image: string; readonly place: MuraPlace; readonly file: string };

/** Every film with the word on its study: patient, study, region and part from its path, the label from the folder and the table, where these agree. */
async function read({ folder, tables, protocol, key, images }: LayoutInput): Promise<ImportedLabels> {
  const films = [...images].flatMap(([image, { path }]): readonly Film[] => {
    const file = join(folder, path);
    const place = placeOfMuraPath(file.split(sep).join('/'));
    return place === null ? [] : [{ image, place, file }];
  });
  const found = await readMuraTables(tables, films);
  const definition = abnormalLabel(protocol);
  const words = wordsOfStudies(films, found);
  const native = nativeKey(key);
  return {
    byImage: new Map(films.map((film) => [film.image, labelOf(film, definition, words.of(film.place), native)])),
    problems: [...found.problems, ...words.problems],
    notes: [...muraNotes(films, definition, tables.length > 0), ...(definition === null ? [] : undrawnNotes(protocol))],
  };
}

type Word = '1' | '0' | '';

/** What folders and tables say of each study: '' where they disagree, with a sentence at the table's row, else at the film. */
function wordsOfStudies(films: readonly Film[], { studies }: MuraTables) {
  const words = new Map<string, Word>();
  const doubted = new Map<string, string>();
  for (const { place, file } of films) {
    const name = muraStudyName(place);
    const said = words.get(name) ?? studies.get(name)?.abnormal ?? place.abnormal;
    if (place.abnormal !== '' && place.abnormal !== said && !doubted.has(name)) doubted.set(name, file);
    words.set(name, said);
  }
  const problems = [...doubted].map(([name, film]) => {
    const row = studies.get(name);
    return row === undefined
      ? { file: film, text: 'its study has folders of both kinds; no label was taken' }
      : { file: row.file, text: `row ${row.line}: the table and the folder disagree about a study; no label was taken` };
  });
  return {
    of: (place: MuraPlace): Word => (doubted.has(muraStudyName(place)) ? '' : (words.get(muraStudyName(place)) ?? '')),
    problems: gatherByFile(problems),
  };
}

/** Many rows with one fault become one sentence in each file. */
function gatherByFile(problems: readonly LabelProblem[]): readonly LabelProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return files.flatMap((file) =>
    gatherRows(problems.filter((problem) => problem.file === file).map(({ text }) => text)).map((text) => ({ file, text })),
  );
}

/** Its patients' numbers are its own: a patient of another source with the same is somebody else. */
const issuer = 'MURA';

function labelOf({ place }: Film, definition: LabelDefinition | null, word: Word, key: PseudonymKey): ImportedLabel {
  const value = definition === null || word === '' ? null : parseLabelValue(word, definition, false);
  const isKnown = value !== null && 'value' in value && value.value !== null;
  return {
    ...{ sex: '', ageYears: null, view: '', laterality: '', marks: null },
    patient: patientPseudonym(key, issuer, place.patient),
    study: studyPseudonym(key, `${issuer}|${muraStudyName(place)}`),
    bodyPart: place.region.slice('XR_'.length),
    categories: definition !== null && isKnown ? { [definition.name]: value.value } : {},
    extra: place.part === '' ? {} : { official_part: place.part },
  };
}

function muraNotes(films: readonly Film[], definition: LabelDefinition | null, hasTables: boolean): readonly string[] {
  const studies = new Set(films.map(({ place }) => muraStudyName(place))).size;
  const parts = new Map<string, Set<string>>();
  for (const { place } of films) parts.set(place.patient, (parts.get(place.patient) ?? new Set()).add(place.part));
  const both = [...parts.values()].filter((found) => found.size > 1).length;
  const notes: readonly (readonly [boolean, string])[] = [
    [
      definition !== null,
      `MURA says of a study whether it is abnormal (fractures, metal, arthrosis and more): the ${films.length} films of ${studies} studies carry their study's word as "${definition?.name}", also films on which nothing is to be seen.`,
    ],
    [
      definition === null,
      'MURA says of a study whether it is abnormal (fractures, metal, arthrosis and more), which is not whether a fracture is visible, and no label of the protocol is meant: name a category of two values "abnormal", or add abnormal to its "columns", in 3-data/protocol.md and import again.',
    ],
    [!hasTables, 'There are no tables: whether a study is abnormal is from the names of the folders.'],
    [both > 0, `${both} patients are in several of the published parts, which would leak.`],
  ];
  return notes.flatMap(([applies, note]) => (applies ? [note] : []));
}
