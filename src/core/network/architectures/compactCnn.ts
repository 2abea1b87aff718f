import type { Layer, Network } from '../layer';

export type CompactCnnOptions = {
  /** Rows and columns of the image. */
  readonly size: readonly [number, number];
  /** Scalar inputs beside the image. */
  readonly scalars: number;
  /** Filters of each block; the image is halved between blocks. */
  readonly filters: readonly number[];
  /** Numbers at the output: 1, or one a class. */
  readonly outputs: number;
  /** Share of the hidden features dropped in training; 0 unless told. */
  readonly dropout?: number;
};

const hidden = 64;

/** A small network for one-channel images: blocks of convolution, norm, halving and ReLU, then mean and maximum of each channel and two dense layers. */
export function compactCnn({ size, scalars, filters, outputs, dropout = 0 }: CompactCnnOptions): Network {
  const blocks = filters.flatMap((count, index) => block(index, count, index === filters.length - 1));
  const last = blocks.at(-1)?.name ?? 'image';
  const layers: Layer[] = [
    ...blocks,
    { op: 'globalAveragePool', name: 'mean', from: [last] },
    { op: 'globalMaxPool', name: 'maximum', from: [last] },
    { op: 'concat', name: 'features', from: scalars > 0 ? ['mean', 'maximum', 'scalars'] : ['mean', 'maximum'] },
    { op: 'dense', name: 'hidden', from: ['features'], units: hidden },
    { op: 'bias', name: 'hidden-bias', from: ['hidden'] },
    { op: 'relu', name: 'hidden-relu', from: ['hidden-bias'] },
    ...(dropout > 0 ? [{ op: 'dropout', name: 'dropout', from: ['hidden-relu'], rate: dropout } as const] : []),
    { op: 'dense', name: 'last', from: [dropout > 0 ? 'dropout' : 'hidden-relu'], units: outputs, initial: 'zeros' },
    { op: 'bias', name: 'output', from: ['last'] },
  ];
  const image = { image: [1, ...size] };
  return { inputs: scalars > 0 ? { ...image, scalars: [scalars] } : image, layers, output: 'output' };
}

function block(index: number, filters: number, isLast: boolean): readonly Layer[] {
  const names = { conv: `conv${index + 1}`, norm: `norm${index + 1}`, pool: `pool${index + 1}`, relu: `relu${index + 1}` };
  const head: readonly Layer[] = [
    { op: 'conv', name: names.conv, from: [index === 0 ? 'image' : `relu${index}`], filters, kernel: 3 },
    { op: 'batchNorm', name: names.norm, from: [names.conv] },
  ];
  if (isLast) return [...head, { op: 'relu', name: names.relu, from: [names.norm] }];
  // Halving before ReLU gives the same numbers as after it, for a quarter of the work.
  return [...head, { op: 'maxPool', name: names.pool, from: [names.norm] }, { op: 'relu', name: names.relu, from: [names.pool] }];
}
