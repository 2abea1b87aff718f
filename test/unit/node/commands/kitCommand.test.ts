import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KitReport } from '../../../../src/core/experiment/kitReport';
import { parseYaml } from '../../../../src/core/project/parseYaml';
import { saidBy } from './saidBy';

// Stands for a machine on which all that is tried passes at once, on a card named after its backend.
const quick = `const backend = process.argv.at(-1);
console.log(JSON.stringify({ backend, state: 'passes', device: 'Card ' + backend, software: false, imagesPerSecond: backend.length, error: 0 }));`;

const kit = `# Ours.
machines:
  - name: reading room # by the window
    use: reading
    cores: 1
software:
  - { name: git, licence: GPL-2.0, use: history }
storage: { images: a share, backup: nightly, retention: ten years }
protection: all of it
`;

describe('radsteps kit', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-kit-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = (...words: readonly string[]) =>
    saidBy(words, {
      cwd: folder,
      templatesFolder: '',
      trainer: { command: process.execPath, args: ['-e', quick, '--'], env: process.env },
    });
  const asProject = async (text: string) => {
    await writeFile(join(folder, 'radsteps.yaml'), 'name: test\n');
    await mkdir(join(folder, '4-kit'));
    await writeFile(join(folder, '4-kit', 'kit.yaml'), text);
  };

  it('needs no project, and tells people and machines the same', async () => {
    const { code, out } = await run('kit', '--json');
    assert.equal(code, 0);
    const report: KitReport = JSON.parse(out);
    assert.deepEqual(
      report.backends.map(({ backend }) => backend),
      ['cpu', 'cuda', 'webgpu', 'directml', 'coreml'],
    );
    assert.equal(report.auto, 'directml');
    assert.ok(report.machine.cores >= 1 && report.machine.memoryGb > 0.1 && report.machine.processor !== '');
    const text = (await run('kit')).out;
    assert.match(text, /^ {2}directml {2}passes {2}8\.0 images\/s {2}Card directml$/m);
    assert.match(text, /engine\.backend auto takes: directml\n$/);
  });

  it("finds the project's TensorFlow.js", async () => {
    const installed = join(folder, 'node_modules/@tensorflow/tfjs-node');
    await mkdir(installed, { recursive: true });
    await writeFile(join(installed, 'package.json'), '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0" }');
    assert.deepEqual(JSON.parse((await run('kit', '--json')).out).tensorflow, { package: '@tensorflow/tfjs-node', version: '4.22.0' });
  });

  it('writes the machine into kit.yaml when asked, again under the same name', async () => {
    await asProject(kit);
    assert.equal((await run('kit')).code, 0);
    assert.equal(await readFile(join(folder, '4-kit', 'kit.yaml'), 'utf8'), kit);
    for (const name of ['laptop', 'reading room', 'laptop']) assert.equal((await run('kit', '--save', name)).code, 0);
    const text = await readFile(join(folder, '4-kit', 'kit.yaml'), 'utf8');
    assert.match(text, /^# Ours\.\n/);
    assert.match(text, /# by the window/);
    const { machines } = parseYaml<{ readonly machines: readonly Readonly<Record<string, unknown>>[] }>('4-kit/kit.yaml', text, 'kit');
    assert.deepEqual(
      machines.map(({ name, use, gpu }) => [name, use, gpu]),
      [
        ['reading room', 'reading', 'Card cuda'],
        ['laptop', 'training', 'Card cuda'],
      ],
    );
    assert.ok(Number(machines[0]?.cores) >= 1 && Number(machines[1]?.memoryGb) > 0.1);
  });

  it('says what kit.yaml lacks, and that a project is needed to save', async () => {
    assert.match((await run('kit', '--save', 'laptop')).err, /radsteps\.yaml/);
    await asProject('machines: none\n');
    const { code, err } = await run('kit', '--save', 'laptop');
    assert.equal(code, 1);
    assert.match(err, /4-kit\/kit\.yaml has no list of machines that this one could be added to/);
  });
});
