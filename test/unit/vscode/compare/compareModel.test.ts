import assert from 'node:assert/strict';
import { chosenRuns, requireComparable } from '../../../../src/vscode/compare/chosenRuns';
import { CompareModel } from '../../../../src/vscode/compare/compareModel';

const [a, b, c] = ['20260304-050607-x-0af9', '20260304-060607-x-0af8', '20260304-070607-x-0af7'];

describe('chosenRuns', () => {
  it("takes a command's runs, or a tree's selection with the oldest first, each once", () => {
    assert.deepEqual(chosenRuns({ runs: [a, b, a, 7, '../x'] }, undefined), [a, b]);
    assert.deepEqual(chosenRuns({ run: a }, [{ run: b }, { run: a }]), [a, b]);
    assert.deepEqual(chosenRuns({ run: a }, [{ run: b }]), [a]);
    assert.deepEqual(chosenRuns({ run: a }, undefined), [a]);
    assert.deepEqual([chosenRuns(undefined, undefined), chosenRuns(null, null), chosenRuns('x', [])], [[], [], []]);
  });

  it('refuses too few and too many in a sentence', () => {
    assert.deepEqual(requireComparable([a, b]), [a, b]);
    assert.throws(() => requireComparable([]), /Choose 2 to 20 runs to compare; none is chosen/);
    assert.throws(() => requireComparable([a]), /one is chosen/);
    assert.throws(() => requireComparable(Array.from({ length: 21 }, () => a)), /21 runs are too many/);
  });
});

describe('CompareModel', () => {
  type Asked = { readonly words: string; readonly signal: AbortSignal | undefined };
  let asked: Asked[] = [];
  let progress: string[] = [];
  const answers: ((value: unknown) => void)[] = [];
  const model = () =>
    new CompareModel(
      (args, { signal, onEvent }) => {
        asked.push({ words: args.slice(2).join(' '), signal });
        onEvent?.({ event: 'progress', phase: 'Reading predictions', done: 0, total: 2 });
        return new Promise((resolve) => answers.push(resolve));
      },
      '/project',
      [a, b, c],
      ({ phase }) => void progress.push(phase),
    );
  beforeEach(() => {
    [asked, progress] = [[], []];
    answers.length = 0;
  });

  it('compares with the wanted reference first, once as long as nothing changes', async () => {
    const tested = model();
    const first = tested.report(b);
    answers[0]?.({ task: 'detection' });
    await first;
    await tested.report(b);
    assert.deepEqual(
      asked.map(({ words }) => words),
      [`compare ${b} ${a} ${c}`],
    );
    assert.deepEqual([tested.isDrawn, progress], [true, ['Reading predictions']]);
    tested.noteChange();
    const again = tested.report('gone');
    answers[1]?.({ task: 'regression' });
    await again;
    assert.deepEqual([asked[1]?.words, tested.isDrawn], [`compare ${a} ${b} ${c}`, false]);
  });

  it('does not keep what was read while files changed, and ends an older question', async () => {
    const tested = model();
    void tested.report(a);
    const second = tested.report(b);
    assert.deepEqual([asked[0]?.signal?.aborted, asked[1]?.signal?.aborted], [true, false]);
    tested.noteChange();
    answers[1]?.({});
    await second;
    void tested.report(b);
    assert.equal(asked.length, 3);
    tested.dispose();
    assert.equal(asked[2]?.signal?.aborted, true);
  });

  it('asks for the importance over its runs, or over all like the first', () => {
    const tested = model();
    void tested.importance({ metric: 'mae', over: 'compared' });
    void tested.importance({ metric: 'auc', over: 'history' });
    assert.deepEqual(
      asked.map(({ words, signal }) => [words, signal?.aborted]),
      [
        [`importance --metric mae ${a} ${b} ${c}`, true],
        [`importance --metric auc --like ${a}`, false],
      ],
    );
    assert.deepEqual(progress, []);
  });
});
