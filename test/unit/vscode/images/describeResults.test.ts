import assert from 'node:assert/strict';
import { describeImport, describeSplit } from '../../../../src/vscode/images/describeResults';

const clean = {
  images: 40,
  patients: 1,
  added: 40,
  updated: 0,
  unchanged: 0,
  problems: 0,
  labels: 0,
  labelProblems: 0,
  withoutIdentity: 0,
  otherRegions: 0,
  notes: [],
};

describe('the end of an import in words', () => {
  it('counts images and patients', () => {
    assert.equal(describeImport(clean), '40 images of 1 patient in the project: 40 added, 0 updated, 0 unchanged.');
  });

  it('counts labels and what could not be used, and passes notes on', () => {
    const text = describeImport({ ...clean, labels: 39, labelProblems: 1, problems: 2, notes: ['There is no patient identity.'] });
    assert.match(
      text,
      /39 labels written\. 1 row of the table of labels could not be used\. 2 files could not be used\. There is no patient identity\.$/,
    );
  });
});

describe('the end of a split in words', () => {
  it('counts images and patients of each part', () => {
    const parts = { train: { images: 28, patients: 20 }, tuning: { images: 6, patients: 4 }, test: { images: 6, patients: 1 } };
    assert.equal(
      describeSplit({ parts, notes: ['Seed 1.'] }),
      'Split by patient: train 28 images of 20 patients, tuning 6 images of 4 patients, test 6 images of 1 patient. Seed 1.',
    );
  });
});
