import assert from 'node:assert/strict';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { planTidy, type TidyState } from '../../../../src/core/experiment/tidyPlan';
import { sampleRecord } from '../../vscode/runPage/sampleRecord';

const record = (run: string, mae: number, sha256: string, change: object = {}): RunRecord => {
  const { mae: metric } = sampleRecord.result.metrics;
  assert.ok(metric !== undefined);
  const metrics = { mae: { ...metric, best: { ...metric.best, value: mae } } };
  return { ...sampleRecord, run, result: { ...sampleRecord.result, metrics, weights: { sha256, bytes: 10 } }, ...change } as RunRecord;
};

const records = [record('r1', 12, 'A'), record('r2', 9, 'B'), record('r3', 15, 'A'), record('r4', 11, 'C', { state: 'stopped' })];
const state: TidyState = {
  records,
  chosen: new Set(['r1', 'r2', 'r3', 'r4']),
  kept: new Map(),
  keepBest: 0,
  weights: new Map([
    ['A', 100],
    ['B', 200],
    ['C', 400],
    ['lost', 1000],
  ]),
  checkpoints: new Map([
    ['r1', 1],
    ['r4', 2],
    ['elsewhere', 4],
  ]),
};
const removed = (change: Partial<TidyState>) => planTidy({ ...state, ...change }).remove.map(({ kind, name }) => `${kind} ${name}`);

describe('planTidy', () => {
  it('names the weights and checkpoints of the chosen runs with their sizes, and nothing of others', () => {
    const { remove, bytes, left } = planTidy(state);
    assert.deepEqual(
      remove.map(({ kind, name, runs, resumable }) => [kind, name, runs.join(), resumable]),
      [
        ['weights', 'A', 'r1,r3', false],
        ['weights', 'B', 'r2', false],
        ['weights', 'C', 'r4', false],
        ['checkpoint', 'r1', 'r1', false],
        ['checkpoint', 'r4', 'r4', true],
      ],
    );
    assert.deepEqual([bytes, left], [703, []]);
    assert.deepEqual(removed({ chosen: new Set(['r2']) }), ['weights B']);
    assert.deepEqual(removed({ weights: new Map(), checkpoints: new Map() }), []);
  });

  it('keeps shared weights while any run that stays needs them', () => {
    const { remove, left } = planTidy({ ...state, chosen: new Set(['r1', 'r2']) });
    assert.deepEqual(
      remove.map(({ name }) => name),
      ['B', 'r1'],
    );
    assert.deepEqual(left, [{ run: 'r1', reason: 'r3, which stays, has the same weights.' }]);
    assert.deepEqual(removed({ kept: new Map([['r3', 'It has a star.']]), checkpoints: new Map() }), ['weights B', 'weights C']);
  });

  it('leaves runs alone that have not ended or must stay, with the reason', () => {
    const running = { ...records[1], state: 'running' } as RunRecord;
    const { remove, left } = planTidy({
      ...state,
      records: [...records, { ...running, run: 'r9' }],
      chosen: new Set(['r2', 'r9']),
      kept: new Map(),
    });
    assert.deepEqual(
      remove.map(({ name }) => name),
      [],
      'its record still names weights',
    );
    assert.deepEqual(
      left.map(({ run }) => run),
      ['r9', 'r2'],
    );
    assert.match(left[0]?.reason ?? '', /has not ended/);
  });

  it('keeps the best of the chosen by their first metric, of equal ones the newest', () => {
    assert.deepEqual(removed({ keepBest: 1, checkpoints: new Map() }), ['weights A', 'weights C']);
    assert.deepEqual(removed({ keepBest: 2, checkpoints: new Map() }), ['weights A']);
    const equal = [record('r1', 9, 'A'), record('r2', 9, 'B')];
    assert.deepEqual(removed({ records: equal, keepBest: 1, checkpoints: new Map() }), ['weights A']);
    const accuracy = (run: string, value: number, sha: string) => {
      const one = record(run, value, sha);
      const { result } = one as typeof sampleRecord;
      const { mae } = result.metrics;
      return { ...one, target: 'other', result: { ...result, metrics: { mae: { ...mae, better: 'higher' } } } } as RunRecord;
    };
    const mixed = [...records.slice(0, 2), accuracy('r3', 0.7, 'C'), accuracy('r4', 0.8, 'D')];
    assert.deepEqual(
      removed({ records: mixed, keepBest: 1, weights: new Map(['A', 'B', 'C', 'D'].map((name) => [name, 1])), checkpoints: new Map() }),
      ['weights A', 'weights C'],
      'the best of each target',
    );
  });
});
