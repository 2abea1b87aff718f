import { join } from 'node:path';
import type { PredictedRun } from '../../core/experiment/compareRuns';
import { classesOf, parsePredictions } from '../../core/experiment/predictionTable';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import { readRecord } from './readRecord';

/** Reads a run's record and what it predicted of its tuning part; throws UserError where it has predicted nothing that can be compared. */
export async function readPredictedRun(root: string, run: string): Promise<PredictedRun> {
  const record = await readRecord(root, run);
  if (record.task !== 'regression' && record.task !== 'classification')
    throw new UserError(`${run} predicts boxes or masks: compare such runs by the metrics and intervals of "radsteps runs".`);
  const text = await readIfThere(join(root, runFolder(run), 'predictions.csv'));
  if (text === null)
    throw new UserError(`${run} has no predictions.csv: it is ${record.state}, and only a run that has predicted can be compared.`);
  const classes = classesOf(text);
  return { record, classes, rows: parsePredictions(text, classes) };
}
