import type { LayerOf, OpName } from './layer';
import type { Op } from './op';
import { batchNorm } from './ops/batchNorm';
import { bias } from './ops/bias';
import { concat } from './ops/concat';
import { conv } from './ops/conv';
import { dense } from './ops/dense';
import { globalAveragePool } from './ops/globalAveragePool';
import { globalMaxPool } from './ops/globalMaxPool';
import { groupNorm } from './ops/groupNorm';
import { maxPool } from './ops/maxPool';
import { relu } from './ops/relu';

/** Every kind of layer with its rules; a kind without a rule does not compile. */
export const ops = {
  conv,
  bias,
  relu,
  maxPool,
  globalAveragePool,
  globalMaxPool,
  batchNorm,
  groupNorm,
  dense,
  concat,
} satisfies { [K in OpName]: Op<K> };

/** The rules of a layer's kind. */
export const opOf = <K extends OpName>(layer: LayerOf<K>): Op<K> => ops[layer.op] as unknown as Op<K>;
