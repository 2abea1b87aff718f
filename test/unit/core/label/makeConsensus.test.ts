import assert from 'node:assert/strict';
import type { ConsensusRules } from '../../../../src/core/label/consensusRule';
import { changedSources, consensusState, saysTheSame } from '../../../../src/core/label/consensusState';
import type { CategoryValue, Label, Mark } from '../../../../src/core/label/label';
import { makeConsensus } from '../../../../src/core/label/makeConsensus';
import { emptyRuns, parseRuns } from '../../../../src/core/label/maskRuns';
import type { LabelDefinition } from '../../../../src/core/label/protocol';
import { votedRuns } from '../../../../src/core/label/votedRuns';

const readers = ['ada', 'ben', 'cem', 'dot'];
const label = (change: Partial<Label>): Label => ({
  version: 1,
  image: 'img-1',
  reader: 'ada',
  status: 'final',
  categories: {},
  marks: [],
  ...change,
});
const definition = (kind: LabelDefinition['kind'], change: Partial<LabelDefinition> = {}): LabelDefinition => ({
  name: 'x',
  title: 'X',
  kind,
  ...change,
});

type Options = { readonly rules?: ConsensusRules; readonly settled?: ConsensusRules; readonly disputed?: boolean };

function make(what: LabelDefinition, labels: readonly Partial<Label>[], { rules = {}, settled = {}, disputed = false }: Options = {}) {
  const own = labels.map((change, index) => label({ reader: readers[index] ?? '', ...change }));
  const task = { image: 'img-1', labels: own, rules, settled, disputed: new Set(disputed ? ['x'] : []) };
  return makeConsensus(task, { labels: [what] }, Math.random);
}

/** The value that they come to, or why they do not. */
function said(what: LabelDefinition, values: readonly (CategoryValue | undefined)[], options: Options = {}): CategoryValue | undefined {
  const made = make(
    what,
    values.map((value) => ({ categories: value === undefined ? {} : { x: value } })),
    options,
  );
  return 'undecided' in made ? made.undecided.join(' ') : made.label.categories.x;
}

function drawn(what: LabelDefinition, marks: readonly (readonly Mark[])[], options: Options = {}): readonly Mark[] | string {
  const made = make(
    what,
    marks.map((own) => ({ marks: own })),
    options,
  );
  return 'undecided' in made ? made.undecided.join(' ') : made.label.marks;
}

const shapes = (marks: readonly Mark[] | string) => (typeof marks === 'string' ? marks : marks.map(({ id: _, ...shape }) => shape));

