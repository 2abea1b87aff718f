import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../../src/core/userError';
import { hashModel } from '../../../../src/node/project/networkFiles';
import { ownNetwork } from '../../../../src/node/training/ownNetwork';

describe("a project's own network", () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps own ü '));
    await mkdir(join(folder, '5-network'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const options = { size: [16, 12] as const, scalars: 2, outputs: 3, filters: [4, 6], width: 1, depth: 2, dropout: 0 };
  async function build(text: string, change: Partial<typeof options> = {}) {
    const file = join(folder, '5-network', 'model.mjs');
    await writeFile(file, text);
    return ownNetwork({ file, sha256: hashModel(text) }, { ...options, ...change });
  }

  it('builds what the functions say, without layers that the output does not need', async () => {
    const graph = await build(`
      export default (layers, { filters, outputs }) => {
        let x = layers.image;
        for (const count of filters) {
          x = layers.relu(layers.batchNorm(layers.conv(x, { filters: count, kernel: 3 })));
          x = layers.maxPool(x);
        }
        layers.conv(x, { name: 'idle', filters: 99, kernel: 3 });
        const features = layers.concat([layers.globalAveragePool(x), layers.scalars]);
        return layers.network(layers.dense(features, { name: 'last', units: outputs }));
      };
    `);
    const names = graph.layers.map(({ layer }) => layer.name);
    const first = ['conv1', 'batchNorm1', 'relu1', 'maxPool1'];
    assert.deepEqual(names, [...first, ...first.map((name) => name.replace('1', '2')), 'globalAveragePool1', 'concat1', 'last']);
    assert.deepEqual(graph.outputShape, [3]);
    assert.equal(graph.parameterCount, 36 + 8 + 216 + 12 + 24);
  });

  it('takes the output alone, a promise, and a network that is written by hand', async () => {
    const short = await build(
      'export default async (layers, { outputs }) => layers.dense(layers.globalMaxPool(layers.image), { units: outputs });',
    );
    assert.equal(short.layers.length, 2);
    const byHand = `export default (_, { size, outputs }) => ({
      inputs: { image: [1, ...size] },
      layers: [{ op: 'globalMaxPool', name: 'a', from: ['image'] }, { op: 'dense', name: 'b', from: ['a'], units: outputs }],
      output: 'b',
    });`;
    assert.equal((await build(byHand, { scalars: 0 })).parameterCount, 3);
  });

  it('builds anew when the text has changed', async () => {
    const text = (units: number) =>
      `export default (l, o) => l.dense(l.dense(l.globalMaxPool(l.image), { units: ${units} }), { units: 3 });`;
    assert.equal((await build(text(2))).parameterCount, 8);
    assert.equal((await build(text(5))).parameterCount, 20);
  });

  const place = (line: number, column: number, words: string) => `5-network/model.mjs, line ${line}, column ${column}: ${words}`;
  const wrong: readonly (readonly [title: string, text: string, message: string | RegExp])[] = [
    ['a syntax error', 'export default (layers) => {\n  const x = = 3;\n};\n', place(2, 13, "Unexpected token '='.")],
    [
      'a kind of layer that is not there',
      'const help = (l) =>\n  l.convolve(l.image);\nexport default (layers) => help(layers);\n',
      place(2, 5, 'l.convolve is not a function.'),
    ],
    [
      'shapes that do not fit, at the line of that layer',
      'export default (layers) => {\n  const x = layers.scalars;\n  const y = layers.maxPool(x);\n  return y;\n};\n',
      /^5-network\/model\.mjs, line 3, column 20: Layer maxPool1 \(maxPool\) needs an image .*it was given 2\.$/,
    ],
    [
      'a misspelt setting',
      'export default (layers) => layers.conv(layers.image, { filter: 4, kernel: 3 });',
      /^5-network\/model\.mjs, line 1, column 35: Layer conv1 \(conv\) has no setting filter, only filters, kernel,/,
    ],
    [
      'a setting that is left out',
      'export default (layers) => layers.conv(layers.image, { kernel: 3 });',
      /^5-network\/model\.mjs, line 1, column 35: Layer conv1 \(conv\) .*given 1 x 16 x 12\.$/,
    ],
    [
      'an input that is no layer',
      "export default (layers) =>\n  layers.relu('image');\n",
      place(2, 10, 'A layer (relu) was given something that is no layer or input of this network.'),
    ],
    [
      'a name used twice',
      "export default (l) => l.relu(l.relu(l.image, { name: 'a' }), { name: 'a' });",
      /Two layers or inputs are named a; each needs a name of its own\.$/,
    ],
    ['an error of its own', "export default () => {\n  throw new Error('too deep');\n};", place(2, 9, 'too deep.')],
    ['something thrown that is no error', "export default () => { throw 'a word'; };", '5-network/model.mjs: a word.'],
    [
      'an import that is not there',
      "import { a } from './none.mjs';\nexport default a;",
      /model\.mjs: something that it imports is not there/,
    ],
    ['no default export', 'export const network = 3;', /5-network\/model\.mjs exports no function; it must hold export default/],
    ['nothing returned', 'export default (layers) => { layers.relu(layers.image); };', /its function gives no network; end it with return/],
    [
      'an output of other size',
      'export default (l) => l.dense(l.globalMaxPool(l.image), { units: 7 });',
      /^5-network\/model\.mjs: its output is 7, but must be 3\.$/,
    ],
    [
      'other inputs',
      "export default () => ({ inputs: { image: [3, 16, 12] }, layers: [{ op: 'globalMaxPool', name: 'a', from: ['image'] }], output: 'a' });",
      /its inputs must be image \(1 x 16 x 12\) and scalars \(2\), not image \(3 x 16 x 12\)\.$/,
    ],
  ];
  for (const [title, text, message] of wrong) {
    it(`says where: ${title}`, async () => {
      await assert.rejects(build(text), (error) => {
        assert.ok(error instanceof UserError, String(error));
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        assert.ok(!error.message.includes(folder));
        return true;
      });
    });
  }

  it('refuses a file that has changed since the run was prepared', async () => {
    const file = join(folder, '5-network', 'model.mjs');
    await writeFile(file, 'export default 1;');
    await assert.rejects(ownNetwork({ file, sha256: hashModel('other') }, options), /has changed since the run was prepared/);
  });
});
