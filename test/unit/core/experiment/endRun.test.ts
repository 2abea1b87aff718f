import assert from 'node:assert/strict';
import { endRun, hear, nothingHeard, resultFromEpochs } from '../../../../src/core/experiment/endRun';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { formatRecord, parseRecord } from '../../../../src/core/experiment/recordFile';
import { summarise } from '../../../../src/core/experiment/runListing';
import type { RunningRun, RunRecord } from '../../../../src/core/experiment/runRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import { validate } from '../../../../src/core/project/validate';

const running: RunningRun = {
  version: 1,
  run: '20260304-050607-x-0af9',
  state: 'running',
  experiment: 'x',
  template: 'bone-age',
  task: 'regression',
  target: 'bone_age',
  unit: 'months',
  author: 'A',
  created: '2026-03-04T05:06:07.000Z',
  started: '2026-03-04T05:06:07.000Z',
  parent: null,
  branch: 'main',
  snapshot: null,
  patch: { sha256: 'a'.repeat(64), omitted: [{ path: '3-data', reason: 'x' }] },
  hashes: { images: 'a'.repeat(64), split: 'b'.repeat(64), labels: 'c'.repeat(64), experiment: 'd'.repeat(64) },
  settings: {
    data: { target: 'bone_age', reader: 'me', inputs: [] },
    image: { ...experimentDefaults.image, size: [64, 64] },
    augment: experimentDefaults.augment,
    network: { ...experimentDefaults.network, filters: [8] },
    train: { ...experimentDefaults.train, epochs: 3, batch: 2 },
    operatingPoint: experimentDefaults.operatingPoint,
    engine: { ...experimentDefaults.engine, backend: 'cpu' },
  },
  changed: { 'train.epochs': 3, 'data.reader': 'me' },
  engine: { name: 'built-in', version: '', backend: 'cpu', device: '' },
  versions: { z: '1', a: '2' },
  data: { train: { images: 2, patients: 2 }, tuning: { images: 1, patients: 1 } },
  notes: ['first'],
};

const epoch = (number: number, metrics: Readonly<Record<string, number>>): TrainerEvent => ({
  event: 'epoch',
  epoch: number,
  epochs: 9,
  trainLoss: 1,
  tuningLoss: 1,
  metrics: Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, { value, interval: null, method: 'm', n: 4, patients: 3, unit: 'u' }]),
  ),
  best: false,
  seconds: 1,
  imagesPerSecond: 7,
});

const startedEvent: TrainerEvent = {
  event: 'started',
  engine: { name: 'e', version: '1', backend: 'cpu', device: 'd' },
  versions: {},
  parameters: 7,
  epochs: 9,
  train: 2,
  tuning: 1,
};
const heardOf = (...events: readonly TrainerEvent[]) => events.reduce(hear, nothingHeard);
const ending = { ended: '2026-03-04T05:07:07.040Z', stopAsked: false, words: 'It ended.' };

describe('endRun', () => {
  it("takes the trainer's last word before anything else", () => {
    const failed = heardOf(epoch(1, { mae: 3 }), { event: 'failed', message: 'No memory.' });
    const record = endRun(running, failed, { ...ending, stopAsked: true });
    assert.ok(record.state === 'failed' && record.reason === 'No memory.' && record.seconds === 60);
    assert.equal(record.result?.metrics.mae?.best.value, 3);
  });

  it('tells stopped from failed for a trainer that said nothing', () => {
    assert.equal(endRun(running, nothingHeard, { ...ending, stopAsked: true }).state, 'stopped');
    const record = endRun(running, nothingHeard, ending);
    assert.ok(record.state === 'failed' && record.reason === 'It ended.' && record.result === null);
  });

  it('never counts a clock that went back as negative time', () => {
    assert.equal(endRun(running, nothingHeard, { ...ending, ended: '2026-03-04T05:00:00.000Z' }).seconds, 0);
  });

  it('adds the warnings to the notes, each once and not endlessly', () => {
    const many = Array.from({ length: 50 }, (_, index): TrainerEvent => ({ event: 'warning', message: `w${index % 30}` }));
    const { notes } = endRun(running, heardOf({ event: 'warning', message: 'first' }, ...many), ending);
    assert.equal(notes.filter((note) => note === 'first').length, 1);
    assert.equal(notes.length, 20);
  });

  it('of a run that went on: forgets how it had ended, takes an epoch done again once, and leaves the time between out', () => {
    const heard = heardOf(
      epoch(1, { mae: 3 }),
      epoch(2, { mae: 9 }),
      { event: 'failed', message: 'No memory.' },
      startedEvent,
      epoch(2, { mae: 2 }),
    );
    const resumed = [
      { at: '2026-03-04T05:08:00.000Z', epoch: 1, seconds: 5 },
      { at: '2026-03-04T06:00:00.000Z', epoch: 1, seconds: 60.2 },
    ];
    const record = endRun({ ...running, resumed }, heard, { ...ending, ended: '2026-03-04T06:00:10.100Z' });
    assert.ok(record.state === 'failed' && record.reason === 'It ended.' && record.seconds === 70.3, JSON.stringify(record));
    assert.deepEqual([record.result?.epochs, record.result?.metrics.mae?.best.value], [2, 2]);
    assert.deepEqual(record.resumed, resumed);
    assert.equal(endRun({ ...running, resumed }, heard, ending).seconds, 60.2);
  });
});