describe('makeConsensus', () => {
  it('is a draft of the reader "consensus"', () => {
    const made = make(definition('number', { unit: 'months' }), [{ categories: { x: 100 } }, { categories: { x: 104 } }]);
    assert.deepEqual(made, { label: label({ reader: 'consensus', status: 'draft', categories: { x: 102 } }) });
  });

  it('takes equal values and the majority, and leaves a tie to be decided', () => {
    const side = definition('category', { values: ['no', 'yes', 'unsure'] });
    assert.equal(said(side, ['yes', 'yes']), 'yes');
    assert.equal(said(side, ['yes', 'no', 'yes'], { disputed: true }), 'yes');
    assert.equal(
      said(side, ['yes', 'no', 'unsure'], { disputed: true }),
      '"X" is not decided: no value has more than half of the readers.',
    );
    assert.equal(
      said(side, ['yes', 'yes', 'no', 'no'], { disputed: true }),
      '"X" is not decided: no value has more than half of the readers.',
    );
    assert.match(String(said(side, ['yes', 'no'], { disputed: true })), /the readers differ; let a third one read/);
  });

  it('knows true and false as the answers to a question', () => {
    const question = definition('category', { values: ['no', 'yes'] });
    assert.equal(said(question, [true, 'yes', 'no'], { disputed: true }), true);
  });

  it('takes one reader where that is the rule, and says when that one has not read', () => {
    const side = definition('category', { values: ['no', 'yes'] });
    const options = { disputed: true, rules: { x: 'reader:ben' } } as const;
    assert.equal(said(side, ['yes', 'no'], options), 'no');
    assert.match(String(said(side, ['yes', 'no'], { ...options, rules: { x: 'reader:zoe' } })), /zoe has no final label of this image/);
    assert.equal(said(side, ['yes', undefined], options), undefined);
  });

  it('takes mean and median of numbers; beyond the tolerance two readers need a third', () => {
    const age = definition('number', { unit: 'months', tolerance: 12 });
    assert.equal(said(age, [167, 170]), 168.5);
    assert.equal(said(age, [0.1, 0.2]), 0.15);
    assert.equal(said(age, [100, 103, 130], { rules: { x: 'median' }, disputed: true }), 103);
    assert.equal(said(age, [100, 103, 105, 130], { rules: { x: 'median' }, disputed: true }), 104);
    assert.match(String(said(age, [167, 180], { disputed: true })), /not decided/);
    assert.match(String(said(age, [100, 103, 130], { disputed: true })), /not decided/, 'a mean hides who is far off');
    assert.equal(said(age, [167, 180], { disputed: true, settled: { x: 'mean' } }), 173.5);
    assert.equal(said(age, [167, undefined]), undefined, 'one is no consensus');
  });

  it('takes the median step of an ordinal, votes on each of several values, and keeps a note that most wrote', () => {
    const grade = definition('ordinal', { values: ['0', '1', '2'] });
    assert.equal(said(grade, ['0', '1', '2'], { rules: { x: 'median' }, disputed: true }), '1');
    assert.match(String(said(grade, ['0', '1'], { settled: { x: 'median' } })), /lies between two values/);
    const signs = definition('several', { values: ['a', 'b', 'c'] });
    assert.deepEqual(said(signs, [['a', 'c'], ['a'], ['b', 'a']], { disputed: true }), ['a']);
    assert.match(String(said(signs, [['a'], []], { settled: { x: 'majority' } })), /half of the readers say a/);
    assert.equal(said(definition('note'), ['seen', 'seen']), 'seen');
    assert.equal(said(definition('note'), ['seen', 'read']), undefined);
  });

  const mask = (runs: string, change: object = {}): Mark => ({ id: `m-${runs}`, kind: 'mask', name: 'x', runs, ...change });

  it('votes on masks pixel by pixel, frame by frame, without proposals', () => {
    const region = definition('mask');
    const three = [
      [mask('0:0+4', { frame: 1 })],
      [mask('0:2+4', { frame: 1 }), mask('5:0+2')],
      [mask('0:3+4', { frame: 1, object: 'o-1' })],
    ];
    assert.deepEqual(shapes(drawn(region, three)), [{ name: 'x', kind: 'mask', frame: 1, object: 'o-1', runs: '0:2+4' }]);
    assert.deepEqual(shapes(drawn(region, [[mask('0:0+4')], [mask('0:2+4')]])), [{ name: 'x', kind: 'mask', runs: '0:2+2' }]);
    assert.deepEqual(drawn(region, [[mask('0:0+4')], []], { settled: { x: 'majority' } }), []);
    assert.deepEqual(drawn(region, [[mask('0:0+4', { run: 'r1' })], [mask('0:0+4', { run: 'r1' })]]), []);
  });

  it('counts votes of pixels as a plain count does', () => {
    const size = 12;
    const masks = Array.from({ length: 5 }, (_, reader) =>
      Array.from({ length: size * size }, (__, at) => Math.abs(Math.sin((reader + 1) * 12.9898 * (at + 1)) * 43758.5453) % 1 < 0.5),
    );
    const rows = (has: (at: number) => boolean) =>
      Array.from({ length: size }, (_, row) =>
        Array.from({ length: size }, (__, column) => (has(row * size + column) ? `${column}+1` : '')),
      );
    // Runs apart by a pixel each, joined where they touch.
    const runs = masks.map((pixels) => asRuns(rows((at) => pixels[at] === true)));
    for (const least of [1, 2, 3, 5]) {
      const counted = asRuns(rows((at) => masks.filter((pixels) => pixels[at] === true).length >= least));
      assert.deepEqual(votedRuns(runs, least), counted, `${least}`);
    }
    assert.deepEqual(votedRuns([], 1), emptyRuns);
  });

  it('keeps boxes that most drew, with their corners averaged', () => {
    const box = (column: number, size = 10): Mark => ({
      id: `b${column}`,
      kind: 'box',
      name: 'x',
      from: [column, 0],
      to: [column + size, 10],
    });
    assert.deepEqual(shapes(drawn(definition('box'), [[box(0), box(50)], [box(1)], [box(2), box(80)]], { disputed: true })), [
      { name: 'x', kind: 'box', from: [1, 0], to: [11, 10] },
    ]);
    assert.deepEqual(shapes(drawn(definition('box'), [[box(0)], [box(5)]], { settled: { x: 'majority' } })), []);
    assert.deepEqual(shapes(drawn(definition('box', { overlap: 0.3 }), [[box(0)], [box(5)]])), [
      { name: 'x', kind: 'box', from: [2.5, 0], to: [12.5, 10] },
    ]);
  });

  it('averages one point each, votes on frames, and takes lengths from one reader', () => {
    const point = (column: number, change: object = {}): Mark => ({ id: 'p', kind: 'point', name: 'x', at: [column, 4], ...change });
    assert.deepEqual(shapes(drawn(definition('point'), [[point(1)], [point(4)]])), [{ name: 'x', kind: 'point', at: [2.5, 4] }]);
    assert.match(String(drawn(definition('point'), [[point(1)], [point(4, { frame: 2 })]])), /exactly one point, on the same frame/);
    const frames = (first: number, last: number): Mark => ({ id: `i${first}`, kind: 'interval', name: 'x', first, last });
    assert.deepEqual(
      shapes(drawn(definition('interval'), [[frames(0, 3), frames(6, 9)], [frames(2, 8)], [frames(3, 4)]], { disputed: true })),
      [
        { name: 'x', kind: 'interval', first: 2, last: 4 },
        { name: 'x', kind: 'interval', first: 6, last: 8 },
      ],
    );
    const line = (to: number): Mark => ({ id: 'l', kind: 'length', name: 'x', from: [0, 0], to: [to, 0] });
    assert.deepEqual(drawn(definition('length'), [[line(5)], [line(6)]]), [line(5)], "the first reader's, with its id");
    assert.match(String(drawn(definition('length'), [[line(5)], [line(9)]], { disputed: true })), /the readers differ/);
    assert.deepEqual(drawn(definition('length'), [[line(5)], [line(9)]], { disputed: true, settled: { x: 'reader:ben' } }), [line(9)]);
  });

  it('gives every mark an id of its own', () => {
    const mark: Mark = { id: 'same', kind: 'length', name: 'x', from: [0, 0], to: [1, 1] };
    const labels = ['ada', 'ben'].map((reader) => label({ reader, marks: [mark, { ...mark, name: 'y' }] }));
    const task = { image: 'img-1', labels, rules: { y: 'reader:ben' }, settled: {}, disputed: new Set<string>() } as const;
    const made = makeConsensus(task, { labels: [definition('length'), { ...definition('length'), name: 'y' }] }, Math.random);
    assert.ok('label' in made);
    assert.deepEqual([made.label.marks[0]?.id, new Set(made.label.marks.map(({ id }) => id)).size], ['same', 2]);
  });
});

