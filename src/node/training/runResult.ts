import type { MetricSummary, RecordedMetric, RunResult } from '../../core/experiment/runRecord';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import type { EpochResult, TrainingState } from './checkpoint';
import type { Evaluator } from './evaluate';
import { exportModel } from './exportModel';
import { speedOf, waitedShareOf, writeTables } from './keepEpoch';
import { metricPlan } from './metricPlan';
import { writePredictedLabels } from './predictedLabels';
import { type PreparedRun, trainedOf } from './preparedRun';

/** The result of a run that was stopped before its first step. */
export const emptyResult = (job: TrainerJob, graph: Graph): RunResult => ({
  epochs: 0,
  primary: metricPlan(job).primary,
  metrics: {},
  parameters: graph.parameterCount,
  imagesPerSecond: 0,
  peakMemoryMb: peakMemoryMb(),
  weights: null,
});

/** Writes the tables, the boxes or masks and the model of the best epoch, and sums the run up; `see` evaluates once more. */
export async function finishRun(run: PreparedRun, state: TrainingState, see: Evaluator['see']): Promise<RunResult> {
  const { job, graph, examples, measurer } = run;
  if (state.best === null) return emptyResult(job, graph);
  await writeTables(run, state);
  await writePredictedLabels(run, state, see);
  const threshold = measurer.threshold(state.best.outputs);
  const weights = await exportModel(job, graph, trainedOf(state.best.vectors), examples.head, threshold);
  const operatingPoint = measurer.operatingPoint(state.best.outputs);
  if (operatingPoint?.reached === false) run.emit({ event: 'warning', message: `The operating point: ${operatingPoint.rule}.` });
  return { ...numbersOf(run, state), ...(operatingPoint && { operatingPoint }), weights };
}

/** A run's numbers without its weights; its tables were written after each epoch. */
export function numbersOf({ job, graph }: Pick<PreparedRun, 'job' | 'graph'>, state: TrainingState): RunResult {
  if (state.history.length === 0) return emptyResult(job, graph);
  const pace = { imagesPerSecond: speedOf(state.history), waitedShare: waitedShareOf(state.history) };
  return { ...emptyResult(job, graph), epochs: state.history.length, metrics: summaries(job, state), ...pace };
}

function summaries(job: TrainerJob, state: TrainingState): Readonly<Record<string, MetricSummary>> {
  const last = state.history.at(-1);
  const best = state.history.find((entry) => entry.epoch === state.best?.epoch) ?? last;
  if (last === undefined || best === undefined) return {};
  const { metrics } = metricPlan(job);
  const named = Object.entries(metrics).flatMap(([name, { unit, better }]) => {
    const [atBest, atLast] = [recorded(best, name), recorded(last, name)];
    if (atBest === null) return [];
    return [[name, { unit, better, part: 'tuning' as const, best: atBest, last: atLast ?? atBest }] as const];
  });
  return Object.fromEntries(named);
}

function recorded(result: EpochResult, name: string): RecordedMetric | null {
  const estimate = result.metrics[name];
  if (estimate === undefined) return null;
  const { value, interval, n, patients, method } = estimate;
  return { epoch: result.epoch, value, interval, n, patients, method };
}

/** The most memory that this process has held, in MB (2^20 bytes). */
const peakMemoryMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);
