import { basename } from 'node:path';
import { gatherRows } from '../../core/dataset/gatherRows';
import { type MuraPlace, type MuraRow, muraFilmName, muraStudyName, parseMuraRows } from '../../core/dataset/muraFilm';
import type { LabelProblem } from './importedLabels';
import { readTableText } from './readTableText';

/** What the tables say of studies, each with its row, and what is wrong with rows. */
export type MuraTables = {
  readonly studies: ReadonlyMap<string, MuraRow & { readonly file: string }>;
  readonly problems: readonly LabelProblem[];
};

/** Reads the tables of studies and of films, and holds them against the films that are there. */
export async function readMuraTables(
  tables: readonly string[],
  films: readonly { readonly place: MuraPlace; readonly file: string }[],
): Promise<MuraTables> {
  const studies = new Map<string, MuraRow & { readonly file: string }>();
  const problems: LabelProblem[] = [];
  const known = {
    studies: new Set(films.map(({ place }) => muraStudyName(place))),
    films: new Set(films.map(({ file }) => filmName(file))),
  };
  for (const file of tables) {
    const isLabelled = /labeled_studies/i.test(basename(file));
    const read = parseMuraRows(await readTableText(file), isLabelled);
    const wrong = isLabelled ? addStudies(studies, file, read.rows, known.studies) : missingFilms(read.rows, known.films);
    problems.push(...gatherRows([...read.problems, ...wrong]).map((text) => ({ file, text })));
  }
  return { studies, problems };
}

const filmName = (file: string): string => muraFilmName(file.replaceAll('\\', '/')).toLowerCase();

function addStudies(
  studies: Map<string, MuraRow & { readonly file: string }>,
  file: string,
  rows: readonly MuraRow[],
  known: ReadonlySet<string>,
): readonly string[] {
  return rows.flatMap((row) => {
    const name = muraStudyName(row.place);
    const other = studies.get(name);
    if (other === undefined) studies.set(name, { ...row, file });
    if (other !== undefined && other.abnormal !== row.abnormal)
      return [`row ${row.line}: an earlier row says otherwise of the same study, and was taken`];
    return known.has(name) ? [] : [`row ${row.line}: its study is not in the folder`];
  });
}

const missingFilms = (rows: readonly MuraRow[], known: ReadonlySet<string>): readonly string[] =>
  rows.flatMap(({ line, path }) => (known.has(filmName(path)) ? [] : [`row ${line}: its film is not in the folder, or can't be used`]));
