import { join } from 'node:path';
import { experimentDefaults } from '../../core/experiment/experimentDefaults';
import type { PackedRun } from '../../core/experiment/historyTable';
import type { PackedWords } from '../../core/experiment/packHistory';
import { layout } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

/** Runs whose records git holds, packed, by run and object; the numbers in them stand for `words`. */
export type HistoryCache = { readonly words: PackedWords; readonly runs: ReadonlyMap<string, PackedRun> };

/** Changes with what is packed of a record. */
const version = 1;

/** Packed runs tell what differs from the defaults, so that other defaults make others. */
const defaults = JSON.stringify(experimentDefaults);

/** More runs than this are forgotten, those first that were packed first. */
const mostRuns = 20_000;

type Kept = {
  readonly version: number;
  readonly defaults: string;
  readonly words: PackedWords;
  readonly runs: readonly (readonly [key: string, run: PackedRun])[];
};

const nothing: HistoryCache = { words: { texts: [], metrics: [] }, runs: new Map() };

/** Reads what earlier looks have packed on this machine; nothing where it is damaged or of another version, since git still has the records. */
export async function readHistoryCache(root: string): Promise<HistoryCache> {
  try {
    const kept = JSON.parse((await readIfThere(join(root, layout.history))) ?? 'null') as Kept | null;
    if (kept?.version !== version || kept.defaults !== defaults) return nothing;
    const { texts, metrics } = kept.words;
    return { words: { texts: [...texts], metrics: [...metrics] }, runs: new Map(kept.runs) };
  } catch {
    return nothing;
  }
}

/** Keeps packed runs for later looks; a disk that can't take them costs only time. */
export async function writeHistoryCache(root: string, { words, runs }: HistoryCache): Promise<void> {
  const kept: Kept = { version, defaults, words, runs: [...runs].slice(-mostRuns) };
  await writeBeside(join(root, layout.history), JSON.stringify(kept), { flush: false }).catch(() => undefined);
}
