import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveRun } from '../../core/experiment/liveRun';
import type { MetricsRow } from '../../core/experiment/metricsTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import { localRunFolder, runFolder } from '../../core/project/layout';
import type { RunFiles } from './runView';

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type ReadRecord = { readonly record: RunRecord | null; readonly problem: string };

async function readRecord(folder: string, run: string): Promise<ReadRecord> {
  try {
    const text = await textOf(join(folder, 'record.json'));
    if (text === null) return { record: null, problem: `There is no record.json in ${runFolder(run)}.` };
    const { parseRecord } = await import('../../core/experiment/recordFile');
    return { record: parseRecord(text, run), problem: '' };
  } catch (error) {
    return { record: null, problem: `${runFolder(run)}/record.json can't be used: ${messageOf(error)}.` };
  }
}

async function readEpochs(folder: string): Promise<readonly MetricsRow[]> {
  const text = await textOf(join(folder, 'metrics.csv'));
  if (text === null) return [];
  const { parseMetrics } = await import('../../core/experiment/metricsTable');
  return parseMetrics(text);
}

/** The table itself may have 50,000 rows: a process reads it. */
async function stateOfPredictions(folder: string): Promise<string> {
  const state = await stat(join(folder, 'predictions.csv')).catch(() => null);
  return state === null ? '' : `${state.mtimeMs} ${state.size}`;
}

/** Reads what there is of a run; a table that can't be read becomes a sentence in `problems`, the rest is still shown. */
export async function readRunFiles(project: string, run: string, live: LiveRun, pending: boolean): Promise<RunFiles> {
  const folder = join(project, runFolder(run));
  const problems: string[] = [];
  const orElse = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      problems.push(messageOf(error));
      return otherwise;
    }
  };
  const read = await readRecord(folder, run);
  const [epochs, predictions] = await Promise.all([orElse(readEpochs(folder), []), stateOfPredictions(folder)]);
  const has = (path: string): boolean => existsSync(path);
  const files = {
    record: has(join(folder, 'record.json')),
    predictions: predictions !== '',
    log: has(join(project, localRunFolder(run), 'trainer.log')),
  };
  return { project, run, ...read, pending, epochs, predictions, live, files, problems };
}
