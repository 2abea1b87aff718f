import { cpus } from 'node:os';
import { isDrawnTask } from '../../core/experiment/taskName';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import { trainingBatches } from './batches';
import { readCheckpoint, type TrainingState } from './checkpoint';
import { engineNetwork, lossFor } from './engineNetwork';
import { openEvaluator } from './evaluate';
import type { Emit } from './events';
import { makeExamples } from './examples';
import { jobKey } from './jobKey';
import { keepEpoch } from './keepEpoch';
import { makeMeasurer } from './measure';
import { openPackedCache, type PackedImages } from './packedCache';
import { type PreparedRun, trainedOf } from './preparedRun';
import { emptyResult, finishRun } from './runResult';
import { runtimeVersion, threadCount } from './session';
import { startWeights } from './startWeights';
import { openStepRunner } from './stepRunner';
import { type Training, train, untrained } from './train';
import { updateFor } from './updateFor';

const engineVersion = '1';

/** Trains a job from its checkpoint, or from the beginning, and writes its files; throws where it can't. A stop ends it in good order. */
export async function runJob(job: TrainerJob, emit: Emit, signal: AbortSignal): Promise<void> {
  const graph = await engineNetwork(job);
  const loss = lossFor(job.task, job.experiment.train);
  emit(await startedEvent(job, graph));
  const cache = await openCache(job, emit, signal);
  try {
    if (signal.aborted) {
      emit({ event: 'finished', stopped: true, result: emptyResult(job, graph) });
      return;
    }
    const examples = makeExamples(job, cache);
    const measurer = makeMeasurer(job, examples, (message) => emit({ event: 'warning', message }));
    await trainRun({ job, graph, loss, cache, examples, measurer, emit }, signal);
  } finally {
    await cache.close();
  }
}

async function startedEvent(job: TrainerJob, graph: Graph) {
  const { threads, backend } = job.experiment.engine;
  const device = `${cpus()[0]?.model.trim() ?? 'CPU'}, threads: ${threadCount(threads)}`;
  return {
    event: 'started' as const,
    engine: { name: 'built-in', version: engineVersion, backend, device },
    versions: { node: process.versions.node, onnxruntime: await runtimeVersion() },
    parameters: graph.parameterCount,
    epochs: job.experiment.train.epochs,
    train: job.train.length,
    tuning: job.tuning.length,
  };
}

function openCache(job: TrainerJob, emit: Emit, signal: AbortSignal): Promise<PackedImages> {
  const report = {
    progress: (done: number, total: number) => emit({ event: 'progress', phase: 'caching', done, total }),
    warn: (message: string) => emit({ event: 'warning', message }),
  };
  return openPackedCache(job.out.cache, [...job.train, ...job.tuning], job.experiment.image, report, signal);
}

async function trainRun(run: PreparedRun, signal: AbortSignal): Promise<void> {
  const { job, graph, loss, cache, examples, emit } = run;
  const { experiment } = job;
  const threads = threadCount(experiment.engine.threads);
  const key = jobKey(job);
  const start = await startOf(run, key);
  const steps = await openStepRunner(graph, loss, threads, start.vectors, updateFor(experiment.train), experiment.train.seed);
  const plan = { task: job.task, image: experiment.image, shape: graph.outputShape };
  // Maps take memory as training does, so no more at once.
  const atOnce = isDrawnTask(job.task) ? experiment.train.batch : undefined;
  const evaluator = await openEvaluator(graph, loss, examples.head, cache, experiment.image.size, threads, plan, atOnce);
  const { epochs } = experiment.train;
  const training: Training = {
    settings: experiment.train,
    images: examples.train.length,
    steps,
    batches: (epoch) => trainingBatches(examples.train, cache, experiment, epoch, plan),
    evaluate: (vectors, epoch) =>
      evaluator.run(examples.tuning, trainedOf(vectors), (done, total) =>
        emit({ event: 'progress', phase: 'evaluating', done, total, epoch, epochs }),
      ),
    measure: ({ outputs }) => run.measurer.measure(outputs),
    score: run.measurer.score,
    progress: (epoch, done, imagesPerSecond) =>
      emit({ event: 'progress', phase: 'training', done, total: examples.train.length, epoch, epochs, imagesPerSecond }),
    keep: (state, whole) => keepEpoch(run, key, state, whole),
  };
  const end = await train(training, start, signal);
  await steps.close();
  const result = await finishRun(run, end, evaluator.see);
  await evaluator.close();
  const wholeEnd = end.history.length === epochs && end.history.at(-1)?.images === examples.train.length;
  emit({ event: 'finished', stopped: signal.aborted && !wholeEnd, result });
}

async function startOf({ job, graph, emit }: PreparedRun, key: string): Promise<TrainingState> {
  const kept = await readCheckpoint(job.out.local, key);
  if (kept === null) return untrained(await startWeights(job, graph, (message) => emit({ event: 'warning', message })));
  emit({ event: 'warning', message: `Training goes on from the checkpoint after epoch ${kept.history.length}.` });
  return kept;
}
