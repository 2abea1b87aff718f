import { bytesField, concatBytes, doubleField, floatField, textField, varintField } from '../network/protobuf';
import type { ExportedRun } from './exportedRun';
import { flatSettings } from './flatSettings';
import { tfRecord } from './tfRecord';

// Field numbers of tensorflow/core/util/event.proto, framework/summary.proto, and tensorboard's plugin_data.proto of hparams.
const event = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 };
const summaryValue = { tag: 1, simpleValue: 2, metadata: 9 };

type Scalar = { readonly tag: string; readonly value: number };

const summary = (values: readonly Uint8Array[]): Uint8Array => concatBytes(values.map((value) => bytesField(1, value)));

const eventOf = (seconds: number, step: number, content: Uint8Array): Uint8Array =>
  tfRecord(concatBytes([doubleField(event.wallTime, seconds), varintField(event.step, step), content]));

const scalarEvent = (seconds: number, step: number, scalars: readonly Scalar[]): Uint8Array => {
  const values = scalars.map(({ tag, value }) =>
    concatBytes([textField(summaryValue.tag, tag), floatField(summaryValue.simpleValue, value)]),
  );
  return eventOf(seconds, step, bytesField(event.summary, summary(values)));
};

/** A summary of the plugin hparams: its data (`content`) lie in the metadata. */
function hparamsEvent(seconds: number, tag: string, field: number, message: Uint8Array): Uint8Array {
  const content = concatBytes([varintField(1, 0), bytesField(field, message)]);
  const plugin = concatBytes([textField(1, 'hparams'), bytesField(2, content)]);
  const value = concatBytes([textField(summaryValue.tag, tag), bytesField(summaryValue.metadata, bytesField(1, plugin))]);
  return eventOf(seconds, 0, bytesField(event.summary, summary([value])));
}

/** A google.protobuf.Value: numbers and switches as such, all else as text. */
function anyValue(text: string): Uint8Array {
  if (text === 'true' || text === 'false') return varintField(4, Number(text === 'true'));
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? doubleField(2, number) : textField(3, text);
}

function startOfSession({ record }: ExportedRun, seconds: number): Uint8Array {
  const pairs = flatSettings(record.settings).map(([key, value]) =>
    bytesField(1, concatBytes([textField(1, key), bytesField(2, anyValue(value))])),
  );
  return concatBytes([...pairs, textField(4, record.run), doubleField(5, seconds)]);
}

/** SUCCESS, FAILURE, RUNNING of the plugin's api.proto. */
const statuses: Readonly<Record<string, number>> = { finished: 1, stopped: 1, failed: 2, running: 3, queued: 0 };

const secondsOf = (iso: string): number => {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? 0 : ms / 1000;
};

const finite = (tag: string, value: number | null): readonly Scalar[] =>
  value === null || !Number.isFinite(value) ? [] : [{ tag, value }];

/** When a run began, in seconds since 1970 (UTC). */
export const startSeconds = ({ record }: Pick<ExportedRun, 'record'>): number =>
  secondsOf('started' in record ? record.started : record.created);

/**
 * A TensorBoard event file of a run: losses and metrics of the tuning part with their bounds at each epoch (each at the time at which it ended), and the settings
 * for the tab HParams.
 */
export function tensorBoardEvents(run: ExportedRun): Uint8Array {
  const { record, epochs } = run;
  const start = startSeconds(run);
  let now = start;
  const points = epochs.map((row) => {
    now += row.seconds;
    const scalars = [
      ...finite('loss/train', row.trainLoss),
      ...finite('loss/tuning', row.tuningLoss),
      ...Object.entries(row.metrics).flatMap(([name, { value, lower, upper }]) => [
        ...finite(`tuning/${name}`, value),
        ...finite(`tuning_interval/${name}_lower`, lower),
        ...finite(`tuning_interval/${name}_upper`, upper),
      ]),
      ...finite('speed/images_per_second', row.imagesPerSecond),
    ];
    return scalarEvent(now, row.epoch, scalars);
  });
  const end = concatBytes([varintField(1, statuses[record.state] ?? 0), doubleField(2, 'ended' in record ? secondsOf(record.ended) : now)]);
  return concatBytes([
    tfRecord(concatBytes([doubleField(event.wallTime, start), textField(event.fileVersion, 'brain.Event:2')])),
    hparamsEvent(start, '_hparams_/session_start_info', 3, startOfSession(run, start)),
    ...points,
    hparamsEvent(now, '_hparams_/session_end_info', 4, end),
  ]);
}
