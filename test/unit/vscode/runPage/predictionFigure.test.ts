import assert from 'node:assert/strict';
import type { PredictionRow } from '../../../../src/core/experiment/predictionTable';
import { classesOf } from '../../../../src/core/experiment/predictionTable';
import { predictionFigure } from '../../../../src/vscode/runPage/predictionFigure';

const row = (
  label: PredictionRow['label'],
  prediction: PredictionRow['prediction'],
  probabilities: readonly number[] = [],
): PredictionRow => ({
  image: 'a',
  patient: 'P-1',
  label,
  prediction,
  probabilities,
  problem: '',
});

describe('predictionFigure', () => {
  it('plots number against number and leaves out what lacks one', () => {
    const figure = predictionFigure([row(10, 12), row(null, 5), row(7, null), row(Number.NaN, 1)], [], 'months');
    assert.deepEqual(figure, { kind: 'regression', unit: 'months', n: 1, points: [{ label: 10, prediction: 12 }] });
  });

  it('takes the probability of the second of two classes', () => {
    const figure = predictionFigure([row('no', 'no', [0.9, 0.1]), row('yes', 'no', [0.6, 0.4])], ['no', 'yes'], '');
    assert.deepEqual(figure, {
      kind: 'classification',
      score: 'Probability of "yes"',
      n: 2,
      points: [
        { label: 'no', score: 0.1 },
        { label: 'yes', score: 0.4 },
      ],
    });
  });

  it("takes the labelled class's own probability of three", () => {
    const figure = predictionFigure([row('b', 'a', [0.5, 0.3, 0.2]), row('unknown', 'a', [1, 0, 0])], ['a', 'b', 'c'], '');
    assert.deepEqual(figure?.points, [{ label: 'b', score: 0.3 }]);
  });

  it('thins many points evenly and still counts them all', () => {
    const figure = predictionFigure(
      Array.from({ length: 10_000 }, (_, index) => row(index, index)),
      [],
      'months',
    );
    assert.equal(figure?.n, 10_000);
    assert.ok(figure !== null && figure.points.length <= 4000 && figure.points.length > 2000);
    assert.deepEqual(figure?.points[1], { label: 3, prediction: 3 });
  });

  it('is nothing for boxes and masks, whose table has scores', () => {
    assert.equal(predictionFigure([{ ...row(2, 1), score: 0.5 }], [], ''), null);
  });

  it('is nothing without predictions', () => {
    assert.equal(predictionFigure([], [], 'months'), null);
  });

  it("finds the classes in the table's first line", () => {
    assert.deepEqual(classesOf('image,patient,label,prediction,probability_no,"probability_yes"\r\na,b\n'), ['no', 'yes']);
    assert.deepEqual(classesOf('image,patient,label,prediction\n'), []);
  });
});
