import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';

const hash = 'ab'.repeat(32);
const best = { epoch: 2, value: 12, interval: [10, 14] as const, n: 3, patients: 2, method: 'bootstrap' };

/** A finished run of two epochs. */
export const sampleRecord: FinishedRun = {
  version: 1,
  run: '20261123-213303-quick-4f2a',
  state: 'finished',
  experiment: 'quick',
  template: 'bone-age',
  task: 'regression',
  target: 'bone_age',
  unit: 'months',
  author: 'Ada Example',
  created: '2026-11-23T21:33:00Z',
  started: '2026-11-23T21:33:03Z',
  ended: '2026-11-23T21:34:23Z',
  seconds: 80,
  parent: '01'.repeat(20),
  branch: 'main',
  snapshot: null,
  patch: null,
  hashes: { images: hash, split: hash, labels: hash, experiment: hash },
  settings: {
    data: { target: 'bone_age', reader: '', inputs: ['sex'] },
    image: { ...experimentDefaults.image, size: [64, 64] },
    augment: experimentDefaults.augment,
    network: { ...experimentDefaults.network, filters: [8, 16] },
    train: { ...experimentDefaults.train, epochs: 2, batch: 4 },
    operatingPoint: experimentDefaults.operatingPoint,
    engine: { ...experimentDefaults.engine, backend: 'cpu', threads: 1 },
  },
  changed: { 'train.epochs': 2 },
  engine: { name: 'built-in', version: '0.1.0', backend: 'cpu', device: 'Some CPU' },
  versions: { node: '20.19.0' },
  data: { train: { images: 6, patients: 4 }, tuning: { images: 3, patients: 2 } },
  notes: ['A note.'],
  result: {
    epochs: 2,
    primary: 'mae',
    metrics: {
      bias: { unit: 'months', better: 'lower', part: 'tuning', best: { ...best, value: -1, interval: null }, last: best },
      mae: { unit: 'months', better: 'lower', part: 'tuning', best, last: { ...best, value: 13 } },
    },
    parameters: 1234,
    imagesPerSecond: 321.4,
    peakMemoryMb: 210.4,
    weights: { sha256: hash, bytes: 5000 },
  },
};
