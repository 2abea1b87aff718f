import { availableParallelism } from 'node:os';
import type { BatchQuestion } from './answerThread';
import { type Batch, type BatchSource, chunks, type Draw, drawBatch, epochDraws } from './batches';
import type { PackedImages } from './packedCache';
import { openThreadPool } from './threadPool';

/** Gives a training its batches, prepared ahead by threads where that is worth it. */
export type BatchFeed = {
  /** The batches of an epoch (from 1) in their order: the same numbers, whoever prepared them. */
  epoch(epoch: number): AsyncGenerator<Batch>;
  /** How many threads prepare now. */
  threads(): number;
  close(): Promise<void>;
};

/** When a thread is added: once batches have cost the training so many milliseconds, and so great a share of its time, since the last was. */
export type FeedRule = { readonly mostThreads: number; readonly waited: number; readonly share: number };

/** Small jobs never pay for a thread; others get as many as keep the wait well under 5 %. */
export const usualRule: FeedRule = { mostThreads: Math.min(4, availableParallelism()), waited: 250, share: 0.02 };

/** Opens a feed: batches are prepared in the training's own thread until the rule adds others, each of which works two batches ahead. */
export function openBatchFeed(source: BatchSource & { readonly cache: PackedImages }, rule: FeedRule = usualRule): BatchFeed {
  const { cache, ...rest } = source;
  const { examples, experiment } = rest;
  const pool = openThreadPool<BatchQuestion, Batch>({ kind: 'batches', source: rest, places: cache.places });
  const questions = planner(source);
  const ahead: Promise<Batch>[] = [];
  let due = Number.NaN;
  const next = async (): Promise<Batch> => {
    while (ahead.length < 2 * pool.ready() && !questions.end()) {
      const asked = pool.ask(questions.take());
      // One that nobody waits for any more may fail unheard.
      asked.catch(() => {});
      ahead.push(asked);
    }
    const prepared = ahead.shift();
    if (prepared !== undefined) return prepared;
    const { epoch, draws } = questions.take();
    return drawBatch(source, epoch, draws);
  };
  const pace = pacer(rule, pool);
  const batches = async function* (epoch: number): AsyncGenerator<Batch> {
    if (due !== epoch) {
      ahead.length = 0;
      questions.begin(epoch);
    }
    // Until the end it is not known that the next epoch goes on from here.
    due = Number.NaN;
    for (let left = Math.ceil(examples.length / experiment.train.batch); left > 0; left--) {
      const asked = performance.now();
      const batch = await next();
      const got = performance.now();
      yield batch;
      pace(got - asked, performance.now() - got);
    }
    due = epoch + 1;
  };
  return { epoch: batches, threads: pool.ready, close: pool.close };
}

/** The batches of one epoch after another, so that threads can begin the next while this one is evaluated. */
function planner({ examples, experiment: { train } }: BatchSource) {
  let epoch = 0;
  let left: (readonly Draw[])[] = [];
  const begin = (wanted: number): void => {
    epoch = wanted;
    left = [...chunks(epochDraws(examples, train, epoch), train.batch)];
  };
  const end = (): boolean => left.length === 0 && epoch >= train.epochs;
  const take = (): BatchQuestion => {
    if (left.length === 0) begin(epoch + 1);
    return { epoch, draws: left.shift() ?? [] };
  };
  return { begin, end, take };
}

function pacer(rule: FeedRule, pool: { readonly ready: () => number; readonly grow: () => void }) {
  let [waited, worked] = [0, 0];
  return (waitedNow: number, workedNow: number): void => {
    waited += waitedNow;
    worked += workedNow;
    if (pool.ready() >= rule.mostThreads || waited < rule.waited || waited < rule.share * (waited + worked)) return;
    pool.grow();
    [waited, worked] = [0, 0];
  };
}
