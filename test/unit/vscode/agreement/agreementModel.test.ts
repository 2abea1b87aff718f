import assert from 'node:assert/strict';
import type { ConsensusRequest } from '../../../../src/protocol/agreement';
import { agreementArguments, consensusArguments } from '../../../../src/vscode/agreement/agreementArguments';
import { AgreementModel } from '../../../../src/vscode/agreement/agreementModel';

const all = { readers: null, part: null };
const request: ConsensusRequest = { ...all, image: null, rules: {}, settled: {}, status: 'draft', replace: false };

describe('the words that the agreement page gives the command line', () => {
  it('name readers and part only where they are chosen', () => {
    assert.deepEqual(agreementArguments(all), ['agreement', '--overview']);
    assert.deepEqual(agreementArguments({ readers: ['ada', 'ben'], part: 'test' }), [
      ...['agreement', '--overview', '--readers', 'ada,ben', '--part', 'test'],
    ]);
  });

  it('carry rules, what is settled, and that it may write over', () => {
    assert.deepEqual(consensusArguments(request), ['labels', 'consensus']);
    const whole = {
      ...request,
      image: 'img-1',
      rules: { age: 'mean' },
      settled: { side: 'reader:ada' },
      status: 'final',
      replace: true,
    } as const;
    assert.deepEqual(consensusArguments(whole), [
      ...['labels', 'consensus', '--images', 'img-1', '--rule', 'age=mean', '--settle', 'side=reader:ada', '--final', '--replace'],
    ]);
  });
});

describe('AgreementModel', () => {
  type Asked = { readonly words: readonly string[]; readonly signal: AbortSignal; readonly answer: (value: unknown) => void };
  const asked: Asked[] = [];
  const model = () => {
    asked.length = 0;
    const cli = (words: readonly string[], { signal = new AbortController().signal }: { readonly signal?: AbortSignal }) =>
      new Promise<unknown>((resolve, reject) => {
        asked.push({ words, signal, answer: resolve });
        signal.addEventListener('abort', () => reject(new Error('ended')));
      });
    return new AgreementModel(cli, '/project', () => undefined);
  };

  it('computes once for one question, until files change', async () => {
    const own = model();
    const first = own.report(all);
    asked[0]?.answer('report');
    assert.equal(await first, 'report');
    assert.equal(await own.report(all), 'report');
    assert.equal(asked.length, 1);
    own.noteChange();
    void own.report(all);
    assert.equal(asked.length, 2);
  });

  it('does not keep what was computed while files changed', async () => {
    const own = model();
    const first = own.report(all);
    own.noteChange();
    asked[0]?.answer('old');
    await first;
    void own.report(all);
    assert.equal(asked.length, 2);
  });

  it('ends the computing of a question that is not asked any more, and its own at the end', async () => {
    const own = model();
    const first = own.report(all);
    const second = own.report({ readers: ['ada', 'ben'], part: null });
    await assert.rejects(first, /ended/);
    const making = own.makeConsensus(request);
    own.dispose();
    await assert.rejects(second, /ended/);
    await assert.rejects(making, /ended/);
    assert.deepEqual(
      asked.map(({ signal }) => signal.aborted),
      [true, true, true],
    );
  });
});
