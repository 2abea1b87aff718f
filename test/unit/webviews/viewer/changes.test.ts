import assert from 'node:assert/strict';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatRuns } from '../../../../src/core/label/maskRuns';
import type { LabelComparison } from '../../../../src/protocol/changes';
import type { ViewerSession } from '../../../../src/protocol/viewer';
import { ChangeModel, marksOf } from '../../../../webviews/viewer/changes/changeModel';
import { frameOfMark } from '../../../../webviews/viewer/changes/frameOfMark';
import { maskPieces } from '../../../../webviews/viewer/changes/maskPieces';

const box = (id: string, more: Partial<Mark> = {}): Mark => ({ id, kind: 'box', name: 'fx', from: [0, 0], to: [9, 9], ...more }) as Mark;
const label = (marks: readonly Mark[]): Label => ({ version: 1, image: 'i', reader: 'ada', status: 'draft', categories: {}, marks });

describe('the comparison in the viewer', () => {
  const comparison: LabelComparison = {
    image: 'i',
    reader: 'ada',
    between: ['last commit', 'now'],
    before: label([box('same'), box('moved'), box('gone')]),
    after: label([box('same'), box('moved', { frame: 1 }), box('new')]),
    labels: [],
    changes: ['gone', 'moved', 'new'].map((key) => ({ on: 'mark', key, change: 'changed', words: key }) as const),
    chosen: null,
    place: [0, 1],
  };

  it('shows both versions, or one; what stayed the same once', () => {
    const roles = (side: 'both' | 'before' | 'after') => marksOf({ ...comparison, side }).map(({ mark, role }) => `${mark.id} ${role}`);
    assert.deepEqual(roles('both'), ['same same', 'moved before', 'gone before', 'moved after', 'new after']);
    assert.deepEqual(roles('before'), ['same same', 'moved before', 'gone before']);
    assert.deepEqual(roles('after'), ['same same', 'moved after', 'new after']);
    assert.deepEqual(
      marksOf({ ...comparison, after: null, side: 'both' }).filter(({ role }) => role === 'after'),
      [],
    );
  });

  it('steps through the changes, and stops at the ends', () => {
    const model = new ChangeModel(comparison);
    const heard: (string | null)[] = [];
    model.listen(({ chosen }) => heard.push(chosen));
    assert.deepEqual([model.step(1), model.step(1), model.step(1), model.step(1)], [true, true, true, false]);
    assert.equal(model.step(-1), true);
    model.choose('no such');
    assert.equal(model.step(-1), true, 'from nothing back to the last');
    assert.deepEqual(heard, ['gone', 'moved', 'new', 'moved', null, 'new']);
    model.nextSide();
    assert.equal(model.shown.side, 'before');
  });

  it('takes masks apart into what was, what came and what stayed', () => {
    const mask = (runs: string, frame = 0): Mark => ({ id: 'k', kind: 'mask', name: 'callus', runs, frame });
    const pieces = (before: Mark, after: Mark) =>
      maskPieces([
        { mark: before, role: 'before' },
        { mark: after, role: 'after' },
      ]).map(({ runs, role }) => `${role} ${formatRuns(runs)}`);
    assert.deepEqual(pieces(mask('5:5+10'), mask('5:8+10')), ['before 5:5+3', 'same 5:8+7', 'after 5:15+3']);
    assert.deepEqual(pieces(mask('5:5+10'), mask('5:5+10', 1)), ['before 5:5+10', 'after 5:5+10'], 'on another frame');
    assert.deepEqual(maskPieces([{ mark: box('b'), role: 'same' }]), []);
  });

  it('finds the frame of a mark by instance and frame, in any stack', () => {
    const file = (instance?: string) => ({ uri: '', name: '', bytes: 1, ...(instance === undefined ? {} : { instance }) });
    const stack = (frames: readonly (readonly [number, number])[]) => ({
      label: '',
      frames: frames.map(([at, frame]) => ({ file: at, frame })),
      timesMs: [],
      isVolume: false,
    });
    const base = { kind: 'dicom', image: 'i', key: '', stack: 0, frame: 0, isComplete: true, problems: [] } as const;
    const series: ViewerSession = {
      ...base,
      files: [file('a'), file('b'), file('c')],
      stacks: [
        stack([[0, 0]]),
        stack([
          [2, 0],
          [1, 0],
        ]),
      ],
    };
    assert.deepEqual(frameOfMark(series, box('m', { instance: 'b' })), { stack: 1, index: 1 });
    assert.equal(frameOfMark(series, box('m', { instance: 'z' })), null);
    const frames: ViewerSession = {
      ...base,
      files: [file()],
      stacks: [
        stack([
          [0, 0],
          [0, 1],
          [0, 2],
        ]),
      ],
    };
    assert.deepEqual(frameOfMark(frames, box('m', { frame: 2 })), { stack: 0, index: 2 });
    assert.deepEqual(frameOfMark(frames, box('m')), { stack: 0, index: 0 });
    const interval: Mark = { id: 'm', kind: 'interval', name: 'peak', first: 1, last: 2 };
    assert.deepEqual(frameOfMark(frames, interval), { stack: 0, index: 1 });
  });
});
