import assert from 'node:assert/strict';
import { combineViews } from '../../../../src/core/experiment/combineViews';

const film = (image: string, study: string, score: number) => ({ image, patient: `P-${study || image}`, study, score });

describe('combineViews', () => {
  it('takes the most suspicious view of a study, and its films worst first', () => {
    const [study, ...others] = combineViews([film('a', 's1', 0.2), film('b', 's1', 0.9), film('c', 's1', 0.4)]);
    assert.deepEqual(others, []);
    assert.equal(study?.score, 0.9);
    assert.deepEqual(
      study?.films.map(({ image }) => image),
      ['b', 'c', 'a'],
    );
  });

  it('lets films without a study stand alone', () => {
    assert.deepEqual(
      combineViews([film('a', '', 0.2), film('b', '', 0.9)]).map(({ study, score }) => [study, score]),
      [
        ['a', 0.2],
        ['b', 0.9],
      ],
    );
  });

  it('has nothing to say of nothing', () => assert.deepEqual(combineViews([]), []));
});
