import { makeFilms } from '../demo/makeFilms';
import type { CommandContext, CommandResult } from './context';

/** `radsteps films <folder>`. */
export async function filmsCommand(
  { host, path, output }: CommandContext,
  [target = '']: readonly string[],
  options: { readonly count: number; readonly seed: number },
): Promise<CommandResult> {
  const made = await makeFilms(path(target), options, output.progress, host.signal);
  return {
    result: made,
    text: `Made ${made.films} synthetic films of ${made.patients} invented patients; their bone ages are in ${made.table}.`,
  };
}
