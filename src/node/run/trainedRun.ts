import type { RunRecord } from '../../core/experiment/runRecord';
import type { Graph } from '../../core/network/buildGraph';
import { exportedWeights } from '../../core/network/exportedWeights';
import type { Head, Weights } from '../../core/network/inferenceModel';
import { UserError } from '../../core/userError';
import { networkGraph } from '../training/networkGraph';
import { readRecord } from './readRecord';
import { runModelFile } from './runModelFile';
import { type RunWeights, readRunWeights } from './runWeights';

/** A run's network with all that it has learnt. */
export type TrainedRun = RunWeights & { readonly record: RunRecord; readonly graph: Graph; readonly trained: Weights };

const heads: Readonly<Record<RunRecord['task'], Head['kind']>> = {
  regression: 'number',
  classification: 'classes',
  detection: 'boxes',
  segmentation: 'mask',
};

/** Opens the network of a run by its record and its exported model; throws UserError without either, or where they don't belong together. */
export async function openTrainedRun(root: string, run: string): Promise<TrainedRun> {
  const record = await readRecord(root, run);
  const found = await readRunWeights(root, record);
  const { task, classes } = found.about;
  const model = record.settings.network.name === 'own' ? { model: await runModelFile(root, record) } : {};
  const graph = await networkGraph({ task, classes, experiment: record.settings, files: model });
  const trained = exportedWeights(graph, heads[task], found.bytes);
  if (trained === null)
    throw new UserError(
      `The model of run ${run} was exported by another version of RadSteps, so its layers can't be told apart; \`radsteps reproduce ${run}\` trains it again.`,
    );
  return { ...found, record, graph, trained };
}
