import assert from 'node:assert/strict';
import {
  formatPredictedFiles,
  formatPredictions,
  type PredictionRow,
  parsePredictions,
} from '../../../../src/core/experiment/predictionTable';

describe('predictions.csv', () => {
  const number: PredictionRow = { image: 'img-1', patient: 'P-1', label: 120, prediction: 118.5, probabilities: [], problem: '' };
  const kind: PredictionRow = { image: 'a,b', patient: 'P-2', label: 'no', prediction: 'yes', probabilities: [0.25, 0.75], problem: '' };

  it('holds numbers', () => {
    const text = formatPredictions([number], []);
    assert.equal(text, 'image,patient,label,prediction\nimg-1,P-1,120,118.5\n');
    assert.deepEqual(parsePredictions(text, []), [number]);
  });

  it('holds classes with their probabilities', () => {
    const text = formatPredictions([kind], ['no', 'yes']);
    assert.equal(text, 'image,patient,label,prediction,probability_no,probability_yes\n"a,b",P-2,no,yes,0.25,0.75\n');
    assert.deepEqual(parsePredictions(text, ['no', 'yes']), [kind]);
  });

  it('holds counts and shares of boxes and masks with their scores, and the names of label files', () => {
    const boxes: PredictionRow = { ...number, label: 2, prediction: 1, score: 0.75 };
    const text = formatPredictions([boxes], []);
    assert.equal(text, 'image,patient,label,prediction,score\nimg-1,P-1,2,1,0.75\n');
    assert.deepEqual(parsePredictions(text, []), [boxes]);
    const { score: _, ...unread } = { ...boxes, prediction: null, problem: 'cut off' };
    assert.equal(
      formatPredictedFiles([boxes, unread], [], ['img-1.json', '']),
      'image,prediction,score,label_file,problem\nimg-1,1,0.75,img-1.json,\nimg-1,,,,cut off\n',
    );
  });

  it('refuses a table of other classes', () => {
    assert.throws(() => parsePredictions(formatPredictions([kind], ['no', 'yes']), ['a', 'b']), /no column probability_a, probability_b/);
  });

  it('says why a file has no prediction', () => {
    const unread = { ...kind, prediction: null, probabilities: [], problem: 'the file is cut off' };
    assert.equal(
      formatPredictedFiles([kind, unread], ['no', 'yes']),
      'image,prediction,probability_no,probability_yes,problem\n"a,b",yes,0.25,0.75,\n"a,b",,,,the file is cut off\n',
    );
  });
});
