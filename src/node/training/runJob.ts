import { version } from '../../../package.json';
import { isDrawnTask } from '../../core/experiment/taskName';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import { stopWish } from '../run/stopMark';
import { openBatchFeed } from './batchFeed';
import { readCheckpoint, type TrainingState } from './checkpoint';
import { checkSampling } from './checkSampling';
import { type Cores, coresFor } from './cores';
import { engineNetwork, lossFor } from './engineNetwork';
import { openEvaluator } from './evaluate';
import type { Emit } from './events';
import { makeExamples } from './examples';
import { jobKey } from './jobKey';
import { keepEpoch } from './keepEpoch';
import { makeMeasurer } from './measure';
import { explainMemory, requireMemory } from './memoryNeed';
import { type Engine, openEngine } from './openEngine';
import { openPackedCache, type PackedImages } from './packedCache';
import { type PreparedRun, trainedOf } from './preparedRun';
import { emptyResult, finishRun, numbersOf } from './runResult';
import { runtimeVersion } from './session';
import { startWeights } from './startWeights';
import { isComplete, type Training, train, untrained } from './train';

/** Trains a job from its checkpoint, or from the beginning, and writes its files; throws where it can't. A stop ends it in good order. */
export async function runJob(job: TrainerJob, emit: Emit, signal: AbortSignal): Promise<void> {
  const graph = await engineNetwork(job);
  const loss = lossFor(job.task, job.experiment.train);
  checkSampling(job);
  const warnings: string[] = [];
  const note = (sentence: string) => warnings.push(sentence);
  await requireMemory(job, graph, note);
  try {
    const { start, cores } = await startOf(job, graph, note);
    const engine = await openEngine({ job, graph, loss, cores }, start.vectors, note);
    try {
      emit(await startedEvent(job, graph, engine));
      for (const message of warnings) emit({ event: 'warning', message });
      await trainImages({ job, graph, loss, emit }, engine, start, signal);
    } finally {
      await engine.steps.close();
    }
  } catch (error) {
    throw await explainMemory(job, graph, error);
  }
}

/** The state to go on from. Another number of workers would give other numbers, so a run goes on with the one that it began with. */
async function startOf(job: TrainerJob, graph: Graph, warn: (sentence: string) => void): Promise<{ start: TrainingState; cores: Cores }> {
  const { engine, train } = job.experiment;
  const kept = await readCheckpoint(job.out.local, jobKey(job));
  const cores = coresFor(kept === null ? engine : { ...engine, workers: kept.workers }, train.batch);
  if (kept === null) return { start: untrained(await startWeights(job, graph, warn), cores.workers), cores };
  warn(`Training goes on from the checkpoint after epoch ${kept.history.length}.`);
  return { start: kept, cores };
}

async function startedEvent(job: TrainerJob, graph: Graph, { about, versions }: Engine) {
  return {
    event: 'started' as const,
    engine: about,
    versions: { radsteps: version, node: process.versions.node, onnxruntime: await runtimeVersion(), ...versions },
    parameters: graph.parameterCount,
    epochs: job.experiment.train.epochs,
    train: job.train.length,
    tuning: job.tuning.length,
  };
}

type Work = Pick<PreparedRun, 'job' | 'graph' | 'loss' | 'emit'>;

async function trainImages(work: Work, engine: Engine, start: TrainingState, signal: AbortSignal): Promise<void> {
  const { job, graph, emit } = work;
  const cache = await openCache(job, emit, signal);
  try {
    if (signal.aborted) {
      emit({ event: 'finished', stopped: true, result: emptyResult(job, graph) });
      return;
    }
    const examples = makeExamples(job, cache);
    const measurer = makeMeasurer(job, examples, (message) => emit({ event: 'warning', message }));
    await trainRun({ ...work, cache, examples, measurer }, engine, start, signal);
  } finally {
    await cache.close();
  }
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

async function trainRun(run: PreparedRun, { steps, evaluation }: Engine, start: TrainingState, signal: AbortSignal): Promise<void> {
  const { job, graph, loss, cache, examples, emit } = run;
  const { experiment } = job;
  const key = jobKey(job);
  const plan = { task: job.task, image: experiment.image, shape: graph.outputShape };
  // Maps take memory as training does, so no more at once.
  const atOnce = isDrawnTask(job.task) ? experiment.train.batch : undefined;
  const evaluator = await openEvaluator(graph, loss, examples.head, cache, experiment.image.size, evaluation, plan, atOnce);
  const feed = openBatchFeed({ examples: examples.train, experiment, cache, plan });
  const { epochs } = experiment.train;
  const quits = async () => signal.aborted && (await stopWish(job.out.local)) === 'numbers';
  const training: Training = {
    settings: experiment.train,
    until: job.until,
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
    endsUnmeasured: quits,
    keep: (state, whole) => keepEpoch(run, key, state, whole),
  };
  const end = await train(training, start, signal).finally(feed.close);
  const wholeEnd = end.history.length === epochs && end.history.at(-1)?.images === examples.train.length;
  const result = !wholeEnd && (await quits()) ? numbersOf(run, end) : await finishRun(run, end, evaluator.see);
  await evaluator.close();
  const paused = job.until !== undefined && !isComplete(experiment.train, end);
  emit({ event: 'finished', stopped: (signal.aborted || paused) && !wholeEnd, result });
}
