import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { stringify } from 'yaml';
import { describeMetric } from '../experiment/describeMetric';
import { formatMetrics } from '../experiment/metricsTable';
import { formatRecord } from '../experiment/recordFile';
import type { RunRecord } from '../experiment/runRecord';
import type { ExportedRun } from './exportedRun';
import { flatSettings } from './flatSettings';

/** A file to write, its path with forward slashes below the folder `mlruns`. */
export type MlflowFile = { readonly path: string; readonly text: string };

const hash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** The experiment's folder: 18 digits, as MLflow's own file store makes them, the same at every export. */
export const mlflowExperimentId = (name: string): string => String(BigInt(`0x${hash(name).slice(0, 14)}`) % 10n ** 17n).padStart(18, '1');

/** The run's folder: 32 hex digits, the same at every export. */
export const mlflowRunId = (run: string): string => hash(run).slice(0, 32);

/** MLflow's numbers for RUNNING, SCHEDULED, FINISHED, FAILED, KILLED. */
const statuses: Readonly<Record<RunRecord['state'], number>> = { running: 1, queued: 2, finished: 3, failed: 4, stopped: 5 };

const msOf = (iso: string): number | null => {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
};

const startMs = (record: RunRecord): number => msOf('started' in record ? record.started : record.created) ?? 0;

// From the folder that holds mlruns, where `mlflow ui` is started: a path of this machine would be wrong elsewhere.
const artifacts = (experimentId: string): string => `./mlruns/${experimentId}`;

/** `meta.yaml` of an experiment; `runs` (at least one) are those that are exported of it. */
export function mlflowExperiment(name: string, runs: readonly ExportedRun[]): MlflowFile {
  const id = mlflowExperimentId(name);
  const times = runs.map(({ record }) => startMs(record));
  const meta = {
    artifact_location: artifacts(id),
    creation_time: Math.min(...times),
    experiment_id: id,
    last_update_time: Math.max(...times),
    lifecycle_stage: 'active',
    name,
  };
  return { path: `${id}/meta.yaml`, text: stringify(meta, { lineWidth: 0 }) };
}

function metaOf({ record }: ExportedRun, experimentId: string): string {
  const id = mlflowRunId(record.run);
  const meta = {
    artifact_uri: `${artifacts(experimentId)}/${id}/artifacts`,
    end_time: 'ended' in record ? msOf(record.ended) : null,
    entry_point_name: '',
    experiment_id: experimentId,
    lifecycle_stage: 'active',
    run_id: id,
    run_name: record.run,
    run_uuid: id,
    source_name: '',
    // LOCAL
    source_type: 4,
    source_version: '',
    start_time: startMs(record),
    status: statuses[record.state],
    tags: [],
    user_id: record.author,
  };
  return stringify(meta, { lineWidth: 0 });
}

type Point = { readonly ms: number; readonly value: number; readonly step: number };

const python = (value: number): string =>
  Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';

const lines = (points: readonly Point[]): string => points.map(({ ms, value, step }) => `${ms} ${python(value)} ${step}\n`).join('');

/** The values of every metric by epoch, and of the best epoch (`best_...`) with interval, n and patients, which the last value does not tell. */
function metricsOf({ record, epochs }: ExportedRun): ReadonlyMap<string, readonly Point[]> {
  const all = new Map<string, Point[]>();
  const add = (name: string, ms: number, step: number, value: number | null): void => {
    if (value !== null) all.set(name, [...(all.get(name) ?? []), { ms, value, step }]);
  };
  let now = startMs(record);
  for (const { epoch, seconds, trainLoss, tuningLoss, imagesPerSecond, metrics } of epochs) {
    now += Math.round(1000 * seconds);
    for (const [name, value] of Object.entries({ train_loss: trainLoss, tuning_loss: tuningLoss, images_per_second: imagesPerSecond }))
      add(name, now, epoch, value);
    for (const [name, cell] of Object.entries(metrics)) {
      add(`tuning_${name}`, now, epoch, cell.value);
      add(`tuning_${name}_lower`, now, epoch, cell.lower);
      add(`tuning_${name}_upper`, now, epoch, cell.upper);
    }
  }
  const result = 'result' in record ? record.result : null;
  for (const [name, { best }] of Object.entries(result?.metrics ?? {})) {
    const cells = { '': best.value, _lower: best.interval?.[0], _upper: best.interval?.[1], _n: best.n, _patients: best.patients };
    for (const [ending, value] of Object.entries(cells)) add(`best_tuning_${name}${ending}`, now, best.epoch, value ?? null);
  }
  return all;
}

