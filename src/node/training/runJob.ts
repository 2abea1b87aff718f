import { cpus } from 'node:os';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import { openBatchFeed } from './batchFeed';
import { readCheckpoint, type TrainingState } from './checkpoint';
import { checkSampling } from './checkSampling';
import { type Cores, coresFor, threadCount } from './cores';
import { engineNetwork, lossFor } from './engineNetwork';
import { openEvaluator } from './evaluate';
import type { Emit } from './events';
import { makeExamples } from './examples';
import { jobKey } from './jobKey';
import { keepEpoch } from './keepEpoch';
import { type LoadedTensorFlow, loadTensorFlow } from './loadTensorFlow';
import { makeMeasurer } from './measure';
import { explainMemory, requireMemory } from './memoryNeed';
import { openPackedCache, type PackedImages } from './packedCache';
import { type PreparedRun, trainedOf } from './preparedRun';
import { emptyResult, finishRun } from './runResult';
import { runtimeVersion } from './session';
import { startWeights } from './startWeights';
import { openStepRunner, type StepRunner, type Vectors } from './stepRunner';
import { tensorFlowSteps } from './tensorFlowSteps';
import { type Training, train, untrained } from './train';
import { updateFor } from './updateFor';

const engineVersion = '1';

/** Trains a job from its checkpoint, or from the beginning, and writes its files; throws where it can't. A stop ends it in good order. */
export async function runJob(job: TrainerJob, emit: Emit, signal: AbortSignal): Promise<void> {
  const graph = await engineNetwork(job);
  const loss = lossFor(job.task, job.experiment.train);
  checkSampling(job);
  const key = jobKey(job);
  const kept = await readCheckpoint(job.out.local, key);
  const cores = coresOf(job, kept);
  const tensorFlow =
    job.experiment.engine.name === 'tensorflow' ? await loadTensorFlow(job.project ?? process.cwd(), job.experiment.engine) : null;
  emit(await startedEvent(job, graph, cores, tensorFlow));
  for (const message of tensorFlow?.warnings ?? []) emit({ event: 'warning', message });
  await requireMemory(job, graph, (message) => emit({ event: 'warning', message }));
  const cache = await openCache(job, emit, signal);
  try {
    if (signal.aborted) {
      emit({ event: 'finished', stopped: true, result: emptyResult(job, graph) });
      return;
    }
    const examples = makeExamples(job, cache);
    const measurer = makeMeasurer(job, examples, (message) => emit({ event: 'warning', message }));
    const start = kept ?? untrained(await startWeights(job, graph, (message) => emit({ event: 'warning', message })), cores.workers);
    if (kept !== null) emit({ event: 'warning', message: `Training goes on from the checkpoint after epoch ${kept.history.length}.` });
    await trainRun({ job, graph, loss, tensorFlow, cores, cache, examples, measurer, emit }, key, start, signal);
  } catch (error) {
    throw await explainMemory(job, graph, error);
  } finally {
    await cache.close();
  }
}

/** Another number of workers would give other numbers, so a run goes on with the one that it began with. */
function coresOf({ experiment: { engine, train } }: TrainerJob, kept: TrainingState | null): Cores {
  return coresFor(kept === null ? engine : { ...engine, workers: kept.workers }, train.batch);
}

async function startedEvent(job: TrainerJob, graph: Graph, { workers, threadsEach }: Cores, tensorFlow: LoadedTensorFlow | null) {
  const { backend } = job.experiment.engine;
  const device = `${cpus()[0]?.model.trim() ?? 'CPU'}, workers: ${workers}, threads each: ${threadsEach}`;
  const builtIn = { name: 'built-in', version: engineVersion, backend, device };
  return {
    event: 'started' as const,
    engine: tensorFlow?.engine ?? builtIn,
    versions: { node: process.versions.node, onnxruntime: await runtimeVersion(), ...tensorFlow?.versions },
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
  const { cache, cacheBytes } = job.out;
  const options = cacheBytes === undefined ? {} : { limit: cacheBytes };
  return openPackedCache(cache, [...job.train, ...job.tuning], job.experiment.image, report, signal, options);
}

async function trainRun(run: PreparedRun, key: string, start: TrainingState, signal: AbortSignal): Promise<void> {
  const { job, graph, loss, cache, examples, emit } = run;
  const { experiment } = job;
  const threads = threadCount(experiment.engine.threads);
  const steps = await openSteps(run, start.vectors);
  // Whatever trains, ONNX Runtime judges: it is always there, and what it runs is the network as it will be exported.
  const evaluator = await openEvaluator(graph, loss, examples.head, cache, experiment.image.size, threads);
  const feed = openBatchFeed({ examples: examples.train, experiment, cache });
  const { epochs } = experiment.train;
  const training: Training = {
    settings: experiment.train,
    images: examples.train.length,
    steps,
    batches: feed.epoch,
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
  const end = await train(training, start, signal).finally(feed.close);
  await Promise.all([steps.close(), evaluator.close()]);
  const wholeEnd = end.history.length === epochs && end.history.at(-1)?.images === examples.train.length;
  emit({ event: 'finished', stopped: signal.aborted && !wholeEnd, result: await finishRun(run, end) });
}

function openSteps({ job, graph, loss, tensorFlow, cores }: PreparedRun, start: Vectors): StepRunner | Promise<StepRunner> {
  const { train: settings } = job.experiment;
  const update = updateFor(settings);
  if (tensorFlow !== null) return tensorFlowSteps(tensorFlow.tf, graph, loss, start, update, settings.seed);
  return openStepRunner(graph, loss, cores, start, update, settings.seed);
}
