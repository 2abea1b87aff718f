import assert from 'node:assert/strict';
import type { Case, CaseTable } from '../../../../src/core/experiment/caseTable';
import { reportStudies } from '../../../../src/core/experiment/reportStudies';
import { imageRow } from '../../node/label/labelProject';
import { estimateOf, near } from '../statistics/near';

type Film = readonly [study: string, patient: string, label: 'no' | 'yes', score: number];

function tableOf(films: readonly Film[]): CaseTable {
  const cases = films.map(([study, patient, label, score], index): Case => {
    const row = imageRow(`img-${index}`, { study, patient });
    return { image: row.image, patient, label, prediction: label, probabilities: [1 - score, score], problem: '', row };
  });
  const base = { run: 'r', part: 'tuning', target: 't', unit: '', reader: 'me', extraColumns: [], notes: [] } as const;
  return { ...base, task: 'classification', classes: ['no', 'yes'], cases };
}

describe('reportStudies', () => {
  const films: readonly Film[] = [
    ['s1', 'a', 'no', 0.2],
    ['s1', 'a', 'yes', 0.9],
    ['s2', 'b', 'no', 0.3],
    ['s2', 'b', 'no', 0.4],
    ['s3', 'c', 'yes', 0.1],
    ['s3', 'c', 'no', 0.6],
    ['', 'd', 'no', 0.5],
  ];

  it('counts films and studies, each with its area, threshold, sensitivity and specificity', () => {
    const { levels, words, ...counts } = reportStudies(tableOf(films));
    assert.deepEqual(counts, { films: 7, studies: 4, patients: 4 });
    const [film, study] = levels ?? assert.fail('no levels');
    assert.deepEqual([film.n, film.positives, study.n, study.positives], [7, 2, 4, 2]);
    // Of 2 positive and 5 negative films: 0.9 is above all, 0.1 above none. Of the studies 0.9 and 0.6 are above 0.4 and 0.5.
    near(estimateOf(film.auc).value, 0.5);
    near(estimateOf(study.auc).value, 1);
    assert.deepEqual([film.threshold, study.threshold], [0.9, 0.6]);
    near(estimateOf(film.sensitivity).value, 0.5);
    near(estimateOf(study.sensitivity).value, 1);
    near(estimateOf(study.specificity).value, 1);
    assert.match(words, /1 film names no study and stands for one/);
  });

  it('resamples patients where one has several films, and takes the threshold of the record for films only', () => {
    const table = tableOf(films);
    const chosen = { threshold: 0.35, rule: 'x', reached: true, part: 'tuning', n: 7, patients: 4, positives: 2, note: '' } as const;
    const share = { value: 0, interval: null };
    const [film, study] =
      reportStudies({ ...table, chosen: { ...chosen, sensitivity: share, specificity: share } }).levels ?? assert.fail();
    assert.deepEqual([film.threshold, study.threshold], [0.35, 0.6]);
    near(estimateOf(film.sensitivity).value, 0.5);
    near(estimateOf(film.specificity).value, 2 / 5);
    assert.doesNotMatch(estimateOf(film.auc).method, /^DeLong/);
  });

  it('says why there is one level where no study is known, or each has one film', () => {
    const unknown = reportStudies(tableOf(films.map(([, ...rest]) => ['', ...rest] as const)));
    assert.equal(unknown.levels, null);
    assert.match(unknown.words, /names no study/);
    const single = reportStudies(tableOf(films.map(([, ...rest], index) => [`s${index}`, ...rest] as const)));
    assert.equal(single.levels, null);
    assert.match(single.words, /one film/);
  });

  it('gives the reason where all studies are positive', () => {
    const [, study] = reportStudies(tableOf(films.slice(0, 2))).levels ?? assert.fail();
    assert.ok('undefined' in study.auc && 'undefined' in study.sensitivity);
    assert.equal(study.threshold, null);
  });
});
