import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { TaskName } from '../../../../src/core/experiment/taskName';
import { type Head, inferenceModel } from '../../../../src/core/network/inferenceModel';
import { initialise } from '../../../../src/core/network/initialise';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { hashModel } from '../../../../src/node/project/networkFiles';
import { attendRun } from '../../../../src/node/run/attendRun';
import { explainAnswer } from '../../../../src/node/run/explainAnswer';
import { findImage } from '../../../../src/node/run/findImage';
import type { ModelAbout } from '../../../../src/node/training/exportModel';
import { networkGraph } from '../../../../src/node/training/networkGraph';
import { isolatedGit, type TemporaryRepository } from '../../../fixtures/temporaryRepository';
import { discProject } from './discProject';

const heads: Readonly<Record<TaskName, Head>> = {
  regression: { kind: 'number', mean: 100, sd: 20 },
  classification: { kind: 'classes' },
  detection: { kind: 'boxes' },
  segmentation: { kind: 'mask' },
};

/** Puts a finished run with an untrained network into a project. */
async function putRun(place: TemporaryRepository, run: string, task: TaskName, network: Partial<Experiment['network']>): Promise<void> {
  const experiment: Experiment = {
    data: { target: 'size', reader: 'me', inputs: [] },
    image: { ...experimentDefaults.image, size: [32, 32] },
    augment: experimentDefaults.augment,
    network: { ...experimentDefaults.network, filters: [4, 4], width: 0.125, depth: 3, ...network },
    train: experimentDefaults.train,
    operatingPoint: experimentDefaults.operatingPoint,
    engine: { ...experimentDefaults.engine, backend: 'cpu', threads: 1 },
  };
  const model = join(place.root, '5-network/model.mjs');
  const sha256 = network.name === 'own' ? hashModel(readFileSync(model, 'utf8')) : '';
  const classes = task === 'classification' ? ['small', 'large'] : [];
  const graph = await networkGraph({ task, classes, experiment, files: { model: { file: model, sha256 } } });
  const about: ModelAbout = {
    ...{ task, target: 'size', unit: 'months', classes, inputs: [], image: experiment.image },
    threshold: task === 'regression' ? null : 0.5,
  };
  const start = initialise(graph, 2);
  // A last layer that starts at zero would explain nothing.
  const weights = start.weights.map((value, index) => (value === 0 ? 0.1 * Math.sin(index) : value));
  const bytes = encodeOnnx(inferenceModel(graph, { ...start, weights }, heads[task], { radsteps: JSON.stringify(about) }));
  const hash = createHash('sha256').update(bytes).digest('hex');
  mkdirSync(join(place.root, '.radsteps/weights'), { recursive: true });
  writeFileSync(join(place.root, `.radsteps/weights/${hash}.onnx`), bytes);
  const metric = { epoch: 1, value: 1, interval: null, n: 1, patients: 1, method: 'x' };
  const record = {
    ...{ version: 1, run, experiment: 'quick', template: 'bone-age', task, target: 'size', unit: 'months', author: 'me' },
    ...{ created: '2026-01-01T00:00:00.000Z', parent: place.git('rev-parse', 'HEAD').trim(), branch: 'main', snapshot: null, patch: null },
    hashes: { images: 'a', split: 'b', labels: 'c', experiment: 'd', ...(sha256 !== '' && { model: sha256 }) },
    ...{ settings: experiment, changed: {}, engine: { name: 'built-in', version: '1', backend: 'cpu', device: 'x' }, versions: {} },
    ...{ data: { train: { images: 1, patients: 1 }, tuning: { images: 1, patients: 1 } }, notes: [], state: 'finished' },
    ...{ started: '2026-01-01T00:00:00.000Z', ended: '2026-01-01T00:00:10.000Z', seconds: 10 },
    result: {
      ...{ epochs: 1, primary: 'mae', parameters: graph.parameterCount, imagesPerSecond: 1, peakMemoryMb: 1 },
      metrics: { mae: { unit: 'months', better: 'lower', part: 'tuning', best: metric, last: metric } },
      weights: { sha256: hash, bytes: bytes.length },
    },
  };
  place.write(`5-network/runs/${run}/record.json`, JSON.stringify(record, null, 2));
}