/** Runs of rows of single pixels. */
function asRuns(rows: readonly (readonly string[])[]) {
  const texts = rows.map((row) => row.filter(Boolean).map((word) => Number(word.split('+')[0])));
  const joined = texts.map((columns) => {
    const runs: [number, number][] = [];
    for (const column of columns) {
      const last = runs.at(-1);
      if (last !== undefined && last[0] + last[1] === column) last[1] += 1;
      else runs.push([column, 1]);
    }
    return runs.map(([from, length]) => `${from}+${length}`).join(',');
  });
  const first = joined.findIndex((row) => row !== '');
  const end = joined.findLastIndex((row) => row !== '');
  return first < 0 ? emptyRuns : (parseRuns(`${first}:${joined.slice(first, end + 1).join(';')}`) ?? emptyRuns);
}

describe('the state of a consensus', () => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
  const consensus = label({
    reader: 'consensus',
    sources: [
      { reader: 'ada', sha256: a },
      { reader: 'ben', sha256: b },
    ],
  });

  it('is stale once a source has changed or gone', () => {
    const now = new Map([
      ['ada', a],
      ['ben', b],
    ]);
    const state = () => consensusState(consensus, (reader) => now.get(reader) ?? null);
    assert.equal(state(), 'final');
    now.set('ben', a);
    assert.equal(state(), 'stale');
    now.delete('ben');
    assert.deepEqual(
      changedSources(consensus, (reader) => now.get(reader) ?? null),
      ['ben'],
    );
    assert.equal(
      consensusState(undefined, () => null),
      'none',
    );
    assert.equal(
      consensusState(label({ status: 'draft' }), () => null),
      'draft',
    );
  });

  it('compares what labels say, not how their marks are called', () => {
    const mark: Mark = { id: '1', kind: 'point', name: 'x', at: [1, 2] };
    assert.ok(saysTheSame(label({ marks: [mark] }), label({ marks: [{ ...mark, id: '2' }], status: 'draft' })));
    assert.ok(!saysTheSame(label({ marks: [mark] }), label({ marks: [{ ...mark, at: [1, 3] }] })));
    assert.ok(!saysTheSame(label({ categories: { x: 1 } }), label({})));
  });
});
