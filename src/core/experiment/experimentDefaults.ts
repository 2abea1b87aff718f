import type { Experiment } from './experiment';

/** What an experiment file leaves out; only `data.target` has no default and must be given. */
export const experimentDefaults: Experiment = {
  data: { target: '', reader: '', inputs: [] },
  image: { size: [128, 128], window: 'percentile', percentiles: [0.5, 99.5], range: [0, 4095], fit: 'pad' },
  augment: {
    ...{ flip: false, shift: 0, flipRows: false, rotate: 0, scale: 0, shear: 0 },
    ...{ brightness: 0, contrast: 0, gamma: 0, noise: 0, blur: 0, cutOut: 0 },
  },
  network: { name: 'compact-cnn', filters: [16, 32, 64], width: 1, depth: 4, trunk: 'resnet-18', dropout: 0, weights: '' },
  train: {
    ...{ epochs: 20, batch: 16, learningRate: 0.001, seed: 1, loss: 'auto', focalGamma: 2, labelSmoothing: 0, classWeights: 'none' },
    ...{ sampling: 'all', patience: 0, optimizer: 'adam', momentum: 0.9, nesterov: false, weightDecay: 0, clip: 0 },
    ...{ warmUp: 0.05, schedule: 'cosine', scheduleSteps: [], scheduleFactor: 0.1, schedulePatience: 5, movingAverage: 0 },
  },
  operatingPoint: { rule: 'youden', sensitivity: 0.9, bound: 'lower95', prevalence: 0, missCost: 10, hit: 'overlap' },
  engine: { name: 'built-in', backend: 'auto', threads: 0, workers: 0 },
};
