import { join } from 'node:path';
import { formatTable, parseTable } from '../../core/dataset/table';
import type { ReproductionVerdict } from '../../core/experiment/judgeReproduction';
import type { RunRecord } from '../../core/experiment/runRecord';
import { runFolder } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

const columns = ['at', 'outcome', 'metric', 'recorded', 'reproduced', 'same_epochs', 'epochs', 'same_weights', 'backend', 'device'];

/** Appends a line on a reproduction to `reproductions.csv` in the run's folder. */
export async function noteReproduction(root: string, again: RunRecord, verdict: ReproductionVerdict): Promise<void> {
  const name = `${runFolder(again.run)}/reproductions.csv`;
  const file = join(root, name);
  const text = await readIfThere(file);
  const before = text === null ? [] : parseTable(name, text, columns).rows.map(({ cells }) => cells);
  const primary = 'result' in again ? again.result?.primary : undefined;
  const metric = verdict.metrics.find((each) => each.metric === primary);
  const row = {
    ...{ at: new Date().toISOString(), outcome: verdict.outcome, metric: metric?.metric ?? '' },
    ...{ recorded: String(metric?.recorded ?? ''), reproduced: String(metric?.reproduced ?? '') },
    ...{ same_epochs: String(verdict.sameEpochs), epochs: String(verdict.epochs), same_weights: String(verdict.sameWeights ?? '') },
    ...{ backend: again.engine.backend, device: again.engine.device },
  };
  await writeBeside(file, formatTable(columns, [...before, row]));
}
