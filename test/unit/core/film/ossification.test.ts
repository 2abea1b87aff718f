import assert from 'node:assert/strict';
import { centreNames, ossificationCentres } from '../../../../src/core/film/ossification';

describe('ossificationCentres', () => {
  it('has every centre once: nine carpal and sesamoid, two of the forearm, nineteen of the rays', () => {
    assert.equal(centreNames.length, 30);
  });

  it('never has girls later than boys, nor an end before a beginning', () => {
    for (const name of centreNames) {
      const { appears, complete } = ossificationCentres[name];
      assert.ok(appears.F <= appears.M && complete.F <= complete.M, name);
      assert.ok(appears.M < complete.M && appears.F < complete.F, name);
    }
  });

  it('begins with capitate and hamate, closes distal phalanges first and the radius last', () => {
    for (const sex of ['F', 'M'] as const) {
      const byAppearance = [...centreNames].sort((a, b) => ossificationCentres[a].appears[sex] - ossificationCentres[b].appears[sex]);
      assert.deepEqual(byAppearance.slice(0, 2), ['capitate', 'hamate']);
      const epiphyses = centreNames.filter((name) => /\d|radius|ulna/.test(name));
      const byClosing = epiphyses.sort((a, b) => ossificationCentres[a].complete[sex] - ossificationCentres[b].complete[sex]);
      assert.match(byClosing[0] ?? '', /distal/);
      assert.equal(byClosing.at(-1), 'radius');
    }
  });
});
