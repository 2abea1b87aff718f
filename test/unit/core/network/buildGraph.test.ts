import assert from 'node:assert/strict';
import { compactCnn } from '../../../../src/core/network/architectures/compactCnn';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { initialise } from '../../../../src/core/network/initialise';
import { type Layer, NetworkError } from '../../../../src/core/network/layer';

const build = (layers: readonly Layer[], output = layers.at(-1)?.name ?? '') =>
  buildGraph({ inputs: { image: [1, 6, 8], scalars: [2] }, layers, output });

describe('building a network', () => {
  it('counts the parameters of the compact CNN', () => {
    const graph = buildGraph(compactCnn({ size: [64, 64], scalars: 0, filters: [16, 32, 64], outputs: 1 }));
    const convolutions = 9 * (16 + 16 * 32 + 32 * 64);
    const norms = 2 * (16 + 32 + 64);
    assert.equal(graph.parameterCount, convolutions + norms + (128 * 64 + 64) + (64 + 1));
    assert.equal(graph.stateCount, norms);
    assert.deepEqual(graph.outputShape, [1]);
  });

  const wrong: readonly (readonly [title: string, layers: readonly Layer[], message: RegExp])[] = [
    [
      'an even kernel',
      [{ op: 'conv', name: 'c', from: ['image'], filters: 2, kernel: 4 }],
      /^Layer c \(conv\) must be told its padding, because its kernel 4 has no middle; it was given 1 x 6 x 8\.$/,
    ],
    [
      'a kernel larger than the image',
      [{ op: 'conv', name: 'c', from: ['image'], filters: 2, kernel: 9, padding: 1 }],
      /^Layer c \(conv\) needs at least 7 rows and 7 columns; it was given 1 x 6 x 8\.$/,
    ],
    [
      'a dilated kernel larger than the image',
      [{ op: 'conv', name: 'c', from: ['image'], filters: 2, kernel: [4, 1], dilation: 2, padding: 0 }],
      /^Layer c \(conv\) needs at least 7 rows and 1 columns; it was given/,
    ],
    [
      'half a stride',
      [{ op: 'conv', name: 'c', from: ['image'], filters: 2, kernel: 3, stride: 0.5 }],
      /^Layer c \(conv\) needs a stride of whole numbers from 1, not 0\.5; it was given/,
    ],
    [
      'a convolution without a kernel',
      [{ op: 'conv', name: 'c', from: ['image'], filters: 2 } as unknown as Layer],
      /^Layer c \(conv\) needs a kernel of whole numbers from 1/,
    ],
    [
      'channels that do not divide',
      [{ op: 'conv', name: 'c', from: ['image'], filters: 2, kernel: 3, groups: 2 }],
      /^Layer c \(conv\) can't divide its channels into 2 equal groups; it was given 1 x 6 x 8\.$/,
    ],
    [
      'filters that do not divide',
      [
        { op: 'conv', name: 'c', from: ['image'], filters: 2, kernel: 1 },
        { op: 'transposedConv', name: 't', from: ['c'], filters: 3, kernel: 2, groups: 2 },
      ],
      /^Layer t \(transposedConv\) can't divide its 3 filters into 2 equal groups; it was given 2 x 6 x 8\.$/,
    ],
    [
      'output padding of a whole stride',
      [{ op: 'transposedConv', name: 't', from: ['image'], filters: 1, kernel: 2, stride: 2, outputPadding: 2 }],
      /^Layer t \(transposedConv\) needs outputPadding below its stride, not 2 x 2; it was given/,
    ],
    [
      'padding that takes everything off',
      [{ op: 'transposedConv', name: 't', from: ['image'], filters: 1, kernel: 1, padding: 3 }],
      /^Layer t \(transposedConv\) would take off more than it makes with padding 3 x 3; it was given 1 x 6 x 8\.$/,
    ],
    [
      'padding of more than half a pool',
      [{ op: 'averagePool', name: 'p', from: ['image'], size: 3, padding: 2 }],
      /^Layer p \(averagePool\) needs padding of at most half its size, not 2 x 2; it was given/,
    ],
    [
      'a crop of everything',
      [{ op: 'crop', name: 'c', from: ['image'], top: 3, bottom: 3 }],
      /^Layer c \(crop\) needs more than 6 rows and 0 columns, which it takes off; it was given 1 x 6 x 8\.$/,
    ],
    [
      'a negative edge',
      [{ op: 'pad', name: 'p', from: ['image'], left: -1 }],
      /^Layer p \(pad\) needs left of at least 0, a whole number, not -1; it was given/,
    ],
    [
      'a sum of unlike shapes',
      [{ op: 'add', name: 'a', from: ['image', 'scalars'] }],
      /^Layer a \(add\) needs inputs of equal shape; it was given 1 x 6 x 8 and 2\.$/,
    ],
    [
      'a product of one',
      [{ op: 'multiply', name: 'm', from: ['image'] }],
      /^Layer m \(multiply\) takes two inputs or more, not 1; it was given 1 x 6 x 8\.$/,
    ],
    [
      'dropping everything',
      [{ op: 'dropout', name: 'd', from: ['image'], rate: 1 }],
      /^Layer d \(dropout\) needs a rate from 0 to below 1, not 1; it was given/,
    ],
    [
      'an unknown mode',
      [{ op: 'upsample', name: 'u', from: ['image'], scale: 2, mode: 'cubic' } as unknown as Layer],
      /^Layer u \(upsample\) needs the mode nearest or bilinear, not cubic; it was given/,
    ],
    [
      'half a scale',
      [{ op: 'upsample', name: 'u', from: ['image'], scale: 1.5 }],
      /^Layer u \(upsample\) needs a scale of at least 1, a whole number, not 1\.5; it was given/,
    ],
    [
      'an epsilon of 0',
      [{ op: 'instanceNorm', name: 'n', from: ['image'], epsilon: 0 }],
      /^Layer n \(instanceNorm\) needs an epsilon above 0, not 0; it was given/,
    ],
    [
      'a momentum above 1',
      [{ op: 'batchNorm', name: 'n', from: ['image'], momentum: 2 }],
      /^Layer n \(batchNorm\) needs a momentum from 0 to 1, not 2; it was given/,
    ],
    [
      'a slope that is no number',
      [{ op: 'leakyRelu', name: 'l', from: ['image'], slope: Number.NaN }],
      /^Layer l \(leakyRelu\) needs a number as slope, not NaN; it was given/,
    ],
    [
      'an image where a vector must be',
      [{ op: 'dense', name: 'd', from: ['image'], units: 2 }],
      /^Layer d \(dense\) needs a vector; it was given 1 x 6 x 8\.$/,
    ],
    [
      'a vector for an image',
      [{ op: 'maxPool', name: 'p', from: ['scalars'] }],
      /^Layer p \(maxPool\) needs an image .*; it was given 2\.$/,
    ],
    [
      'too small an image',
      [1, 2, 3].map((n) => ({ op: 'maxPool', name: `p${n}`, from: [n === 1 ? 'image' : `p${n - 1}`] })),
      /^Layer p3 \(maxPool\) needs at least 2 rows .* given 1 x 1 x 2\.$/,
    ],
    ['groups that do not divide', [{ op: 'groupNorm', name: 'g', from: ['image'], groups: 2 }], /Layer g \(groupNorm\) can't divide/],
    ['unequal images', [{ op: 'concat', name: 'j', from: ['image', 'scalars'] }], /^Layer j \(concat\) .*given 1 x 6 x 8 and 2\.$/],
    [
      'a layer from nowhere',
      [{ op: 'relu', name: 'r', from: ['later'] }],
      /^Layer r \(relu\) reads later, which is no input or earlier layer\.$/,
    ],
    ['a name used twice', [{ op: 'relu', name: 'image', from: ['image'] }], /Two layers or inputs are named image/],
    [
      'a layer without input',
      [{ op: 'dense', name: 'd', from: [], units: 1 }],
      /^Layer d \(dense\) takes one input, not 0; it was given nothing\.$/,
    ],
  ];
  for (const [title, layers, message] of wrong) {
    it(`refuses ${title}, naming the layer`, () => {
      assert.throws(
        () => build(layers),
        (error) => error instanceof NetworkError && message.test(error.message),
      );
    });
  }

  it('refuses an output that is no layer', () => {
    assert.throws(() => build([{ op: 'relu', name: 'r', from: ['image'] }], 'other'), /output other is none of its layers/);
  });

  it('initialises by seed: equal seeds, equal weights; spread as He says', () => {
    const graph = build([{ op: 'conv', name: 'c', from: ['image'], filters: 200, kernel: 3 }]);
    const { weights } = initialise(graph, 4);
    assert.deepEqual(weights, initialise(graph, 4).weights);
    assert.notDeepEqual(weights, initialise(graph, 5).weights);
    const variance = weights.reduce((sum, value) => sum + value * value, 0) / weights.length;
    assert.ok(Math.abs(variance / (2 / 9) - 1) < 0.1, String(variance));
  });
});
