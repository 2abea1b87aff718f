import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { type FilmSet, type FilmWish, filmSet } from './filmSet';

/** What was made: paths of the table with what the films show, and of the file with their boxes and outlines. */
export type MadeFilms = { readonly films: number; readonly patients: number; readonly table: string; readonly marks: string | null };

/** Draws a template's synthetic films as DICOM files, with a table of what they show; goes on with a cancelled run of the same seed, and refuses a folder with anything else in it. */
export async function makeFilms(folder: string, wish: FilmWish, report: ReportProgress, signal: AbortSignal): Promise<MadeFilms> {
  checkWish(wish);
  const set = filmSet(wish);
  const present = await presentFiles(folder, set);
  const drawing: Drawing = { folder, signal, step: stepper(report, wish.count) };
  for (const film of set.films) if (present.has(film.name)) await compareFilm(film, drawing);
  for (const film of set.films) if (!present.has(film.name)) await writeFilm(film, drawing);
  const marks = set.marks === null ? null : join(folder, set.marks.name);
  if (set.marks !== null && marks !== null) await writeMarks(marks, set.marks.text(), folder);
  const table = join(folder, set.table.name);
  await writeBeside(table, set.table.text);
  return { films: wish.count, patients: set.patients, table, marks };
}

type Drawing = { readonly folder: string; readonly signal: AbortSignal; readonly step: () => void };

type Film = FilmSet['films'][number];

function checkWish({ template, count, seed, region }: FilmWish): void {
  if (region !== undefined && template !== 'fractures')
    throw new UserError(`Films for ${template} show hands only: leave --region out.`, { badUsage: true });
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
async function presentFiles(folder: string, { films, table, marks }: FilmSet): Promise<ReadonlySet<string>> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new UserError(`${folder} is a file; name a new or empty folder for the films.`);
    throw error;
  });
  const expected = new Set<string>([...films.map(({ name }) => name), table.name, ...(marks === null ? [] : [marks.name])]);
  if (present.some((name) => !expected.has(name))) throw refusal(folder);
  const text = present.includes(table.name) ? await readFile(join(folder, table.name), 'utf8') : null;
  if (text !== null && text !== table.text) throw refusal(folder);
  return new Set(present);
}

async function compareFilm(film: Film, drawing: Drawing): Promise<void> {
  const present = await readFile(join(drawing.folder, film.name));
  if (!present.equals(await drawFilm(film, drawing))) throw refusal(drawing.folder);
}

async function writeFilm(film: Film, drawing: Drawing): Promise<void> {
  await writeBeside(join(drawing.folder, film.name), await drawFilm(film, drawing));
}

async function writeMarks(file: string, text: string, folder: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => null);
  if (present !== null && present !== text) throw refusal(folder);
  await writeBeside(file, text);
}

/** Drawing takes some 50 ms; a cancel gets its turn between two films. */
async function drawFilm({ draw }: Film, { signal, step }: Drawing): Promise<Uint8Array> {
  await setImmediate();
  signal.throwIfAborted();
  const bytes = draw();
  step();
  return bytes;
}

function refusal(folder: string): UserError {
  return new UserError(`The folder ${folder} already holds something other than these films; name a new or empty folder.`);
}