describe('resultFromEpochs', () => {
  it('finds best and last of every metric in its own direction', () => {
    const result = resultFromEpochs(
      heardOf(epoch(1, { bias: -5, auc: 0.6 }), epoch(2, { bias: 1, auc: 0.9 }), epoch(3, { bias: -2, auc: 0.7 })),
    );
    assert.deepEqual([result?.primary, result?.epochs, result?.imagesPerSecond], ['auc', 3, 7]);
    assert.deepEqual([result?.metrics.bias?.best.epoch, result?.metrics.auc?.best.epoch, result?.metrics.auc?.last.value], [2, 2, 0.7]);
    assert.equal(result?.metrics.auc?.better, 'higher');
  });

  it('keeps the first of equal epochs, and metrics that only some epochs could tell', () => {
    const result = resultFromEpochs(heardOf(epoch(1, { mae: 2, auc: 1 }), epoch(2, { mae: 2 })));
    assert.equal(result?.metrics.mae?.best.epoch, 1);
    assert.equal(result?.metrics.auc?.last.epoch, 1);
    assert.equal(resultFromEpochs(nothingHeard), null);
  });
});

describe('recordFile', () => {
  const states = (): readonly RunRecord[] => [
    running,
    endRun(running, nothingHeard, ending),
    endRun(running, heardOf(epoch(1, { mae: 3, auc: 1 })), { ...ending, stopAsked: true }),
  ];

  it("reads a record from before operating points had a rule as one with Youden's", () => {
    const { operatingPoint: _, ...older } = running.settings;
    const text = formatRecord({ ...running, settings: older } as RunRecord);
    assert.ok(!text.includes('operatingPoint'));
    assert.deepEqual(parseRecord(text, running.run), running);
  });

  it('writes what it reads, in a fixed order, and as the schema wants it', () => {
    for (const record of states()) {
      const text = formatRecord(record);
      assert.deepEqual(parseRecord(text, record.run), record);
      const shuffled = Object.fromEntries(Object.entries(record).toReversed());
      assert.equal(formatRecord(shuffled as RunRecord), text);
      assert.deepEqual(validate('record', JSON.parse(text)), []);
    }
    assert.match(
      formatRecord(running),
      /^\{\n {2}"version": 1,\n {2}"run": .*\n {2}"state": "running",\n[\s\S]*"a": "2",\n {4}"z": "1"[\s\S]*\}\n$/,
    );
  });

  it('says what is wrong with a damaged record, without a path', () => {
    const wrong = (changes: object) => () => parseRecord(JSON.stringify({ ...running, ...changes }), running.run);
    assert.throws(wrong({ state: 'finished' }), /times are missing/);
    assert.throws(wrong({ state: 'finished', ended: '', seconds: 1, result: null }), /result is missing/);
    assert.throws(wrong({ notes: 'x' }), /notes is missing/);
    assert.throws(wrong({ run: 'other' }), /names another run/);
    assert.throws(wrong({ hashes: [] }), /hashes is missing/);
    assert.throws(() => parseRecord('{"version": 1', running.run), /not JSON/);
  });

  it('is summed up with the best value of the primary metric', () => {
    const [, failed, stopped] = states();
    assert.ok(failed !== undefined && stopped !== undefined);
    assert.deepEqual(summarise(failed, true), {
      run: running.run,
      state: 'failed',
      experiment: 'x',
      created: running.created,
      seconds: 60,
      metric: null,
      epochs: 0,
      pending: true,
      reason: 'It ended.',
    });
    assert.deepEqual(summarise(stopped, false).metric, { name: 'mae', value: 3, interval: null, unit: 'u', n: 4, patients: 3 });
    assert.deepEqual([summarise(running, false).seconds, summarise(running, false).epochs], [null, null]);
  });
});
