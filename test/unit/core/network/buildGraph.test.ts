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
