import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult } from '../../../../src/core/experiment/runRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import type { TrainerJob } from '../../../../src/core/experiment/trainerJob';
import { layersModel } from '../../../../src/core/network/layersModel';
import { at } from '../../../../src/core/network/op';
import { readCheckpoint } from '../../../../src/node/training/checkpoint';
import { engineNetwork } from '../../../../src/node/training/engineNetwork';
import { makeExamples } from '../../../../src/node/training/examples';
import { jobKey } from '../../../../src/node/training/jobKey';
import { trainedOf } from '../../../../src/node/training/preparedRun';
import { runJob } from '../../../../src/node/training/runJob';
import { openSession } from '../../../../src/node/training/session';
import { plainTensorFlow } from '../../../fixtures/plainTensorFlow';
import { installTensorFlow } from '../../../fixtures/tensorFlowPackage';
import { type DiscOptions, discJob } from './discJob';

/** A job for TensorFlow.js that is installed in the project. */
async function tensorFlowJob(folder: string, project: string, options: DiscOptions = {}): Promise<TrainerJob> {
  const job = await discJob(folder, { ...options, settings: { movingAverage: 0.5, clip: 1, ...options.settings } });
  return { ...job, project, experiment: { ...job.experiment, engine: { ...job.experiment.engine, name: 'tensorflow', backend: 'auto' } } };
}

type Outcome = { readonly events: readonly TrainerEvent[]; readonly result: RunResult; readonly stopped: boolean };

async function run(job: TrainerJob, watch: (event: TrainerEvent, stop: AbortController) => void = () => {}): Promise<Outcome> {
  const events: TrainerEvent[] = [];
  const stop = new AbortController();
  const emit = (event: TrainerEvent) => {
    events.push(event);
    watch(event, stop);
  };
  await runJob(job, emit, stop.signal);
  const last = events.at(-1);
  assert.ok(last?.event === 'finished');
  return { events, result: last.result, stopped: last.stopped };
}

describe('running a job with TensorFlow.js', () => {
  let project = '';
  let whole: TrainerJob;
  let outcome: Outcome;
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'radsteps-tensorflow-'));
    await installTensorFlow(project);
    whole = await tensorFlowJob(join(project, 'whole'), project, { settings: { epochs: 6 } });
    outcome = await run(whole);
  });
  after(() => rm(project, { recursive: true, force: true }));

  it('says what trained, and learns a size better than the mean does', () => {
    const [started] = outcome.events;
    assert.ok(started?.event === 'started');
    assert.deepEqual([started.engine.name, started.engine.backend], ['tensorflow', 'javascript']);
    assert.deepEqual(Object.keys(started.versions), ['radsteps', 'node', 'onnxruntime', '@tensorflow/tfjs-node']);
    const { mae, mae_of_mean: mean } = outcome.result.metrics;
    assert.ok(mae && mean && mae.best.value < 0.6 * mean.best.value, `${mae?.best.value} against ${mean?.best.value}`);
  });

  it('ends where the built-in engine does', async () => {
    const { engine } = whole.experiment;
    const ours = await run({
      ...whole,
      experiment: { ...whole.experiment, engine: { ...engine, name: 'built-in', backend: 'cpu' } },
      out: { ...whole.out, record: join(project, 'record'), local: join(project, 'local') },
    });
    const [found = 0, expected = 1] = [outcome, ours].map(({ result }) => result.metrics.mae?.last.value);
    assert.ok(Math.abs(found - expected) < 0.02 * expected, `${found} instead of ${expected}`);
  });

  it('goes on after a stop and after a kill to the numbers of an unbroken run', async () => {
    const job = await tensorFlowJob(join(project, 'broken'), project, { settings: { epochs: 6 } });
    const stopped = await run(job, (event, stop) => {
      if (event.event === 'progress' && event.phase === 'training' && event.epoch === 3) stop.abort();
    });
    assert.deepEqual([stopped.stopped, stopped.result.epochs], [true, 3]);
    const killed = run(job, (event) => {
      if (event.event === 'progress' && event.phase === 'training' && event.epoch === 5) throw new Error('killed');
    });
    await assert.rejects(killed, /killed/);
    assert.equal((await run(job)).result.weights?.sha256, outcome.result.weights?.sha256);
  });

  it('exports a model that says in plain ONNX Runtime what the tf.LayersModel says', async () => {
    const state = await readCheckpoint(whole.out.local, jobKey(whole));
    assert.ok(state?.best);
    const graph = await engineNetwork(whole);
    const tf = await plainTensorFlow();
    const network = layersModel(tf, graph);
    const { weights, state: running } = trainedOf(state.best.vectors);
    for (const [slots, variables, flat] of [
      [graph.parameters, network.parameters, weights],
      [graph.state, network.state, running],
    ] as const)
      for (const [index, { offset, size, shape }] of slots.entries())
        tf.tidy(() => at(variables, index).assign(tf.tensor(flat.slice(offset, offset + size), [...shape])));
    const image = { data: Float32Array.from({ length: 3 * 256 }, (_, index) => ((index * 37) % 101) / 100), dims: [3, 1, 16, 16] };
    const session = await openSession(await readFile(join(whole.out.weights, `${outcome.result.weights?.sha256}.onnx`)), 1);
    const { output = [] } = await session.run({ image });
    await session.close();
    const raw = tf.tidy(() => network.run({ image: tf.tensor(image.data, image.dims) }, false).dataSync());
    const { head } = makeExamples(whole, { has: () => true });
    assert.ok(head.kind === 'number' && output.length === 3);
    for (const [index, value] of output.entries())
      assert.ok(Math.abs((raw[index] ?? Number.NaN) * head.sd + head.mean - value) < 1e-3, `${index}: ${raw[index]} for ${value}`);
  });

  it('trains classes with weights, the focal loss, scalar inputs and dropout', async () => {
    const job = await tensorFlowJob(join(project, 'classes'), project, {
      classOf: (radius) => (radius > 8 ? 1 : 0),
      inputs: ['sex'],
      settings: { epochs: 5, classWeights: 'balanced', loss: 'focal', optimizer: 'sgd', learningRate: 0.05 },
    });
    const dropping = { ...job, experiment: { ...job.experiment, network: { ...job.experiment.network, dropout: 0.2 } } };
    const { result } = await run(dropping);
    assert.ok((result.metrics.auc?.best.value ?? 0) > 0.8, JSON.stringify(result.metrics.auc));
  });
});
