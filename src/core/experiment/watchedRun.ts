import { formatDuration } from './formatDuration';
import { advanceRun, type LiveRun, liveMetric, unheardRun } from './liveRun';
import type { TrainerEvent } from './trainerEvent';

/** A running run as somebody watches it: where it stands, and how long its last epochs took (seconds each, five at most). */
export type WatchedRun = { readonly live: LiveRun; readonly epochSeconds: readonly number[] };

const recent = 5;

/** A run of which nothing has been heard yet. */
export const unwatchedRun: WatchedRun = { live: unheardRun, epochSeconds: [] };

/** The state after one more event. */
export function watchRun({ live, epochSeconds }: WatchedRun, event: TrainerEvent): WatchedRun {
  // A run that goes on begins anew to be measured: it may be on a machine that is less busy.
  if (event.event === 'started') return { live: advanceRun(live, event), epochSeconds: [] };
  return {
    live: advanceRun(live, event),
    epochSeconds: event.event === 'epoch' ? [...epochSeconds, event.seconds].slice(-recent) : epochSeconds,
  };
}

/** Share (0..1) of the training that is done. */
export function shareDone({ live: { phase, done, total, epoch, epochs } }: WatchedRun): number {
  if (epochs === 0) return 0;
  const within = phase === 'training' && total > 0 && epoch < epochs ? done / total : 0;
  return Math.min(1, (epoch + within) / epochs);
}

/** Seconds until the last epoch ends, by the last five epochs; null before the first. An earlier end by patience can't be foreseen. */
export function secondsLeft(run: WatchedRun): number | null {
  const last = run.epochSeconds;
  if (last.length === 0) return null;
  const each = last.reduce((sum, seconds) => sum + seconds, 0) / last.length;
  return each * run.live.epochs * (1 - shareDone(run));
}

const barWidth = 20;

/** "[######--------------]". */
export function progressBar(share: number): string {
  const full = Math.round(barWidth * Math.min(1, Math.max(0, share)));
  return `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]`;
}

/** A run in one line: bar, epoch or phase, metric, images a second, time left. */
export function watchLine(run: string, watched: WatchedRun): string {
  const { live } = watched;
  const { phase, done, total, epoch, epochs, imagesPerSecond } = live;
  const place =
    epochs === 0 || (epoch === 0 && phase !== 'training')
      ? total > 0
        ? `${phase} ${done} of ${total}`
        : phase
      : `epoch ${epoch} of ${epochs}`;
  const left = secondsLeft(watched);
  const cells = [
    place,
    liveMetric(live),
    imagesPerSecond === null ? '' : `${imagesPerSecond < 10 ? imagesPerSecond.toFixed(1) : Math.round(imagesPerSecond)} images/s`,
    left === null ? '' : `${formatDuration(left)} left`,
  ];
  return `${progressBar(shareDone(watched))} ${run}  ${cells.filter((cell) => cell !== '').join(', ')}`;
}
