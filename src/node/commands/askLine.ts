import { createInterface } from 'node:readline';
import type { CommandHost } from './context';

/** True where a person sits before the command: both its input and its progress are a terminal. */
export const canAsk = ({ input, terminal }: Pick<CommandHost, 'input' | 'terminal'>): boolean =>
  terminal && input !== undefined && 'isTTY' in input && input.isTTY === true;

/** The next line of standard input, without blanks around it; '' where it ends, or the command is cancelled, before one comes. */
export async function readLine({ input, signal }: Pick<CommandHost, 'input' | 'signal'>): Promise<string> {
  if (input === undefined) return '';
  const lines = createInterface({ input, signal });
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', (line) => resolve(line.trim())).once('close', () => resolve(''));
    });
  } finally {
    lines.close();
    // Else a terminal that nobody reads keeps the process alive.
    input.pause();
  }
}

/** Asks a yes-or-no question on a terminal; anything but yes is no. */
export async function askYes(host: CommandHost, question: string): Promise<boolean> {
  host.writeError(`${question} [y/N] `);
  return /^y(es)?$/i.test(await readLine(host));
}
