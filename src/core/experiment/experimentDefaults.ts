import type { Experiment } from './experiment';

/** What an experiment file leaves out; only `data.target` has no default and must be given. */
export const experimentDefaults: Experiment = {
  data: { target: '', reader: '', inputs: [] },
  image: { size: [128, 128], window: 'percentile', fit: 'pad' },
  augment: { flip: false, shift: 0 },
  network: { name: 'compact-cnn', filters: [16, 32, 64] },
  train: { epochs: 20, batch: 16, learningRate: 0.001, seed: 1, loss: 'auto', classWeights: 'none', patience: 0 },
  engine: { name: 'built-in', backend: 'cpu', threads: 0 },
};