/** What MLflow shows as the run's description. */
function noteOf({ record }: ExportedRun): string {
  const result = 'result' in record ? record.result : null;
  const metrics = Object.entries(result?.metrics ?? {}).map(
    ([name, { best, unit, part }]) => `- ${describeMetric(name, { ...best, unit }, part)}, epoch ${best.epoch}`,
  );
  const chosen =
    metrics.length === 0 ? [] : ['', 'The best epoch was chosen on the same tuning part, so that these values are optimistic.'];
  return [...metrics, ...chosen, ...(record.notes.length === 0 ? [] : ['', ...record.notes.map((note) => `- ${note}`)])].join('\n');
}

function tagsOf(run: ExportedRun): Readonly<Record<string, string | null>> {
  const { record, commit } = run;
  const { fold, sweep, hashes } = record;
  return {
    'mlflow.runName': record.run,
    'mlflow.user': record.author,
    'mlflow.source.name': `radsteps train ${record.experiment}`,
    'mlflow.source.type': 'LOCAL',
    'mlflow.source.git.commit': record.parent,
    'mlflow.source.git.branch': record.branch,
    'mlflow.note.content': noteOf(run),
    'radsteps.run': record.run,
    'radsteps.state': record.state,
    'radsteps.template': record.template,
    'radsteps.task': record.task,
    'radsteps.target': record.target,
    'radsteps.unit': record.unit,
    'radsteps.record_commit': commit,
    'radsteps.engine': `${record.engine.name} ${record.engine.version}, ${record.engine.backend}, ${record.engine.device}`,
    'radsteps.data': `train ${record.data.train.images} images of ${record.data.train.patients} patients, tuning ${record.data.tuning.images} of ${record.data.tuning.patients}`,
    'radsteps.reason': record.state === 'failed' ? record.reason : null,
    'radsteps.cross_validation': fold === undefined ? null : `${fold.group} ${fold.index}/${fold.of}`,
    'radsteps.sweep': sweep === undefined ? null : `${sweep.group} ${sweep.index}/${sweep.of}`,
    ...Object.fromEntries(Object.entries(hashes).map(([name, value]) => [`radsteps.sha256.${name}`, value])),
    'radsteps.sha256.trained_weights': ('result' in record ? record.result?.weights?.sha256 : null) ?? null,
  };
}

/** The files of one run in MLflow's file store, of the experiment named `experiment`; `report` is an HTML page to lie among its artifacts. */
export function mlflowRun(run: ExportedRun, experiment: string, report: string): readonly MlflowFile[] {
  const id = mlflowExperimentId(experiment);
  const folder = `${id}/${mlflowRunId(run.record.run)}`;
  const file = (path: string, text: string): MlflowFile => ({ path: `${folder}/${path}`, text });
  return [
    file('meta.yaml', metaOf(run, id)),
    ...[...metricsOf(run)].map(([name, points]) => file(`metrics/${name}`, lines(points))),
    ...flatSettings(run.record.settings).map(([key, value]) => file(`params/${key}`, value)),
    ...Object.entries(tagsOf(run)).flatMap(([name, value]) => (value === null ? [] : [file(`tags/${name}`, value)])),
    file('artifacts/record.json', formatRecord(run.record)),
    ...(run.epochs.length === 0 ? [] : [file('artifacts/metrics.csv', formatMetrics(run.epochs))]),
    file('artifacts/report.html', report),
  ];
}
