import type { OpName } from './layer';

/** What a kind of layer is, and what it can be told: name (with ? where it may be left out) and TypeScript type. */
export type SettingsTable = { readonly about: string; readonly settings: Readonly<Record<string, string>> };

const kernel = { filters: 'number', kernel: 'Sides', 'stride?': 'Sides', 'padding?': 'Sides' };
const reach = { 'dilation?': 'Sides', 'groups?': 'number' };
const windows = { 'size?': 'Sides', 'stride?': 'Sides', 'padding?': 'Sides' };
const edges = { 'top?': 'number', 'bottom?': 'number', 'left?': 'number', 'right?': 'number' };

/** Every kind of layer as people see it who write a network of their own; a test keeps it equal to `LayerSettings`. */
export const layerSettings: { readonly [K in OpName]: SettingsTable } = {
  conv: {
    about: 'Convolution without bias. Unless told otherwise its borders are padded by half the kernel, so that stride 1 keeps the size.',
    settings: { ...kernel, ...reach },
  },
  transposedConv: {
    about: 'Transposed convolution without bias: stride 2 and kernel 2 double the size.',
    settings: { ...kernel, 'outputPadding?': 'Sides', ...reach },
  },
  dense: {
    about: 'Every output feature sees every input feature; no bias.',
    settings: { units: 'number', 'initial?': "'he' | 'zeros'" },
  },
  bias: {
    about: 'Adds one learnt number a channel or feature, which starts at initial (0 unless told).',
    settings: { 'initial?': 'number' },
  },
  batchNorm: { about: 'Normalises each channel over the batch.', settings: { 'momentum?': 'number', 'epsilon?': 'number' } },
  groupNorm: { about: 'Normalises groups of channels within each example.', settings: { groups: 'number', 'epsilon?': 'number' } },
  instanceNorm: { about: 'Normalises each channel within each example.', settings: { 'epsilon?': 'number' } },
  relu: { about: 'Zero for what is negative.', settings: {} },
  relu6: { about: 'As relu, but at most 6.', settings: {} },
  leakyRelu: { about: 'Negative numbers times the slope, 0.01 unless told.', settings: { 'slope?': 'number' } },
  silu: { about: 'x times sigmoid of x.', settings: {} },
  sigmoid: { about: '1 / (1 + exp(-x)).', settings: {} },
  tanh: { about: 'Hyperbolic tangent.', settings: {} },
  softmax: { about: 'Shares of 1 over channels or features.', settings: {} },
  maxPool: { about: 'Largest of each window, 2 x 2 unless told.', settings: windows },
  averagePool: { about: 'Mean of each window, 2 x 2 unless told.', settings: { ...windows, 'countPadding?': 'boolean' } },
  globalAveragePool: { about: 'Mean over rows and columns: an image becomes a vector.', settings: {} },
  globalMaxPool: { about: 'Largest over rows and columns: an image becomes a vector.', settings: {} },
  upsample: {
    about: 'So many times as many rows and columns.',
    settings: { scale: 'number', 'mode?': "'nearest' | 'bilinear'" },
  },
  concat: { about: 'Joins images of equal size along their channels, or vectors along their features.', settings: {} },
  add: { about: 'Sum of inputs of equal shape.', settings: {} },
  multiply: { about: 'Product of inputs of equal shape.', settings: {} },
  pad: { about: 'Adds rows and columns of zeros at the edges.', settings: edges },
  crop: { about: 'Takes rows and columns off the edges.', settings: edges },
  flatten: { about: 'An image as a vector.', settings: {} },
  dropout: { about: 'In training drops each number with the chance rate.', settings: { rate: 'number' } },
};

/** The names of what a kind of layer can be told. */
export const settingNames = (op: OpName): readonly string[] => Object.keys(layerSettings[op].settings).map((name) => name.replace('?', ''));
