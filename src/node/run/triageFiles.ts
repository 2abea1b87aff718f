import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ImageRow } from '../../core/dataset/imageRow';
import type { Part } from '../../core/dataset/split';
import { type PseudonymKey, patientPseudonym, problemFileName, studyPseudonym } from '../../core/identity/pseudonym';
import { UserError } from '../../core/userError';
import { readImageTable } from '../dataset/imageTableFile';
import { readLocalFiles } from '../dataset/localFiles';
import { mapBounded } from '../dataset/mapBounded';
import { readImages, readLabels, readSplit, readStoredSplit } from '../dataset/readDataset';
import { readImageHeader } from '../images/readHeader';
import { readBlind } from '../label/readBlind';
import { readLocal } from '../project/local';
import { readProjectKey } from '../project/projectKey';
import { type AnswerCache, openAnswers } from './answerCache';
import { filesOf, type RowNames } from './predictRun';

/** What is known of a film besides its pixels. */
type FilmFacts = Pick<ImageRow, 'bodyPart' | 'view' | 'laterality' | 'sex' | 'ageYears' | 'rows' | 'columns'>;

/** A film to be sorted: its name in the list, its file ('' where that is not on this machine), the SHA-256 of the file's content, and what is known. */
export type FilmFile = FilmFacts & {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly patient: string;
  readonly study: string;
  /** Why it can't be read, as a sentence; '' as far as one knows. */
  readonly problem: string;
};

/** Which films: files and folders (absolute) where there are any, and which part of the split. */
export type WantedFilms = { readonly paths: readonly string[]; readonly part: Part | null; readonly names: RowNames };

/** The films to be sorted, what they are in words, and what was left out. */
export type ChosenFilms = { readonly films: readonly FilmFile[]; readonly source: string; readonly notes: readonly string[] };

const missing = 'Its file is not on this machine: import the folder that holds it.';

type Known = { readonly row: ImageRow; readonly file: string; readonly isUnchanged: boolean };

/** The project's images with their files. */
async function knownImages(root: string): Promise<readonly Known[]> {
  const [{ rows }, files] = await Promise.all([readImageTable(root), readLocalFiles(root)]);
  return mapBounded(rows, async (row): Promise<Known> => {
    const first = files.get(row.image)?.[0];
    if (first === undefined) return { row, file: '', isUnchanged: false };
    const now = await stat(first.file).catch(() => null);
    const isUnchanged = now !== null && now.size === first.bytes && Math.round(now.mtimeMs) === first.modified;
    return { row, file: now === null ? '' : first.file, isUnchanged };
  });
}

/** Finds the films that are wanted. The test part is opened only where it is named; a blind reader's unlabelled images are left out. Throws UserError where nothing is left. */
export async function chooseFilms(root: string, { paths, part, names }: WantedFilms, signal: AbortSignal): Promise<ChosenFilms> {
  const known = await knownImages(root);
  const split = await partsOf(root, paths.length > 0);
  const partOf = ({ row }: Known): Part | undefined => split.get(row.patient);
  const hashes = await openAnswers<string>(root, '', 'hashes of files');
  const notes: string[] = [];
  const wanted = part ?? (paths.length === 0 ? 'tuning' : null);
  const named = [...new Set((await Promise.all(paths.map((path) => filesOf(path, signal)))).flat())];
  const { own, foreign } = paths.length === 0 ? { own: known, foreign: [] } : await tellApart(named, known, hashes, signal);
  const inPart = own.filter((one) => (wanted === null ? partOf(one) !== 'test' : partOf(one) === wanted));
  if (wanted === null && inPart.length < own.length) notes.push(leftOut(own.length - inPart.length));
  const hidden = await hiddenFrom(root, inPart, notes);
  const key = await readProjectKey(root).catch(() => null);
  const seen = inPart.filter(({ row }) => !hidden.has(row.image));
  const films = [
    ...(await mapBounded(seen, (one) => ownFilm(one, hashes), signal)),
    ...(await mapBounded(foreign, (file) => foreignFilm(file, names, key, hashes), signal)),
  ];
  await hashes.keep();
  if (films.length === 0) throw new UserError([nothingLeft(wanted, paths), ...notes].join(' '));
  return { films, source: sourceWords(seen.length, foreign.length, wanted), notes: [...notes, ...partNotes(wanted, seen.map(partOf))] };
}

/** Without a split, files can be sorted, but no part of the project; one that does not fit its lock is an error for both, since it tells the test part. */
async function partsOf(root: string, hasPaths: boolean): Promise<ReadonlyMap<string, Part>> {
  const stored = await readStoredSplit(root);
  if (stored !== null) return stored.split;
  if (hasPaths) return new Map();
  await readImages(root);
  return readSplit(root);
}

