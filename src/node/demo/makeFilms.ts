import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { writeDicom } from '../../core/dicom/writeDicom';
import { drawHandFilm } from '../../core/film/drawHandFilm';
import { filmElements } from '../../core/film/filmElements';
import { boneAgeTable, type FilmPlan, filmName, planFilms } from '../../core/film/planFilms';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';

export type MakeFilmsOptions = { readonly count: number; readonly seed: number };

/** What was made; `table` is the path of bone-age.csv. */
export type MadeFilms = { readonly films: number; readonly patients: number; readonly table: string };

/** Draws synthetic hand films as DICOM files with a table of their bone ages; goes on with a cancelled run of the same seed, and refuses a folder with anything else in it. */
export async function makeFilms(
  folder: string,
  { count, seed }: MakeFilmsOptions,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<MadeFilms> {
  checkOptions(count, seed);
  const plans = planFilms(count, seed);
  const table = join(folder, 'bone-age.csv');
  const present = await presentFiles(folder, plans);
  const made: Drawing = { folder, seed, signal, step: stepper(report, count) };
  for (const plan of plans) if (present.has(filmName(plan))) await compareFilm(plan, made);
  for (const plan of plans) if (!present.has(filmName(plan))) await writeFilm(plan, made);
  await writeBeside(table, boneAgeTable(plans));
  return { films: count, patients: new Set(plans.map(({ patient }) => patient)).size, table };
}

type Drawing = { readonly folder: string; readonly seed: number; readonly signal: AbortSignal; readonly step: () => void };

function checkOptions(count: number, seed: number): void {
  if (!Number.isInteger(count) || count < 1 || count > 9999) {
    throw new UserError(`The number of films is ${count}; give a whole number from 1 to 9999.`, { badUsage: true });
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 4294967295) {
    throw new UserError(`The seed is ${seed}; give a whole number from 0 to 4294967295.`, { badUsage: true });
  }
}

function stepper(report: ReportProgress, total: number): () => void {
  let done = 0;
  return () => report({ phase: 'Drawing films', done: ++done, total });
}

/** The folder's files, which must all be names of this run. */
async function presentFiles(folder: string, plans: readonly FilmPlan[]): Promise<ReadonlySet<string>> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new UserError(`${folder} is a file; name a new or empty folder for the films.`);
    throw error;
  });
  const expected = new Set<string>([...plans.map(filmName), 'bone-age.csv']);
  if (present.some((name) => !expected.has(name))) throw refusal(folder);
  const table = present.includes('bone-age.csv') ? await readFile(join(folder, 'bone-age.csv'), 'utf8') : null;
  if (table !== null && table !== boneAgeTable(plans)) throw refusal(folder);
  return new Set(present);
}

async function compareFilm(plan: FilmPlan, made: Drawing): Promise<void> {
  const present = await readFile(join(made.folder, filmName(plan)));
  const bytes = await drawFilm(plan, made);
  if (!present.equals(bytes)) throw refusal(made.folder);
}

async function writeFilm(plan: FilmPlan, made: Drawing): Promise<void> {
  await writeBeside(join(made.folder, filmName(plan)), await drawFilm(plan, made));
}

/** Drawing takes some 50 ms; a cancel gets its turn between two films. */
async function drawFilm(plan: FilmPlan, { seed, signal, step }: Drawing): Promise<Uint8Array> {
  await setImmediate();
  signal.throwIfAborted();
  const bytes = writeDicom(filmElements(plan, drawHandFilm(plan), seed));
  step();
  return bytes;
}

function refusal(folder: string): UserError {
  return new UserError(`The folder ${folder} already holds something other than these films; name a new or empty folder.`);
}
