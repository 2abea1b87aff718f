import type { FilmRegion } from '../../core/film/filmField';
import type { FilmTemplate } from '../../core/film/filmTemplates';
import { type MadeFilms, makeFilms } from '../demo/makeFilms';
import type { CommandContext, CommandResult } from './context';

type Options = { readonly count: number; readonly seed: number; readonly template: FilmTemplate; readonly region?: FilmRegion };

/** `radsteps films <folder>`. */
export async function filmsCommand(
  { host, path, output }: CommandContext,
  [target = '']: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const made = await makeFilms(path(target), options, output.progress, host.signal);
  return { result: made, text: `Made ${made.films} synthetic films of ${made.patients} invented patients; ${placesOf(made)}` };
}

function placesOf({ table, marks }: MadeFilms): string {
  if (marks === null) return `their bone ages are in ${table}.`;
  return `what they show is in ${table}, boxes and outlines of the breaks in ${marks}.\nIn a project: radsteps import <folder> --labels ${table}, then radsteps labels import ${marks}`;
}
