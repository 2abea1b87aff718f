import assert from 'node:assert/strict';
import { applySets, leafKeys } from '../../../../src/core/project/applySets';
import { schemas } from '../../../../src/core/project/schemas';
import { UserError } from '../../../../src/core/userError';

const file = { data: { target: 'bone_age' }, train: { epochs: 30 } };
const change = (sets: Readonly<Record<string, string>>) => applySets<unknown>(file, sets, 'experiment');

function refuses(sets: Readonly<Record<string, string>>, expected: RegExp): void {
  assert.throws(
    () => change(sets),
    (error: unknown) => error instanceof UserError && expected.test(error.message),
  );
}

describe('applySets', () => {
  it('changes values by dotted keys, read as YAML, and lists them', () => {
    const { value, changed } = change({ 'train.epochs': '3', 'network.filters': '[8, 16]', 'augment.flip': 'true', 'data.reader': 'ada' });
    assert.deepEqual(value, {
      data: { target: 'bone_age', reader: 'ada' },
      train: { epochs: 3 },
      network: { filters: [8, 16] },
      augment: { flip: true },
    });
    assert.deepEqual(changed, { 'train.epochs': 3, 'network.filters': [8, 16], 'augment.flip': true, 'data.reader': 'ada' });
    assert.deepEqual(file, { data: { target: 'bone_age' }, train: { epochs: 30 } });
  });

  it('changes nothing without changes', () => assert.deepEqual(change({}), { value: file, changed: {} }));

  it('names the nearest key for an unknown one', () => {
    refuses({ 'train.epoch': '3' }, /^--set train\.epoch: unknown key "train\.epoch"; did you mean "train\.epochs"\?$/);
    refuses({ epochs: '3' }, /did you mean "train\.epochs"\?$/);
    refuses({ train: '3' }, /this is a section; set one of its keys: train\.epochs, /);
    refuses({ '__proto__.x': '3' }, /unknown key/);
  });

  it('refuses a value that the schema refuses, by its key', () => {
    refuses(
      { 'train.batch': '8', 'train.epochs': '0.5' },
      /^--set train\.epochs=0\.5: train\.epochs must be a whole number, but is 0\.5\.$/,
    );
    refuses({ 'train.epochs': '[' }, /^--set train\.epochs=\[: the value is not a YAML value\.$/);
    refuses({ 'data.target': '' }, /data\.target must be a text, but is empty/);
  });

  it('knows every key that holds a value', () => {
    const keys = leafKeys(schemas.experiment);
    assert.ok(keys.includes('network.filters') && keys.includes('data.inputs'));
    assert.ok(!keys.includes('network'));
  });
});
