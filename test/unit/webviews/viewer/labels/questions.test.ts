import assert from 'node:assert/strict';
import type { Label } from '../../../../../src/core/label/label';
import type { LabelDefinition } from '../../../../../src/core/label/protocol';
import { activeQuestion, answerAfter, answered, answerWords, keysOf, typedNumber } from '../../../../../webviews/viewer/labels/questions';

const fracture: LabelDefinition = { name: 'fracture', title: 'Fracture', kind: 'category', values: ['no', 'yes'] };
const metal: LabelDefinition = { ...fracture, name: 'metal', title: 'Metal' };
const age: LabelDefinition = { name: 'age', title: 'Bone age', kind: 'number', unit: 'months', minimum: 0, maximum: 240 };
const signs: LabelDefinition = { name: 'signs', title: 'Signs', kind: 'several', values: ['line', 'step', 'bulge'] };
const note: LabelDefinition = { name: 'note', title: 'Note', kind: 'note' };
const box: LabelDefinition = { name: 'box', title: 'Box', kind: 'box' };
const label: Label = { version: 1, image: 'i', reader: 'r', status: 'draft', categories: {}, marks: [] };

describe('questions of a label', () => {
  const active = (labels: readonly LabelDefinition[], chosen: string | null, isWork: boolean, categories: Label['categories'] = {}) =>
    activeQuestion({ labels, chosen, label: { ...label, categories } }, isWork)?.name ?? null;

  it('gives the keys to the chosen question, else to the only one, in a list to the first without an answer', () => {
    assert.equal(active([fracture, box], null, false), 'fracture');
    assert.equal(active([fracture, box], 'box', false), 'fracture', 'also while something is drawn');
    assert.equal(active([fracture, note], null, false), 'fracture', 'a note is asked only when it is chosen');
    assert.equal(active([note], null, true), null);
    assert.equal(active([note], 'note', true), 'note');
    assert.equal(active([fracture, metal], null, false), null);
    assert.equal(active([fracture, metal], null, true), 'fracture');
    assert.equal(active([fracture, metal], null, true, { fracture: 'no' }), 'metal');
    assert.equal(active([fracture, metal], null, true, { fracture: 'no', metal: 'no' }), null);
    assert.equal(active([fracture, metal], 'fracture', true, { fracture: 'no' }), 'fracture');
    assert.equal(active([fracture, metal, box], 'box', true), null);
  });

  it("has the protocol's keys, or the digits, and none beyond the ninth", () => {
    assert.deepEqual(keysOf({ ...fracture, keys: ['n', 'y'] }), ['n', 'y']);
    assert.equal(keysOf({ ...fracture, values: Array.from({ length: 11 }, (_, at) => `v${at}`) }).join(), '1,2,3,4,5,6,7,8,9,,');
  });

  it('puts several values in the order of the protocol, and tells none of them from no answer', () => {
    assert.deepEqual(answerAfter(signs, ['bulge'], 'line'), ['line', 'bulge']);
    assert.deepEqual(answerAfter(signs, ['line', 'bulge'], 'line'), ['bulge']);
    assert.deepEqual(answerAfter(signs, ['line'], 'line'), []);
    assert.equal(answerAfter(fracture, 'no', 'yes'), 'yes');
    assert.deepEqual(answered(fracture, true), ['yes']);
    assert.equal(answerWords(signs, []), 'none of them');
    assert.equal(answerWords(signs, undefined), '');
    assert.equal(answerWords(age, 94), '94 months');
  });

  it('takes a number with a point or a comma, and refuses what is none or not plausible with a sentence', () => {
    assert.equal(typedNumber(age, ' 94 '), 94);
    assert.equal(typedNumber(age, '93,5'), 93.5);
    assert.equal(typedNumber(age, '.5'), 0.5);
    assert.equal(typedNumber(age, ''), null);
    assert.match(String(typedNumber(age, '1e3')), /must be a number/);
    assert.match(String(typedNumber(age, '94 months')), /must be a number/);
    assert.match(String(typedNumber(age, '241')), /between 0 and 240 months: 241 does not/);
    assert.match(String(typedNumber({ name: 'w', title: 'Weight', kind: 'number', unit: 'g', minimum: 5 }, '-2')), /at least 5 g/);
    assert.match(String(typedNumber({ name: 'w', title: 'Weight', kind: 'number', unit: 'g', maximum: 5 }, '9')), /at most 5 g/);
  });
});
