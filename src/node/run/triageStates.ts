import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { formatTriageStates, parseTriageStates, type TriageStates } from '../../core/experiment/triageStates';
import { layout } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

/** What a reader of this machine said of a run's studies; it stays on this machine, since it is about patients whose films are. */
const fileOf = (root: string, run: string): string => join(root, layout.triage, `${run}.json`);

/** Reads it; a damaged file is set aside beside it, never written over, and `problem` says so. */
export async function readTriageStates(root: string, run: string): Promise<{ readonly states: TriageStates; readonly problem: string }> {
  const file = fileOf(root, run);
  const text = await readIfThere(file);
  const states = text === null ? {} : parseTriageStates(text);
  if (states !== null) return { states, problem: '' };
  const aside = `${run}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}.json`;
  await rename(file, join(root, layout.triage, aside));
  return {
    states: {},
    problem: `What was noted of these studies could not be read; it is kept as ${layout.triage}/${aside}, and all studies are unread again.`,
  };
}

/** Replaces it in one step. */
export const writeTriageStates = (root: string, run: string, states: TriageStates): Promise<void> =>
  writeBeside(fileOf(root, run), formatTriageStates(run, states));
