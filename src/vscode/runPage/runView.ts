import { metricTitle } from '../../core/experiment/describeMetric';
import { describeLiveRun, type LiveRun } from '../../core/experiment/liveRun';
import type { MetricsRow } from '../../core/experiment/metricsTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { Curves, Fact, RunMetric, RunProgress, RunView, Setting } from '../../protocol/run';

/** What of a run could be read from its folders; null for what is missing. */
export type RunFiles = {
  readonly project: string;
  readonly run: string;
  /** Null where it is damaged; `problem` then says why. */
  readonly record: RunRecord | null;
  readonly problem: string;
  readonly pending: boolean;
  readonly epochs: readonly MetricsRow[];
  readonly predictions: string;
  readonly live: LiveRun;
  readonly files: RunView['files'];
  readonly problems: readonly string[];
};

const finite = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value;

const emptyView: Omit<RunView, 'project' | 'run' | 'state' | 'reason' | 'pending' | 'files' | 'problems'> = {
  experiment: '',
  target: '',
  author: '',
  created: '',
  started: '',
  ended: '',
  seconds: null,
  parent: '',
  branch: '',
  progress: null,
  metrics: [],
  curves: null,
  predictions: '',
  data: [],
  settings: [],
  facts: [],
  notes: [],
};

/** Everything that the page shows of a run, from what could be read of it. */
export function runView(files: RunFiles): RunView {
  const { project, run, record, pending, problems } = files;
  const frame = { project, run, pending, problems, files: files.files };
  if (record === null) return { ...emptyView, ...frame, state: 'damaged', reason: files.problem };
  const running = record.state === 'running' || record.state === 'queued';
  return {
    ...frame,
    state: record.state,
    reason: record.state === 'failed' ? record.reason : '',
    experiment: record.experiment,
    target: record.target,
    author: record.author,
    created: record.created,
    started: 'started' in record ? record.started : '',
    ended: 'ended' in record ? record.ended : '',
    seconds: 'seconds' in record ? record.seconds : null,
    parent: record.parent ?? '',
    branch: record.branch ?? '',
    progress: running ? progressOf(files.live) : null,
    metrics: 'result' in record ? recordedMetrics(record) : liveMetrics(files),
    curves: curvesOf(record, files),
    predictions: files.predictions,
    data: [
      { part: 'train', ...record.data.train },
      { part: 'tuning', ...record.data.tuning },
    ],
    settings: settingsOf(record),
    facts: factsOf(record),
    notes: record.notes,
  };
}

function progressOf(live: LiveRun): RunProgress {
  const words = live.epoch === 0 ? describeLiveRun(live) : `Epoch ${describeLiveRun(live)}`;
  const speed = live.imagesPerSecond === null ? '' : ` · ${Math.round(live.imagesPerSecond)} images a second`;
  const inEpoch = live.phase === 'training' && live.total > 0 ? live.done / live.total : 0;
  const share = live.epochs > 0 ? Math.min(1, (live.epoch + inEpoch) / live.epochs) : null;
  return { text: `${words}${speed}`, share };
}

function recordedMetrics(record: Extract<RunRecord, { result: unknown }>): readonly RunMetric[] {
  const { result } = record;
  if (result === null) return [];
  const metrics = Object.entries(result.metrics).map(([name, { unit, part, best, last }]) => ({
    name,
    title: metricTitle(name),
    unit,
    primary: name === result.primary,
    part,
    value: best.value,
    interval: best.interval,
    method: best.method,
    n: best.n,
    patients: best.patients,
    bestEpoch: best.epoch,
    last: last.value,
  }));
  return metrics.sort((a, b) => Number(b.primary) - Number(a.primary));
}

/** While a run goes on its record has no result: the last epoch stands for the best. */
function liveMetrics({ live }: RunFiles): readonly RunMetric[] {
  return Object.entries(live.metrics).map(([name, { value, interval, method, n, patients, unit }], index) => {
    const common = { name, title: metricTitle(name), unit, part: 'tuning', primary: index === 0 };
    return { ...common, value, interval, method, n, patients, bestEpoch: live.epoch, last: value };
  });
}

function curvesOf(record: RunRecord, { epochs, live }: RunFiles): Curves | null {
  const recorded = 'result' in record ? record.result : null;
  const metric = recorded?.primary ?? Object.keys(live.metrics)[0] ?? Object.keys(epochs[0]?.metrics ?? {})[0] ?? '';
  if (epochs.length === 0) return null;
  const unit = recorded?.metrics[metric]?.unit ?? live.metrics[metric]?.unit ?? '';
  const points = epochs.map(({ epoch, trainLoss, tuningLoss, metrics }) => ({
    epoch,
    trainLoss: finite(trainLoss),
    tuningLoss: finite(tuningLoss),
    metric: finite(metrics[metric]?.value),
    lower: finite(metrics[metric]?.lower),
    upper: finite(metrics[metric]?.upper),
  }));
  return { metric, title: metricTitle(metric), unit, points };
}

const plain = (value: unknown): string => (typeof value === 'string' ? value || '(empty)' : JSON.stringify(value));

function settingsOf({ settings, changed }: RunRecord): readonly Setting[] {
  return Object.entries(settings).flatMap(([section, values]) =>
    Object.entries(values).map(([key, value]) => {
      const name = `${section}.${key}`;
      return { name, value: plain(value), changed: Object.hasOwn(changed, name) };
    }),
  );
}

function factsOf(record: RunRecord): readonly Fact[] {
  const { engine, hashes, versions } = record;
  const result = 'result' in record ? record.result : null;
  const facts: readonly (readonly [string, string])[] = [
    ['Template', record.template],
    ['Parent commit', record.parent ?? 'none'],
    ['Snapshot', record.snapshot ?? 'none'],
    ['Engine', `${engine.name} ${engine.version}, ${engine.backend}, ${engine.device}`],
    ...(result === null
      ? []
      : [['Parameters', String(result.parameters)] as const, ['Images a second', result.imagesPerSecond.toFixed(0)] as const]),
    ...(result === null ? [] : [['Peak memory', `${Math.round(result.peakMemoryMb)} MB`] as const]),
    ...(result?.weights ? [['Weights SHA-256', result.weights.sha256] as const] : []),
    ...Object.entries(hashes).map(([name, hash]) => [`${name} SHA-256`, hash] as const),
    ...(record.patch === null ? [] : [['changes.patch SHA-256', record.patch.sha256] as const]),
    ...Object.entries(versions),
  ];
  return facts.map(([name, value]) => ({ name, value: value === '' ? 'not known' : value }));
}
