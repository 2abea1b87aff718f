import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import { estimateMemory, type MemoryEstimate } from '../../core/network/estimateMemory';
import { UserError } from '../../core/userError';
import { type AvailableMemory, availableMemory } from '../process/availableMemory';
import { type NetworkJob, networkGraph } from './networkGraph';
import { updateFor } from './updateFor';

/** What a training step of `batch` images of an experiment needs, in bytes. */
export function memoryNeed(graph: Graph, train: Experiment['train'], batch: number = train.batch): MemoryEstimate {
  const { optimizer, movingAverage } = updateFor(train);
  return estimateMemory(graph, batch, optimizer.memory.length + (movingAverage > 0 ? 1 : 0));
}

/** Bytes as "1,234 MB". */
export const megabytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 2 ** 20)).toLocaleString('en-US')} MB`;

/** From this share of what is there, a batch is too near to it to keep silent: the estimate may be wrong by a third. */
const close = 0.75;

/** Throws UserError, with what would fit, where a job's batch needs more memory than there is; `warn` hears of one that needs nearly all. */
export async function requireMemory(
  job: NetworkJob & Pick<TrainerJob, 'backends'>,
  graph: Graph,
  warn: (message: string) => void,
  available: AvailableMemory = availableMemory(),
): Promise<void> {
  const need = memoryNeed(graph, job.experiment.train).total;
  // On a card its own memory counts, of which nothing is known here.
  const { backend } = job.experiment.engine;
  const first = job.backends?.[0] ?? (backend === 'auto' ? 'cpu' : backend);
  if (first !== 'cpu') return;
  if (need > available.bytes)
    throw new UserError(`${needSentence(job, need)}, but ${restWords(available)}; ${await whatFits(job, graph, available.bytes)}.`);
  if (need > close * available.bytes)
    warn(`${needSentence(job, need)}, and ${restWords(available)}: it may run out; a smaller train.batch needs less.`);
}

/** An engine's error as it is, or, where it says that memory ran out, a UserError with what the batch was to need and what may fit: half of it. */
export async function explainMemory(job: NetworkJob, graph: Graph, error: unknown): Promise<unknown> {
  if (!isOutOfMemory(error)) return error;
  const { train } = job.experiment;
  const need = memoryNeed(graph, train).total;
  const smaller = Math.floor(train.batch / 2);
  const advice = smaller > 0 ? `set train.batch to ${smaller} or less` : await whatFits(job, graph, need / 2);
  return new UserError(`Memory ran out in training. ${needSentence(job, need)}, more than there was; ${advice}.`, { cause: error });
}

/** True for an error by which an engine says that it got no memory. */
export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof UserError) return false;
  const message = error instanceof Error ? error.message : String(error);
  return /alloc|out of memory|not enough memory/i.test(message);
}

const needSentence = ({ experiment }: NetworkJob, need: number): string => {
  const { batch } = experiment.train;
  return `A batch of ${batch} ${batch === 1 ? 'image' : 'images'} of ${experiment.image.size.join(' x ')} needs about ${megabytes(need)} of memory`;
};

const restWords = ({ bytes, bound }: AvailableMemory): string =>
  bound === 'limit' ? `the limit on this process leaves ${megabytes(bytes)}` : `this machine has ${megabytes(bytes)} to spare`;

async function whatFits(job: NetworkJob, graph: Graph, bytes: number): Promise<string> {
  const batch = largestBatch(graph, job.experiment.train, bytes);
  if (batch > 0) return `set train.batch to ${batch} or less`;
  const size = await largestSize(job, bytes);
  if (size !== null) return `not even one image fits: set train.batch to 1 and image.size to [${size.join(', ')}]`;
  return 'not even one small image fits: choose a smaller network (network.name, filters, width or depth)';
}

/** The largest batch up to the experiment's own that fits into `bytes`; 0 where not even one image does. */
function largestBatch(graph: Graph, train: Experiment['train'], bytes: number): number {
  for (let batch = train.batch; batch > 0; batch--) if (memoryNeed(graph, train, batch).total <= bytes) return batch;
  return 0;
}

const step = 32;

/** The largest smaller image, in steps of 32 pixels, of which one fits into `bytes`; null where none does. */
async function largestSize(job: NetworkJob, bytes: number): Promise<readonly [number, number] | null> {
  const [rows, columns] = job.experiment.image.size;
  for (let share = 7; share > 0; share--) {
    const size = [rows, columns].map((side) => Math.max(step, step * Math.round((side * share) / 8 / step)));
    const [height = step, width = step] = size;
    if (height > rows || width > columns || (height === rows && width === columns)) continue;
    const { experiment } = job;
    const smaller = { ...experiment, image: { ...experiment.image, size: [height, width] as const } };
    // A size that the network can't take is no answer.
    const graph = await networkGraph({ ...job, experiment: smaller }).catch(() => null);
    if (graph !== null && memoryNeed(graph, experiment.train, 1).total <= bytes) return [height, width];
  }
  return null;
}
