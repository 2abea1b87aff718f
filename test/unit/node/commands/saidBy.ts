import type { CommandHost } from '../../../../src/node/commands/context';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';

/** Runs a command line as a terminal would and gives its exit code and all that it said. */
export async function saidBy(words: readonly string[], host: Pick<CommandHost, 'cwd' | 'templatesFolder' | 'trainer'>) {
  const said = { out: '', err: '' };
  const code = await runCommandLine(words, {
    ...host,
    write: (text) => {
      said.out += text;
    },
    writeError: (text) => {
      said.err += text;
    },
    terminal: false,
    signal: new AbortController().signal,
  });
  return { code, ...said };
}
