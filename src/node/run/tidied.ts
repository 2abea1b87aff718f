import { join } from 'node:path';
import { formatTable, parseTable } from '../../core/dataset/table';
import type { TidyFile } from '../../core/experiment/tidyPlan';
import { layout } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

const columns = ['at', 'kind', 'name', 'bytes', 'runs'];

/** Notes on this machine that files of runs are about to be removed (`at`: ISO, UTC). */
export async function noteTidied(root: string, files: readonly TidyFile[], at: string): Promise<void> {
  const text = await readIfThere(join(root, layout.tidied));
  const before = text === null ? [] : parseTable(layout.tidied, text, columns).rows.map(({ cells }) => cells);
  const rows = files.map(({ kind, name, bytes, runs }) => ({ at, kind, name, bytes: String(bytes), runs: runs.join(' ') }));
  await writeBeside(join(root, layout.tidied), formatTable(columns, [...before, ...rows]));
}

/** The day (`2026-03-31`, UTC) on which `radsteps tidy` last removed such a file here; null where it never did, as far as can be told. */
export async function tidiedOn(root: string, kind: TidyFile['kind'], name: string): Promise<string | null> {
  try {
    const { rows } = parseTable(layout.tidied, (await readIfThere(join(root, layout.tidied))) ?? '', columns);
    return rows.findLast(({ cells }) => cells.kind === kind && cells.name === name)?.cells.at?.slice(0, 10) ?? null;
  } catch {
    return null;
  }
}

/** Why a run's trained weights are not on this machine and what to do, as a sentence. */
export async function missingWeights(root: string, run: string, sha256: string): Promise<string> {
  const removed = await tidiedOn(root, 'weights', sha256);
  if (removed !== null)
    return `The weights of run ${run} were removed from this machine on ${removed} (radsteps tidy); \`radsteps reproduce ${run}\` gets them back where it comes to the same bytes.`;
  return `The weights of run ${run} (${sha256.slice(0, 12)}….onnx) are not in ${layout.weights} on this machine; copy them there, or \`radsteps reproduce ${run}\` trains them again.`;
}
