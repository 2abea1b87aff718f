import { metricTitle } from '../../core/experiment/describeMetric';
import type { RunListing } from '../../core/experiment/runListing';
import type { RunRecord } from '../../core/experiment/runRecord';
import { chosenMetric, type RunStory } from '../../core/experiment/runStory';
import { secondsLeft, shareDone } from '../../core/experiment/watchedRun';
import type { Estimate } from '../../core/statistics/estimate';
import type { SeriesPoint } from '../../protocol/runSeries';
import type { WatchedMetric, WatchedRunView } from '../../protocol/watch';
import type { ToldRun } from './runStories';

/** More points than this make a figure slow and no clearer. */
const mostPoints = 400;

/** Every k-th of the points and the last one. */
export function thinned<T>(points: readonly T[]): readonly T[] {
  const step = Math.ceil(points.length / mostPoints);
  return step <= 1 ? points : points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

const finite = (value: number | undefined): number | null => (value === undefined || !Number.isFinite(value) ? null : value);

function metricOf(name: string, { value, interval, unit, n, patients }: Omit<Estimate, 'method'>, epoch: number | null): WatchedMetric {
  return { name, title: metricTitle(name), unit, value, interval, n, patients, epoch };
}

function placeOf({ watched: { live } }: RunStory): string {
  const { phase, done, total, epoch, epochs } = live;
  if (epochs > 0 && (epoch > 0 || phase === 'training'))
    return `epoch ${Math.min(epochs, epoch + (phase === 'training' && done > 0 ? 1 : 0))} of ${epochs}`;
  return total > 0 ? `${phase} ${done} of ${total}` : phase;
}

function bestOf(listing: RunListing, story: RunStory): WatchedMetric | null {
  const name = listing.metric?.name ?? chosenMetric(story);
  const told = story.best?.metrics[name];
  // The record of an ended run counts; its epoch is told by the events.
  if (listing.metric !== null) {
    const epoch = told?.value === listing.metric.value ? (story.best?.epoch ?? null) : null;
    return metricOf(name, listing.metric, epoch);
  }
  return told === undefined ? null : metricOf(name, told, story.best?.epoch ?? null);
}

function partOf({ sweep, fold }: RunListing): string {
  if (sweep !== undefined) return `run ${sweep.index} of ${sweep.of} of a sweep`;
  return fold === undefined ? '' : `fold ${fold.index} of ${fold.of}`;
}

/** Everything that the page shows of one run; `record` is that of an ended one, null where there is none or it runs. */
export function runView(listing: RunListing, { story, log, stopping }: ToldRun, record: RunRecord | null): WatchedRunView {
  const { epochs, watched } = story;
  const isRunning = listing.state === 'running';
  const last = epochs.at(-1);
  const name = listing.metric?.name ?? chosenMetric(story);
  const lastMetric = last?.metrics[name];
  const curve = (of: (epoch: (typeof epochs)[number]) => number | undefined): readonly SeriesPoint[] =>
    thinned(epochs).map((epoch) => ({ epoch: epoch.epoch, value: finite(of(epoch)) }));
  return {
    run: listing.run,
    experiment: listing.experiment,
    state: listing.state,
    reason: listing.reason ?? '',
    place: isRunning ? placeOf(story) : listing.epochs === null ? '' : `${listing.epochs} ${listing.epochs === 1 ? 'epoch' : 'epochs'}`,
    share: isRunning && watched.live.epochs > 0 ? shareDone(watched) : null,
    imagesPerSecond: isRunning ? watched.live.imagesPerSecond : (last?.imagesPerSecond ?? null),
    secondsLeft: isRunning ? secondsLeft(watched) : null,
    seconds: listing.seconds,
    last: last === undefined || lastMetric === undefined ? null : metricOf(name, lastMetric, last.epoch),
    best: bestOf(listing, story),
    trainLoss: curve(({ trainLoss }) => trainLoss),
    tuningLoss: curve(({ tuningLoss }) => tuningLoss),
    metric: curve(({ metrics }) => metrics[name]?.value),
    epoch: last?.epoch ?? 0,
    log,
    stopping: isRunning ? stopping : null,
    weights: record !== null && 'result' in record && record.result?.weights != null,
    partOf: partOf(listing),
    isTrial: listing.sweep !== undefined,
  };
}
