import { execFile } from 'node:child_process';
import type { CardLoads } from '../../core/machine/machineSample';
import { cardQuery, parseCards } from '../../core/machine/parseCards';

/** Runs a program and gives what it printed; fails with its `code` where it is not there. */
export type RunText = (command: string, args: readonly string[]) => Promise<string>;

const longestMs = 5000;

const runText: RunText = (command, args) =>
  new Promise((resolve, reject) => {
    execFile(command, args, { timeout: longestMs, windowsHide: true }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });

/** Asks `nvidia-smi` for the load of the cards; 'none' where there is no such program or no card. */
export async function askCards(run: RunText = runText): Promise<CardLoads> {
  try {
    const cards = parseCards(await run('nvidia-smi', [`--query-gpu=${cardQuery}`, '--format=csv,noheader,nounits']));
    return cards.length === 0 ? 'none' : { cards };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'none';
    return { failure: 'nvidia-smi did not answer, so the load of the graphics card is not known.' };
  }
}
