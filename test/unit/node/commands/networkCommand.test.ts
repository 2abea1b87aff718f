import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { NetworkReport } from '../../../../src/node/commands/networkCommand';
import { floats, safetensorsBytes } from '../../core/network/safetensorsBytes';
import { saidBy } from './saidBy';

const templatesFolder = resolve(__dirname, '../../../../templates');

describe('radsteps network', () => {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'radsteps-network-'));
    assert.equal((await run('new', 'bone-age', '.', '--reader', 'anna', '--data-root', join(cwd, '..', 'data'))).code, 0);
    await writeFile(
      join(cwd, '5-network/experiments/quick.yaml'),
      'data: { target: bone_age, inputs: [sex] }\nimage: { size: [32, 24] }\n',
    );
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const run = (...words: readonly string[]) =>
    saidBy(words, { cwd, templatesFolder, trainer: { command: process.execPath, args: [], env: process.env } });
  async function report(...words: readonly string[]): Promise<NetworkReport> {
    const { code, out, err } = await run('network', '--json', ...words);
    assert.equal(code, 0, out + err);
    return JSON.parse(out) as NetworkReport;
  }

  it('shows layers, sums and memory as text', async () => {
    const { code, out } = await run('network');
    assert.equal(code, 0);
    assert.match(
      out,
      /^layer +kind +reads +gives +parameters\nimage +input +1 x 32 x 24\nscalars +input +1\nconv1 +conv +image +16 x 32 x 24 +144\n/,
    );
    assert.match(out, /\noutput +bias +last +1 +1\n\n19 layers, 31,\d{3} parameters, 224 running statistics\.\n/);
    assert.match(out, /\nA training step of 16 images needs about \d+ MB: \d+ MB for the images, \d+ MB for the weights\.\n$/);
  });

  it('is one document with --json, and follows --set', async () => {
    const plain = await report('quick');
    assert.deepEqual([plain.experiment, plain.network, plain.batch, plain.notes], ['quick', 'compact-cnn', 16, []]);
    assert.equal(
      plain.parameters,
      plain.layers.reduce((sum, layer) => sum + layer.parameters, 0),
    );
    assert.deepEqual(plain.layers[0], { name: 'conv1', op: 'conv', from: ['image'], shape: [16, 32, 24], parameters: 144 });
    const larger = await report('--set', 'train.batch=32', '--set', 'network.filters=[8]');
    assert.ok(larger.memory.activations > plain.memory.activations / 2 && larger.parameters < plain.parameters);
    assert.ok((await report('--set', 'train.batch=32')).memory.activations > plain.memory.activations);
  });

  it('shows a network that this target can not train, and says so', async () => {
    const { notes, output } = await report('--set', 'network.name=unet', '--set', 'data.inputs=[]');
    assert.deepEqual(output, [1, 32, 24]);
    assert.match(notes.join(), /The network unet learns masks, but data\.target bone_age is a number; set network\.name to/);
  });

  it("shows the project's own network and writes its types", async () => {
    await writeFile(
      join(cwd, '5-network/model.mjs'),
      'export default (l, o) => l.dense(l.concat([l.globalMaxPool(l.image), l.scalars]), { units: o.outputs });',
    );
    const { layers } = await report('--set', 'network.name=own');
    assert.deepEqual(
      layers.map(({ op }) => op),
      ['globalMaxPool', 'concat', 'dense'],
    );
    assert.match(await readFile(join(cwd, '.radsteps/model.d.ts'), 'utf8'), /export type MakeNetwork/);
    await writeFile(join(cwd, '5-network/model.mjs'), 'export default (l) =>\n  l.conv();\n');
    const { code, err } = await run('network', '--set', 'network.name=own');
    assert.equal(code, 1);
    assert.match(err, /^5-network\/model\.mjs, line 2, column 5: [^\n]+\n$/);
  });

  it('says what became of the weights', async () => {
    const conv = { 'conv1.weight': floats([16, 3, 3, 3], Array(432).fill(1)) };
    await writeFile(join(cwd, 'w.safetensors'), safetensorsBytes(conv));
    const { notes } = await report('--set', 'network.weights=w.safetensors');
    assert.match(
      notes.join(),
      /^Weights of w\.safetensors: 1 array is taken over; conv1\.weight summed to one channel; new: norm1\.weight, .* and \d+ more; none is left over\.$/,
    );
    await writeFile(join(cwd, 'w.pth'), 'PK');
    const { err } = await run('network', '--set', 'network.weights=w.pth');
    assert.match(err, /^The weights file w\.pth can't be used: it is too short .*save_file/);
    assert.match((await run('network', '--set', 'network.weights=none')).err, /network\.weights names none, which is neither/);
  });
});
