import assert from 'node:assert/strict';
import type { AttentionMap } from '../../../../src/core/experiment/attentionMap';
import { attentionSpot } from '../../../../src/core/experiment/attentionSpot';
import type { Case } from '../../../../src/core/experiment/caseTable';
import { likeScore } from '../../../../src/core/experiment/likeScore';
import { likeScores } from '../../../../src/core/experiment/likeScores';
import { makeTriageList, type TriageAbout, type TriageFilm } from '../../../../src/core/experiment/triageList';
import { triageMarks } from '../../../../src/core/experiment/triageMarks';
import { formatTriagePage } from '../../../../src/core/experiment/triagePage';
import { formatTriageStates, parseTriageStates, withState } from '../../../../src/core/experiment/triageStates';
import { formatTriageTable } from '../../../../src/core/experiment/triageTable';
import { likelihoodWords, markWords, scoreText, triageAlert, triageSummary } from '../../../../src/core/experiment/triageWords';
import { wilson } from '../../../../src/core/statistics/proportion';

const about: TriageAbout = {
  ...{ run: '20260301-101500-quick-4f2a', experiment: 'quick', target: 'fracture', positive: 'yes', weights: 'ab'.repeat(32) },
  threshold: { threshold: 0.5, rule: 'highest sum of sensitivity and specificity', n: 40, part: 'tuning' },
  ...{ sensitivity: { undefined: 'There is no positive image.' }, specificity: { undefined: 'There is no negative image.' } },
  ...{ like: [], marking: null, source: '4 films', made: '2026-03-01T10:20:30.000Z', notes: [] },
};

const film = (image: string, score: number, study = '', more: Partial<TriageFilm> = {}): TriageFilm => ({
  ...{ image, score, study, patient: `P-${image}`, bodyPart: 'HAND', view: 'FRONTAL', laterality: '', sex: '', ageYears: null },
  ...{ rows: 100, columns: 80, marks: [], ...more },
});

describe('makeTriageList', () => {
  it('sorts studies by their worst film, equal ones by name, the same for every order of the films', () => {
    const films = [film('c', 0.5, 's2'), film('a', 0.2, 's1'), film('b', 0.9, 's1'), film('e', 0.5), film('d', 0.5), film('f', 0.1)];
    const list = makeTriageList(about, films, []);
    assert.deepEqual(
      list.studies.map(({ study }) => study),
      ['s1', 'd', 'e', 's2', 'f'],
    );
    assert.deepEqual(
      list.studies[0]?.films.map(({ image }) => image),
      ['b', 'a'],
    );
    for (const other of [films.toReversed(), [...films.slice(3), ...films.slice(0, 3)]])
      assert.deepEqual(makeTriageList(about, other, []), list);
  });

  it('alerts from the threshold on, not above it only', () => {
    const list = makeTriageList(about, [film('a', 0.5), film('b', 0.4999999)], []);
    assert.deepEqual(
      list.studies.map(({ isAlert }) => isAlert),
      [true, false],
    );
  });

  it('keeps every film that could not be judged, and tells its study', () => {
    const unread = [
      { image: 'z', patient: '', study: 's1', reason: 'Damaged.' },
      { image: 'y', patient: '', study: '', reason: 'Gone.' },
    ];
    const list = makeTriageList(about, [film('a', 0.9, 's1'), film('b', 0.1)], unread);
    assert.deepEqual(
      list.unread.map(({ image }) => image),
      ['y', 'z'],
    );
    assert.deepEqual(
      list.studies.map((study) => study.unread),
      [1, 0],
    );
    assert.equal(triageSummary(list), '1 of 2 studies is alerted. 2 films could not be sorted: read them too.');
    assert.deepEqual(makeTriageList(about, [], unread).studies, []);
  });

  it('tells the regions of a study apart that are written together', () => {
    const list = makeTriageList(about, [film('a', 0.9, 's', { bodyPart: 'LEG+HIP' }), film('b', 0.8, 's', { bodyPart: 'HIP' })], []);
    assert.deepEqual(list.studies[0]?.regions, ['HIP', 'LEG']);
  });
});

describe('the words of a triage list', () => {
  it('are those of an alert, never of a report', () => {
    assert.equal(triageAlert(about, true), 'Possible fracture: please look at this film first');
    assert.equal(triageAlert(about, false), 'Not sorted: no alert is not “no fracture”');
  });

  it('never round a score across the threshold', () => {
    assert.equal(scoreText(0.4999, 0.5), '0.4999');
    assert.equal(scoreText(0.5, 0.5), '0.50');
    assert.equal(scoreText(0.812345, 0.5), '0.81');
    assert.equal(scoreText(0.49999999, 0.5), '0.49999999');
  });

  it('tell what a detector found from where the network looked', () => {
    const spot = { kind: 'attention', x: 1, y: 1, width: 5, height: 5 } as const;
    const box = { kind: 'box', x: 1, y: 1, width: 5, height: 5, score: 0.625 } as const;
    const marking = { run: 'r', weights: '', target: 'fracture_box', chosen: '' };
    assert.match(markWords(about, { marks: [spot] }), /^No detector; circled: where the alert’s network looked$/);
    assert.match(markWords({ marking }, { marks: [spot] }), /^The detector found nothing; circled/);
    assert.equal(markWords({ marking }, { marks: [box, { ...box, score: 0.5 }] }), '2 boxes found by the detector (0.63, 0.50)');
    assert.equal(markWords(about, { marks: [] }), '');
  });

  it('give how often films of like score were positive, with Wilson’s interval, and nothing where ten were not like it', () => {
    const one = (index: number, score: number, label: string): Case => ({
      ...{
        image: `i${index}`,
        patient: `P-${index}`,
        label,
        prediction: label,
        probabilities: [1 - score, score],
        problem: '',
        row: undefined,
      },
    });
    const cases = [
      ...Array.from({ length: 20 }, (_, at) => one(at, 0.7, at < 15 ? 'yes' : 'no')),
      ...Array.from({ length: 9 }, (_, at) => one(20 + at, 0.1, 'no')),
    ];
    const common = {
      run: 'r',
      part: 'tuning',
      task: 'classification',
      target: 'fracture',
      unit: '',
      reader: '',
      extraColumns: [],
      notes: [],
    } as const;
    const like = likeScores({ ...common, classes: ['no', 'yes'], cases });
    assert.deepEqual(
      like.map(({ observed }) => [observed.value, observed.n, observed.interval]),
      [[0.75, 20, wilson(15, 20)]],
    );
    assert.equal(
      likelihoodWords({ ...about, like }, 0.65),
      'Of 20 films of the tuning part with a score from 0.6 to 0.8, 15 were labelled fracture (75 %, 95 % interval 53 to 89 %).',
    );
    assert.equal(likelihoodWords({ ...about, like }, 0.1), '');
    assert.equal(likeScore([{ from: 0.8, to: 1, observed: like[0]?.observed ?? assert.fail() }], 1)?.to, 1);
    assert.deepEqual(likeScores({ ...common, classes: ['no', 'yes'], cases: [] }), []);
  });
});