/** The project's images among files, also as copies and by links, so that no way round leads into the test part; and the files that are none. */
async function tellApart(files: readonly string[], known: readonly Known[], hashes: AnswerCache<string>, signal: AbortSignal) {
  const byFile = new Map(known.filter(({ file }) => file !== '').map((one) => [one.file, one]));
  const byContent = new Map(known.filter(({ row }) => row.sha256 !== '').map((one) => [one.row.sha256, one]));
  const found = await mapBounded(
    files,
    async (file) => byFile.get(file) ?? byContent.get(await contentHash(file, hashes).catch(() => '')) ?? null,
    signal,
  );
  const own = new Map<string, Known>();
  for (const [index, one] of found.entries())
    if (one !== null) own.set(one.row.image, one.file === '' ? { ...one, file: files[index] ?? '' } : one);
  return { own: [...own.values()], foreign: files.filter((_, index) => found[index] === null) };
}

const images = (n: number): string => (n === 1 ? '1 film' : `${n} films`);

const leftOut = (n: number): string =>
  `${images(n)} of the project's test part ${n === 1 ? 'is' : 'are'} left out: \`--part test\` opens it, which counts as opening the test part.`;

const nothingLeft = (part: Part | null, paths: readonly string[]): string =>
  paths.length > 0 ? 'None of these files is left to be sorted.' : `The ${part} part of this project has no films to be sorted.`;

function sourceWords(own: number, foreign: number, part: Part | null): string {
  const ofPart = part === null ? 'of this project' : `of this project's ${part} part`;
  return [own > 0 ? `${images(own)} ${ofPart}` : '', foreign > 0 ? `${images(foreign)} outside the project` : '']
    .filter((words) => words !== '')
    .join(' and ');
}

function partNotes(wanted: Part | null, parts: readonly (Part | undefined)[]): readonly string[] {
  const trained = parts.filter((part) => part === 'train').length;
  return [
    ...(wanted === 'test'
      ? [
          'This counts as opening the test part: whatever is chosen or changed after looking at it, the test part tests no more. Note it in the report of step 6.',
        ]
      : []),
    ...(trained > 0
      ? [
          `${images(trained)} ${trained === 1 ? 'is' : 'are'} of the train part: the network has learned from ${trained === 1 ? 'it' : 'them'}, so scores look surer than on new films.`,
        ]
      : []),
    ...(parts.includes('tuning')
      ? ['The threshold was chosen on the tuning part, so that on its own films the alert looks better than on new ones.']
      : []),
  ];
}

/** Images that a blind reader of this machine has yet to label: a prediction would lead the reading. */
async function hiddenFrom(root: string, known: readonly Known[], notes: string[]): Promise<ReadonlySet<string>> {
  const { isBlind } = await readBlind(root);
  if (!isBlind || known.length === 0) return new Set();
  const labels = await readLabels(root, (await readLocal(root)).reader);
  const hidden = known.filter(({ row }) => labels.get(row.image)?.status !== 'final').map(({ row }) => row.image);
  if (hidden.length > 0)
    notes.push(`You read blind: ${images(hidden.length)} that you have yet to label ${hidden.length === 1 ? 'is' : 'are'} left out.`);
  return new Set(hidden);
}

async function ownFilm({ row, file, isUnchanged }: Known, hashes: AnswerCache<string>): Promise<FilmFile> {
  const { image: name, patient, study, ...facts } = row;
  if (file === '') return { ...facts, name, patient, study, file, sha256: '', problem: missing };
  const sha256 = isUnchanged && row.sha256 !== '' ? row.sha256 : await contentHash(file, hashes).catch(() => '');
  return { ...facts, name, patient, study, file, sha256, problem: '' };
}

async function foreignFilm(file: string, names: RowNames, key: PseudonymKey | null, hashes: AnswerCache<string>): Promise<FilmFile> {
  const header = await readImageHeader(file).catch(() => null);
  const { bodyPart = '', view = '', laterality = '', sex = '', ageYears = null, rows = null, columns = null } = header ?? {};
  const hidden = createHash('sha256').update(file).digest('hex');
  const name = names === 'paths' ? file : key === null ? `file-${hidden.slice(0, 10)}` : problemFileName(key, file);
  const patient =
    header === null || header.patientId === '' || key === null ? '' : patientPseudonym(key, header.issuerOfPatientId, header.patientId);
  const study = header === null || header.studyUid === '' || key === null ? '' : studyPseudonym(key, header.studyUid);
  const facts = { bodyPart, view, laterality, sex, ageYears, rows, columns };
  return { ...facts, name, file, sha256: await contentHash(file, hashes).catch(() => ''), patient, study, problem: '' };
}

/** The SHA-256 of a file's content, remembered by path, size and time, since films are large. */
async function contentHash(file: string, { answers }: AnswerCache<string>): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  const key = createHash('sha256').update(`${file}\n${size}\n${mtimeMs}`).digest('hex');
  const known = answers.get(key);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const sha256 = hash.digest('hex');
  answers.set(key, sha256);
  return sha256;
}
