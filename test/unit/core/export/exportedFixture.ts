import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import type { ExportedRun } from '../../../../src/core/export/exportedRun';
import { sampleRecord } from '../../vscode/runPage/sampleRecord';

/** A run of two epochs with predictions of three images. */
export const exportedRun: ExportedRun & { readonly record: FinishedRun } = {
  record: sampleRecord,
  commit: 'cd'.repeat(20),
  refs: [],
  epochs: [
    {
      epoch: 1,
      trainLoss: 0.5,
      tuningLoss: 0.75,
      seconds: 2.5,
      imagesPerSecond: 100,
      metrics: { mae: { value: 13, lower: 11, upper: 15 } },
    },
    { epoch: 2, trainLoss: 0.25, tuningLoss: 0.5, seconds: 2, imagesPerSecond: 120, metrics: { mae: { value: 12, lower: 10, upper: 14 } } },
  ],
  predictions: [
    { image: 'img-secret1', patient: 'P-1', label: 100, prediction: 90, probabilities: [], problem: '' },
    { image: 'img-secret2', patient: 'P-1', label: 120, prediction: 125, probabilities: [], problem: '' },
    { image: 'img-secret3', patient: 'P-2', label: 60, prediction: 81, probabilities: [], problem: '' },
  ],
  classes: [],
};

/** One of two classes, whose threshold calls two of four images. */
export const classifiedRun: ExportedRun & { readonly record: FinishedRun } = {
  ...exportedRun,
  record: {
    ...sampleRecord,
    run: '20261123-220000-fracture-0a1b',
    task: 'classification',
    target: 'fracture',
    unit: '',
    result: {
      ...sampleRecord.result,
      primary: 'auc',
      metrics: {
        auc: {
          unit: '',
          better: 'higher',
          part: 'tuning',
          best: { epoch: 1, value: 0.75, interval: [0.5, 0.96], n: 4, patients: 4, method: 'DeLong' },
          last: { epoch: 2, value: 0.7, interval: [0.5, 0.9], n: 4, patients: 4, method: 'DeLong' },
        },
      },
    },
  },
  epochs: [],
  classes: ['no', 'yes'],
  predictions: [
    { image: 'a', patient: '1', label: 'yes', prediction: 'yes', probabilities: [0.1, 0.9], problem: '' },
    { image: 'b', patient: '2', label: 'no', prediction: 'yes', probabilities: [0.3, 0.7], problem: '' },
    { image: 'c', patient: '3', label: 'yes', prediction: 'no', probabilities: [0.6, 0.4], problem: '' },
    { image: 'd', patient: '4', label: 'no', prediction: 'no', probabilities: [0.8, 0.2], problem: '' },
  ],
};
