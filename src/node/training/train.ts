import type { Experiment } from '../../core/experiment/experiment';
import type { Estimate } from '../../core/statistics/estimate';
import { UserError } from '../../core/userError';
import type { Batch } from './batches';
import type { EpochResult, TrainingState } from './checkpoint';
import type { Evaluation } from './evaluate';
import { trainedOf } from './preparedRun';
import { rateAt } from './schedule';
import type { StepRunner, Vectors } from './stepRunner';

/** What the loop works with; each is passed in, so that the loop itself knows no files, engine or metric. */
export type Training = {
  readonly settings: Experiment['train'];
  /** Epochs after which training pauses; left out, it never does. */
  readonly until?: number | undefined;
  /** Training images in an epoch. */
  readonly images: number;
  readonly steps: StepRunner;
  readonly batches: (epoch: number) => Iterable<Batch> | AsyncIterable<Batch>;
  readonly evaluate: (vectors: Vectors, epoch: number) => Promise<Evaluation>;
  readonly measure: (evaluation: Evaluation) => Readonly<Record<string, Estimate>>;
  /** Larger is better. */
  readonly score: (epoch: EpochResult) => number;
  readonly progress: (epoch: number, done: number, imagesPerSecond: number) => void;
  /** Asked after a stop in the middle of an epoch: true leaves it unmeasured. Left out, it is measured. */
  readonly endsUnmeasured?: () => Promise<boolean>;
  /** Keeps the state after an epoch; `whole` is false for one that was stopped on the way. */
  readonly keep: (state: TrainingState, whole: boolean) => Promise<void>;
};

/** The state before the first step. */
export const untrained = (vectors: Vectors, workers: number): TrainingState => ({ history: [], step: 0, workers, vectors, best: null });

/** Trains from a state until the epochs or the patience are used up, or a stop is asked for: then the batch in hand is finished and evaluated. */
export async function train(training: Training, start: TrainingState, signal: AbortSignal): Promise<TrainingState> {
  let state = start;
  while (!signal.aborted && !isComplete(training.settings, state) && !isPaused(training, state)) {
    const began = performance.now();
    const epoch = state.history.length + 1;
    const pass = await trainEpoch(training, state, signal);
    if (pass.images === 0) break;
    if (pass.images < training.images && (await training.endsUnmeasured?.())) break;

    // A copy, because the next step writes over the runner's arrays.
    const vectors = copyOf(await training.steps.vectors());
    const evaluation = await training.evaluate(vectors, epoch);
    if (!Number.isFinite(evaluation.loss)) throw new UserError(notANumberAfter(epoch, pass.step));
    const measured = { epoch, trainLoss: pass.loss, tuningLoss: evaluation.loss, metrics: training.measure(evaluation) };
    const timed = {
      seconds: (performance.now() - began) / 1000,
      trainingSeconds: pass.seconds,
      waitedSeconds: pass.waited,
      images: pass.images,
    };
    const result: EpochResult = { ...measured, ...timed };

    const bestResult = state.history.find((entry) => entry.epoch === state.best?.epoch);
    const isBest = bestResult === undefined || training.score(result) > training.score(bestResult);
    const best = isBest ? { epoch, vectors: trainedOf(vectors), outputs: evaluation.outputs } : state.best;
    state = { ...state, history: [...state.history, result], step: pass.step, vectors, best };
    await training.keep(state, pass.images === training.images);
  }
  return state;
}

const isPaused = ({ until }: Pick<Training, 'until'>, { history }: TrainingState): boolean =>
  until !== undefined && history.length >= until;

/** True when there is nothing left to train: all epochs done, or no better one for as long as `patience` allows. */
export function isComplete({ epochs, patience }: Experiment['train'], { history, best }: Pick<TrainingState, 'history' | 'best'>): boolean {
  const idle = history.length - (best?.epoch ?? 0);
  return history.length >= epochs || (patience > 0 && history.length > 0 && idle >= patience);
}

type EpochPass = {
  readonly images: number;
  readonly loss: number;
  readonly seconds: number;
  readonly waited: number;
  readonly step: number;
};

async function trainEpoch(training: Training, before: TrainingState, signal: AbortSignal): Promise<EpochPass> {
  const { epochs, batch: batchSize } = training.settings;
  const epoch = before.history.length + 1;
  const total = epochs * Math.ceil(training.images / batchSize);
  const tuningLosses = before.history.map(({ tuningLoss }) => tuningLoss);
  const began = performance.now();
  const secondsSince = () => (performance.now() - began) / 1000;
  let [step, images, sum, waited, asked] = [before.step, 0, 0, 0, 0];
  for await (const batch of training.batches(epoch)) {
    waited += secondsSince() - asked;
    if (signal.aborted) break;
    const rate = rateAt(training.settings, { step: step++, total, epoch, tuningLosses });
    const loss = await training.steps.run(batch, step, rate);
    if (!Number.isFinite(loss)) throw new UserError(notANumber(step, epoch, rate, batch.images));
    images += batch.size;
    sum += loss * batch.size;
    training.progress(epoch, images, images / secondsSince());
    asked = secondsSince();
  }
  return { images, loss: sum / images, seconds: secondsSince(), waited, step };
}

const advice = 'train again with a smaller train.learningRate, or with train.clip=1';
const mostNamed = 64;

function notANumber(step: number, epoch: number, rate: number, images: readonly string[]): string {
  const more = images.length > mostNamed ? ` and ${images.length - mostNamed} more` : '';
  const batch = `${images.slice(0, mostNamed).join(', ')}${more}`;
  return `The loss was no longer a number at step ${step} (epoch ${epoch}), at learning rate ${rate.toPrecision(2)}, with the images ${batch}; ${advice}, or look at these images.`;
}

const notANumberAfter = (epoch: number, step: number): string =>
  `The tuning loss was no longer a number after step ${step} (epoch ${epoch}); ${advice}.`;

const copyOf = (vectors: Vectors): Vectors =>
  Object.fromEntries(Object.entries(vectors).map(([name, data]) => [name, Float32Array.from(data)]));
