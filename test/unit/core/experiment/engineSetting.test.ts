import assert from 'node:assert/strict';
import { completeExperiment } from '../../../../src/core/experiment/completeExperiment';
import { expandEngineSet } from '../../../../src/core/experiment/engineSetting';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { validate } from '../../../../src/core/project/validate';

const data = { target: 'bone_age' };
const engineOf = (engine: Parameters<typeof completeExperiment>[0]['engine']) =>
  completeExperiment({ data, ...(engine && { engine }) }).engine;

describe('the engine of an experiment', () => {
  it('may be one word, a section, or nothing', () => {
    assert.deepEqual(engineOf('webgpu'), { ...experimentDefaults.engine, backend: 'webgpu' });
    assert.deepEqual(engineOf('tensorflow'), { ...experimentDefaults.engine, name: 'tensorflow' });
    assert.deepEqual(engineOf({ backend: 'cpu', threads: 3 }), { ...experimentDefaults.engine, backend: 'cpu', threads: 3 });
    assert.deepEqual(engineOf(undefined), experimentDefaults.engine);
  });

  it('is checked in either form, and a wrong word lists the right ones', () => {
    for (const engine of ['auto', 'cpu', 'webgpu', 'cuda', 'directml', 'coreml', 'tensorflow', { threads: 2 }])
      assert.deepEqual(validate('experiment', { data, engine }), []);
    const [problem] = validate('experiment', { data, engine: 'gpu' });
    assert.equal(problem?.message, 'engine must be one of auto, cpu, webgpu, cuda, directml, coreml, tensorflow, but is the text "gpu"');
  });

  it('is set as a word without touching its other keys', () => {
    assert.deepEqual(expandEngineSet({ 'train.epochs': '2', engine: 'webgpu' }), { 'train.epochs': '2', 'engine.backend': 'webgpu' });
    assert.deepEqual(expandEngineSet({ engine: 'tensorflow', 'engine.threads': '2' }), {
      'engine.name': 'tensorflow',
      'engine.threads': '2',
    });
  });
});
