import type { RunView } from '../../../src/protocol/run';

/** A pseudorandom series in 0..1 that is the same every time. */
const wobble = (index: number): number => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;

const epochs = 30;
const points = Array.from({ length: epochs }, (_, index) => {
  const mae = 12 + 26 * Math.exp(-index / 7) + wobble(index) * 1.5;
  return {
    epoch: index + 1,
    trainLoss: 0.9 * Math.exp(-index / 8) + 0.05,
    tuningLoss: 0.85 * Math.exp(-index / 8) + 0.1 + wobble(index) * 0.03,
    metric: mae,
    lower: mae - 1.6,
    upper: mae + 1.7,
  };
});

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const metric = { part: 'tuning', method: 'bootstrap over patients, B = 2000, percentile', n: 90, patients: 61, bestEpoch: 27 };

/** A finished regression run. */
export const finishedView: RunView = {
  project: '/home/user/hands',
  run: '20261123-213303-quick-4f2a',
  state: 'finished',
  reason: '',
  experiment: 'quick',
  target: 'bone_age',
  author: 'Ada Example',
  created: '2026-11-23T21:33:00Z',
  started: '2026-11-23T21:33:03Z',
  ended: '2026-11-23T21:34:23Z',
  seconds: 80,
  parent: '0123456789abcdef0123456789abcdef01234567',
  branch: 'main',
  pending: false,
  progress: null,
  metrics: [
    { ...metric, name: 'mae', title: 'MAE', unit: 'months', primary: true, value: 12.34, interval: [11.02, 13.8], last: 12.9 },
    { ...metric, name: 'rmse', title: 'RMSE', unit: 'months', primary: false, value: 15.8, interval: [14.1, 17.5], last: 16.2 },
    { ...metric, name: 'bias', title: 'bias', unit: 'months', primary: false, value: -0.42, interval: [-2.1, 1.3], last: 0.2 },
    {
      ...metric,
      name: 'mae_of_mean',
      title: 'MAE of predicting the mean',
      unit: 'months',
      primary: false,
      value: 38.7,
      interval: [34.9, 42.4],
      last: 38.7,
    },
  ],
  curves: { metric: 'mae', title: 'MAE', unit: 'months', points },
  predictions: '1 1',
  data: [
    { part: 'train', images: 420, patients: 280 },
    { part: 'tuning', images: 90, patients: 61 },
  ],
  settings: [
    { name: 'image.size', value: '[128,128]', changed: false },
    { name: 'image.window', value: 'percentile', changed: false },
    { name: 'train.epochs', value: '30', changed: true },
    { name: 'train.batch', value: '16', changed: false },
  ],
  facts: [
    { name: 'Parent commit', value: '0123456789abcdef0123456789abcdef01234567' },
    { name: 'images SHA-256', value: hash },
    { name: 'onnxruntime', value: '1.30.0' },
  ],
  notes: ['No git identity is configured: the author is RadSteps.'],
  problems: [],
  files: { record: true, predictions: true, log: true },
};

/** The same run after its third epoch. */
export const runningView: RunView = {
  ...finishedView,
  state: 'running',
  ended: '',
  seconds: null,
  progress: { text: 'Epoch 3/30 · MAE 31.2 months · 412 images a second', share: 0.1 },
  metrics: finishedView.metrics.map((value) => ({ ...value, bestEpoch: 3 })),
  curves: { metric: 'mae', title: 'MAE', unit: 'months', points: points.slice(0, 3) },
  predictions: '',
  notes: [],
  files: { record: true, predictions: false, log: true },
};

/** A run that failed before its first epoch. */
export const failedView: RunView = {
  ...runningView,
  state: 'failed',
  reason: 'The image img-00112233aa could not be read: the file is cut off.',
  progress: null,
  metrics: [],
  curves: null,
  pending: true,
  problems: ['metrics.csv has no column train_loss; it is not the table of a run.'],
};

/** A run whose record can't be read. */
export const damagedView: RunView = {
  ...failedView,
  state: 'damaged',
  reason: "5-network/runs/20261123-213303-quick-4f2a/record.json can't be used: it is not JSON (cut off or edited?).",
  experiment: '',
  target: '',
  author: '',
  created: '',
  started: '',
  parent: '',
  branch: '',
  pending: false,
  data: [],
  settings: [],
  facts: [],
  problems: [],
};

/** A finished run that tells two classes apart. */
export const classificationView: RunView = {
  ...finishedView,
  target: 'fracture',
  metrics: [
    {
      ...metric,
      name: 'auc',
      title: 'AUC',
      unit: '',
      primary: true,
      value: 0.874,
      interval: [0.812, 0.921],
      last: 0.861,
      method: 'DeLong, logit',
    },
    {
      ...metric,
      name: 'sensitivity',
      title: 'sensitivity',
      unit: '',
      primary: false,
      value: 0.81,
      interval: null,
      last: 0.79,
      method: 'Wilson',
    },
  ],
  curves: {
    metric: 'auc',
    title: 'AUC',
    unit: '',
    points: points.map((point) => ({ ...point, metric: 0.9 - 0.4 / point.epoch, lower: null, upper: null })),
  },
  predictions: '2 2',
};
