import assert from 'node:assert/strict';
import { categoryProposal } from '../../../../src/core/label/categoryProposal';
import { finalProblems } from '../../../../src/core/label/finalProblems';
import type { Label } from '../../../../src/core/label/label';
import { predictionUncertainty } from '../../../../src/core/label/predictionUncertainty';
import type { LabelDefinition } from '../../../../src/core/label/protocol';

const age: LabelDefinition = { name: 'age', title: 'Age', kind: 'number', unit: 'months', minimum: 0, maximum: 240 };
const fracture: LabelDefinition = { name: 'fracture', title: 'Fracture', kind: 'category', values: ['no', 'yes'], required: true };

describe("what a run's predictions say", () => {
  it('is a value that the protocol allows, with its probability', () => {
    assert.deepEqual(categoryProposal({ prediction: 'yes', probabilities: [0.2, 0.8] }, fracture), {
      name: 'fracture',
      value: 'yes',
      score: 0.8,
    });
    assert.equal(categoryProposal({ prediction: 'maybe', probabilities: [] }, fracture), null);
    assert.deepEqual(categoryProposal({ prediction: 93.4567, probabilities: [] }, age), { name: 'age', value: 93.5 });
    assert.deepEqual(categoryProposal({ prediction: 251, probabilities: [] }, age), { name: 'age', value: 240 });
    assert.equal(categoryProposal({ prediction: null, probabilities: [] }, age), null);
  });

  it('is unsure where classes are alike, or the best score is near one half', () => {
    assert.equal(predictionUncertainty({ probabilities: [0.5, 0.5] }), 0.5);
    assert.ok((predictionUncertainty({ probabilities: [0.1, 0.9] }) ?? 1) < 0.11);
    assert.equal(predictionUncertainty({ probabilities: [], score: 0.5 }), 1);
    assert.equal(predictionUncertainty({ probabilities: [], score: 1 }), 0);
    assert.equal(predictionUncertainty({ probabilities: [] }), null);
  });
});

describe('what keeps a label from being final', () => {
  const label: Label = { version: 1, image: 'i', reader: 'r', status: 'draft', categories: {}, marks: [] };

  it('is what is missing, what does not fit, and what a merge left', () => {
    assert.deepEqual(finalProblems({ ...label, categories: { fracture: 'yes' } }, { labels: [fracture] }), []);
    const problems = finalProblems(
      { ...label, categories: { age: 900 }, conflicts: [{ on: 'category', name: 'age', base: null, ours: 1, theirs: 2 }] },
      { labels: [fracture, age] },
    );
    assert.deepEqual(problems, [
      'A merge left 1 to choose.',
      '"Age" is not from 0 to 240 months.',
      '"Fracture" is required, and is missing.',
    ]);
  });
});
