import assert from 'node:assert/strict';
import { completeExperiment } from '../../../../src/core/experiment/completeExperiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { completeSweep } from '../../../../src/core/experiment/sweep';
import { leafKeys } from '../../../../src/core/project/applySets';
import { type JsonSchema, schemas } from '../../../../src/core/project/schemas';
import { validate } from '../../../../src/core/project/validate';

const defaults: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(experimentDefaults).flatMap(([section, keys]) => Object.entries(keys).map(([key, value]) => [`${section}.${key}`, value])),
);

function schemaOf(key: string): JsonSchema | undefined {
  return key.split('.').reduce<JsonSchema | undefined>((schema, part) => schema?.properties?.[part], schemas.experiment);
}

describe('experimentDefaults', () => {
  it('has every key of the schema, and the schema every key of the defaults', () => {
    const keys = leafKeys(schemas.experiment).filter((key) => !key.startsWith('sweep.'));
    assert.deepEqual([...keys].sort(), Object.keys(defaults).sort());
  });

  it('has the values that the schema shows', () => {
    const { 'data.target': target, ...rest } = defaults;
    assert.equal(target, '');
    for (const [key, value] of Object.entries(rest)) assert.deepEqual(schemaOf(key)?.default, value, key);
  });

  it('knows the defaults that the schema shows of a sweep', () => {
    const { settings, ...rest } = completeSweep({ settings: {}, halving: {} });
    assert.deepEqual(settings, {});
    for (const [key, value] of Object.entries({ ...rest, halving: undefined }))
      assert.deepEqual(schemaOf(`sweep.${key}`)?.default, value, key);
    for (const [key, value] of Object.entries(rest.halving ?? {})) assert.deepEqual(schemaOf(`sweep.halving.${key}`)?.default, value, key);
    assert.equal(completeSweep({ settings: {} }).halving, null);
  });

  it('is valid with a target', () => {
    const { data, ...rest } = experimentDefaults;
    assert.deepEqual(validate('experiment', { ...rest, data: { ...data, target: 'bone_age' } }), []);
  });

  it('fills what an experiment of five lines leaves out', () => {
    const whole = completeExperiment({ data: { target: 'bone_age', inputs: ['sex'] }, train: { epochs: 5 } });
    assert.deepEqual(whole.data, { target: 'bone_age', reader: '', inputs: ['sex'] });
    assert.deepEqual(whole.train, { ...experimentDefaults.train, epochs: 5 });
    assert.deepEqual(whole.engine, experimentDefaults.engine);
  });
});
