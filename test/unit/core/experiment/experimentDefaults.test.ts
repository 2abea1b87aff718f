import assert from 'node:assert/strict';
import { completeExperiment } from '../../../../src/core/experiment/completeExperiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
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
    assert.deepEqual([...leafKeys(schemas.experiment)].sort(), Object.keys(defaults).sort());
  });

  it('has the values that the schema shows', () => {
    const { 'data.target': target, ...rest } = defaults;
    assert.equal(target, '');
    for (const [key, value] of Object.entries(rest)) assert.deepEqual(schemaOf(key)?.default, value, key);
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