describe('the attention of a run', () => {
  const folder = isolatedGit();
  const attend = async (place: TemporaryRepository, run: string) =>
    (await attendRun(place.root, run, await findImage(place.root, 'img-3', (word) => word))).map;

  it('is told for numbers, classes, boxes and masks', async () => {
    const place = await discProject(folder());
    for (const [run, task, network, layer, columns, answer] of [
      ['20260101-000000-a-0001', 'regression', {}, 'relu2', 16, /^size \d+\.\d months: what raises or lowers it$/],
      ['20260101-000000-a-0002', 'classification', {}, 'relu2', 16, /^size: (small|large)$/],
      [
        '20260101-000000-a-0003',
        'detection',
        { name: 'centre-point', trunk: 'unet' },
        'down3.conv2.relu',
        4,
        /^where size is most probable/,
      ],
      [
        '20260101-000000-a-0004',
        'segmentation',
        { name: 'unet' },
        'down3.conv2.relu',
        4,
        /^(the mask of size|where size is most probable)/,
      ],
    ] as const) {
      await putRun(place, run, task, network);
      const map = await attend(place, run);
      assert.match(map.answer, answer);
      assert.deepEqual([map.layer, map.columns, map.rows, map.area], [layer, columns, columns, { x: 0, y: 0, width: 32, height: 32 }]);
      assert.ok(Math.max(...map.values) === 1 && Math.min(...map.values) >= 0, run);
    }
  });

  it("works for a project's own network, also where its file has changed since, and says where it can not", async () => {
    const place = await discProject(folder());
    const own = (body: string) => `export default (layers, { outputs }) => {\n${body}\n};\n`;
    const head = "  return layers.network(layers.dense(pooled, { name: 'last', units: outputs }));";
    place.write(
      '5-network/model.mjs',
      own(
        `  const seen = layers.relu(layers.conv(layers.image, { name: 'eye', filters: 3, kernel: 3, stride: 2 }), { name: 'seen' });\n  const pooled = layers.globalAveragePool(seen, { name: 'pooled' });\n${head}`,
      ),
    );
    place.git('add', '.');
    place.git('commit', '-q', '-m', 'own network');
    await putRun(place, '20260101-000000-own-0001', 'regression', { name: 'own' });
    const before = await attend(place, '20260101-000000-own-0001');
    assert.deepEqual([before.layer, before.columns], ['seen', 16]);

    place.write('5-network/model.mjs', own(`  const pooled = layers.flatten(layers.image, { name: 'flat' });\n${head}`));
    assert.deepEqual(await attend(place, '20260101-000000-own-0001'), before);
    // From the cache, also without git.
    rmSync(join(place.root, '.git'), { recursive: true });
    assert.deepEqual(await attend(place, '20260101-000000-own-0001'), before);
    rmSync(join(place.root, '.radsteps/cache'), { recursive: true });
    await assert.rejects(
      attend(place, '20260101-000000-own-0001'),
      /model\.mjs has changed since run .*-own-0001, and git keeps no version/,
    );
  });

  it('is refused with a sentence where a network has no layer that tells places apart', async () => {
    const place = await discProject(folder());
    place.write(
      '5-network/model.mjs',
      "export default (layers, { outputs }) => layers.dense(layers.flatten(layers.image, { name: 'flat' }), { name: 'last', units: outputs });\n",
    );
    await putRun(place, '20260101-000000-own-0002', 'regression', { name: 'own' });
    await assert.rejects(attend(place, '20260101-000000-own-0002'), /has no layer that tells one place of an image from another/);
  });

  it('explains a mask by its pixels, and by the most probable one where it takes in none', () => {
    const about: ModelAbout = {
      ...{ task: 'segmentation', target: 'lung', unit: '', classes: [], inputs: [], threshold: 0.5 },
      image: experimentDefaults.image,
    };
    const some = explainAnswer(about, [1, 2, 2], Float32Array.of(0.6, 0.1, 0.9, 0.2));
    assert.deepEqual([some.answer, [...some.direction]], ['the mask of lung', [0.5, 0, 0.5, 0]]);
    const none = explainAnswer(about, [1, 2, 2], Float32Array.of(0.1, 0.1, 0.3, 0.2));
    assert.deepEqual([none.answer, [...none.direction]], ['where lung is most probable (0.30)', [0, 0, 1, 0]]);
    const boxes = explainAnswer({ ...about, task: 'detection' }, [5, 1, 2], Float32Array.of(0.1, 0.7, 9, 9, 9, 9, 9, 9, 9, 9));
    assert.deepEqual([...boxes.direction], [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('of two classes explains the one that the threshold makes the answer', () => {
    const about: ModelAbout = {
      ...{ task: 'classification', target: 'fracture', unit: '', classes: ['no', 'yes'], inputs: [], threshold: 0.2 },
      image: experimentDefaults.image,
    };
    assert.equal(explainAnswer(about, [2], Float32Array.of(0.7, 0.3)).answer, 'fracture: yes');
    assert.equal(explainAnswer(about, [2], Float32Array.of(0.9, 0.1)).answer, 'fracture: no');
    assert.deepEqual([...explainAnswer(about, [2], Float32Array.of(0.9, 0.1), 'yes').direction], [0, 1]);
  });
});
