import { join } from 'node:path';
import { version } from '../../../package.json';
import type { HistoryAnswer } from '../../core/experiment/historyQuestion';
import { lastHistoryFile } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

/** A whole table, not the word that nothing has changed. */
export type LastHistory = HistoryAnswer & { readonly table: string };

// Another release may show another table.
type Kept = LastHistory & { readonly version: string };

/** Reads the history as this machine saw it last, to be shown while it is read anew; null where it is not there, damaged, or of another release. */
export async function readLastHistory(root: string, all: boolean): Promise<LastHistory | null> {
  try {
    const kept = JSON.parse((await readIfThere(join(root, lastHistoryFile(all)))) ?? 'null') as Kept | null;
    return kept?.version === version && typeof kept.table === 'string' ? { digest: kept.digest, table: kept.table } : null;
  } catch {
    return null;
  }
}

/** Keeps the history for the next time that it is opened; a disk that can't take it costs only time. */
export async function writeLastHistory(root: string, all: boolean, { digest, table }: LastHistory): Promise<void> {
  const kept: Kept = { version, digest, table };
  await writeBeside(join(root, lastHistoryFile(all)), JSON.stringify(kept), { flush: false }).catch(() => undefined);
}
