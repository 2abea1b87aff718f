import { metricNumber, metricTitle, shortMetric } from './describeMetric';
import type { TrainerEvent } from './trainerEvent';
import { unwatchedRun, type WatchedRun, watchRun } from './watchedRun';

type Epoch = Extract<TrainerEvent, { event: 'epoch' }>;

/** A run as its trainer's events tell it: where it stands, its epochs, the best of them, and the last words in sentences. */
export type RunStory = {
  readonly watched: WatchedRun;
  readonly epochs: readonly Epoch[];
  readonly best: Epoch | null;
  readonly words: readonly string[];
};

/** A run of which nothing has been heard yet. */
export const untoldRun: RunStory = { watched: unwatchedRun, epochs: [], best: null, words: [] };

const mostWords = 200;

/** The last lines of two lists that are read as one. */
export const lastWords = (words: readonly string[], more: readonly string[]): readonly string[] => [...words, ...more].slice(-mostWords);

/** A number that another engine may not have had, and JSON has as null. */
const lossWords = (loss: number): string => (Number.isFinite(loss) ? metricNumber(loss) : 'no number');

/** An event in a sentence; null for those that only move a bar. */
export function eventWords(event: TrainerEvent): string | null {
  switch (event.event) {
    case 'started': {
      const { train, tuning, parameters, engine } = event;
      return `Trains on ${train} images and tunes on ${tuning}, ${parameters} parameters, ${engine.name} ${engine.version} on ${engine.device}.`;
    }
    case 'epoch': {
      const { epoch, epochs, trainLoss, tuningLoss, metrics, best } = event;
      const [first] = Object.entries(metrics);
      const metric = first === undefined ? '' : `, ${shortMetric(first[0], first[1])}`;
      const losses = `training loss ${lossWords(trainLoss)}, tuning loss ${lossWords(tuningLoss)}`;
      return `Epoch ${epoch} of ${epochs}: ${losses}${metric}${best ? ' (best so far)' : ''}.`;
    }
    case 'warning':
      return `Warning: ${event.message}`;
    case 'failed':
      return `Failed: ${event.message}`;
    case 'finished':
      return event.stopped ? 'Stopped.' : 'Finished.';
    case 'progress':
      return null;
  }
}

/** The story after more events. */
export function tellRun(story: RunStory, events: readonly TrainerEvent[]): RunStory {
  // Collected here, because a run of ten thousand epochs must not copy its list ten thousand times.
  let { watched, best } = story;
  const epochs = [...story.epochs];
  for (const event of events) {
    watched = watchRun(watched, event);
    if (event.event !== 'epoch') continue;
    // A run that goes on does the epoch in which it ended once more.
    while ((epochs.at(-1)?.epoch ?? 0) >= event.epoch) epochs.pop();
    epochs.push(event);
    if (event.best) best = event;
    else if ((best?.epoch ?? 0) >= event.epoch) best = null;
  }
  const spoken = events.filter(({ event }) => event !== 'progress').slice(-mostWords);
  const words = spoken.flatMap((event) => eventWords(event) ?? []);
  return { watched, epochs, best, words: lastWords(story.words, words) };
}

/** The metric that chooses the best epoch, by its name; '' before the first epoch. */
export const chosenMetric = ({ epochs }: RunStory): string => Object.keys(epochs[0]?.metrics ?? {})[0] ?? '';

/** "MAE (months)", for the axis of a figure. */
export const metricLabel = (name: string, unit: string): string => (unit === '' ? metricTitle(name) : `${metricTitle(name)} (${unit})`);
