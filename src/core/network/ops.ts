import type { LayerOf, OpName } from './layer';
import type { Op } from './op';
import { add } from './ops/add';
import { averagePool } from './ops/averagePool';
import { batchNorm } from './ops/batchNorm';
import { bias } from './ops/bias';
import { concat } from './ops/concat';
import { conv } from './ops/conv';
import { crop } from './ops/crop';
import { dense } from './ops/dense';
import { dropout } from './ops/dropout';
import { flatten } from './ops/flatten';
import { globalAveragePool } from './ops/globalAveragePool';
import { globalMaxPool } from './ops/globalMaxPool';
import { groupNorm } from './ops/groupNorm';
import { instanceNorm } from './ops/instanceNorm';
import { leakyRelu } from './ops/leakyRelu';
import { maxPool } from './ops/maxPool';
import { multiply } from './ops/multiply';
import { pad } from './ops/pad';
import { relu } from './ops/relu';
import { relu6 } from './ops/relu6';
import { sigmoid } from './ops/sigmoid';
import { silu } from './ops/silu';
import { softmax } from './ops/softmax';
import { tanh } from './ops/tanh';
import { transposedConv } from './ops/transposedConv';
import { upsample } from './ops/upsample';

/** Every kind of layer with its rules; a kind without a rule does not compile. */
export const ops = {
  conv,
  transposedConv,
  dense,
  bias,
  batchNorm,
  groupNorm,
  instanceNorm,
  relu,
  relu6,
  leakyRelu,
  silu,
  sigmoid,
  tanh,
  softmax,
  maxPool,
  averagePool,
  globalAveragePool,
  globalMaxPool,
  upsample,
  concat,
  add,
  multiply,
  pad,
  crop,
  flatten,
  dropout,
} satisfies { [K in OpName]: Op<K> };

/** The rules of a layer's kind. */
export const opOf = <K extends OpName>(layer: LayerOf<K>): Op<K> => ops[layer.op] as unknown as Op<K>;