describe('what is marked on a film', () => {
  const map = (values: readonly number[], columns: number): AttentionMap => ({
    ...{ version: 1, run: '', image: '', method: '', layer: '', answer: '', columns, rows: values.length / columns },
    ...{ area: { x: -10, y: 20, width: 10 * columns, height: (20 * values.length) / columns }, values },
  });

  it('is the joined area around the strongest place, without what is as strong elsewhere', () => {
    const values = [0, 0.5, 0, 0.9, 0, 1, 0, 0.9, 0, 0.4, 0, 0];
    assert.deepEqual(attentionSpot(map(values, 4)), { kind: 'attention', x: 0, y: 20, width: 10, height: 40 });
    const fine = Array.from({ length: 256 }, (_, place) => (place === 0 ? 1 : 0));
    assert.deepEqual(
      attentionSpot(map(fine, 16)),
      { kind: 'attention', x: -15, y: 10, width: 20, height: 40 },
      'one place of 16 is widened to two',
    );
    assert.equal(attentionSpot(map([0, 0, 0, 0], 2)), null);
    assert.deepEqual(attentionSpot(map([1, 1, 1, 1], 2)), { kind: 'attention', x: -10, y: 20, width: 20, height: 40 });
  });

  it('is each box upright and the surest first, and a mask by its runs; other marks are left out', () => {
    const marks = triageMarks([
      { id: 'a', kind: 'box', name: 'f', from: [30, 40], to: [10, 20], score: 0.4 },
      { id: 'b', kind: 'mask', name: 'f', runs: '10:3+4,9+2;;4+1', score: 0.9 },
      { id: 'c', kind: 'point', name: 'f', at: [1, 1] },
      { id: 'd', kind: 'mask', name: 'f', runs: 'damaged', score: 1 },
    ]);
    assert.deepEqual(marks, [
      { kind: 'mask', path: 'M3 10h4v1h-4zM9 10h2v1h-2zM4 12h1v1h-1z', score: 0.9 },
      { kind: 'box', x: 10, y: 20, width: 20, height: 20, score: 0.4 },
    ]);
  });
});

describe('a triage list as a file', () => {
  const list = makeTriageList(
    about,
    [film('a', 0.9, 's1'), film('<b>', 0.1)],
    [{ image: 'z', patient: 'P-z', study: '', reason: 'It is damaged.' }],
  );

  it('is a table with what could not be read on top, and run, weights and threshold in every row', () => {
    const [header = '', ...rows] = formatTriageTable(list).trimEnd().split('\n');
    assert.match(header, /^place,state,study,patient,score,film,/);
    assert.deepEqual(
      rows.map((row) => row.split(',').slice(0, 4).join()),
      [',not sorted: unreadable,z,P-z', '1,alert,s1,P-a', '2,no alert,<b>,P-<b>'],
    );
    assert.ok(rows.every((row) => row.includes(`20260301-101500-quick-4f2a,${'ab'.repeat(32)},0.5,2026-03-01T10:20:30.000Z,`)));
  });

  it('is a page that runs nothing, with no name taken for markup', () => {
    const page = formatTriagePage(list, new Map([['a', 'data:image/webp;base64,AAAA']]));
    assert.doesNotMatch(page, /<script|<b>.*<b>|P-<b>/);
    assert.match(page, /&#60;b&#62;/);
    assert.match(page, /Could not be sorted: please look at them/);
    assert.match(page, /<image href="data:image\/webp;base64,AAAA" width="80" height="100"\/>/);
    assert.equal(page.match(/not a report/g)?.length, 2);
  });
});

describe('what a reader says of studies', () => {
  it('is read as it was written, sorted, and taken back', () => {
    const first = withState(withState({}, 's2', 'agree', '2026-03-01T10:00:00Z'), 's1', 'disagree', '2026-03-01T10:01:00Z');
    const text = formatTriageStates('run', first);
    assert.deepEqual(parseTriageStates(text), first);
    assert.ok(text.indexOf('"s1"') < text.indexOf('"s2"'));
    assert.deepEqual(withState(first, 's2', null, ''), { s1: first.s1 });
  });

  it('is nothing where the file is no such file', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{"studies":[]}',
      '{"studies":{"a":{"state":"maybe","at":""}}}',
      '{"studies":{"a":{"state":"read"}}}',
      'null',
    ])
      assert.equal(parseTriageStates(text), null, text);
  });
});
