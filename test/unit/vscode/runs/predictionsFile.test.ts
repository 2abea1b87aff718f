import assert from 'node:assert/strict';
import { describePrediction, predictionsFile } from '../../../../src/vscode/runs/predictionsFile';

describe('the table of predictions', () => {
  it('lies where git ignores it, by run and time', () => {
    const moment = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    const run = '20260101-000000-quick-0a1b';
    assert.equal(predictionsFile(run, moment), `.radsteps/predictions/${run}-20260102-030405.csv`);
  });

  it('is told in words', () => {
    assert.equal(describePrediction({ predicted: 1, problems: 0 }), '1 image predicted.');
    assert.equal(describePrediction({ predicted: 3, problems: 2 }), '3 images predicted, 2 could not be read.');
  });
});
