import assert from 'node:assert/strict';
import type { RunResult } from '../../../../src/core/experiment/runRecord';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import { onCard, whyNoCard } from './onSoftwareCard';

type Told = readonly TrainerEvent[];
type Answer = Readonly<Record<'whole' | 'resumed' | 'auto' | 'named' | 'cpu', Told>>;

const startOf = (told: Told) => told.flatMap((event) => (event.event === 'started' ? [event.engine] : []))[0];
const warningsOf = (told: Told) => told.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
const epochsOf = (told: Told) => told.flatMap((event) => (event.event === 'epoch' ? [event] : []));

function resultOf(told: Told): RunResult {
  const last = told.at(-1);
  assert.ok(last?.event === 'finished', JSON.stringify(last));
  return last.result;
}

function sameNumbers(told: Told, expected: Told, share: number): void {
  const [found, wanted] = [epochsOf(told), epochsOf(expected)];
  for (const epoch of found) {
    const other = wanted.find((entry) => entry.epoch === epoch.epoch);
    for (const key of ['trainLoss', 'tuningLoss'] as const)
      assert.ok(
        Math.abs(epoch[key] - (other?.[key] ?? Number.NaN)) <= share * epoch[key],
        `epoch ${epoch.epoch}: ${epoch[key]}, ${other?.[key]}`,
      );
  }
}

describe('a job on a graphics card', function () {
  this.timeout(60_000);

  async function answer(kind: 'card' | 'broken', driver?: string): Promise<Answer> {
    const end = await onCard('deviceJob.child.ts', [kind], driver);
    assert.deepEqual([end.code, end.signal], [0, null], end.errors);
    return end.answer as Answer;
  }

  it('trains, judges and goes on after a kill as on the processor, and says what it computed on', async function () {
    const reason = whyNoCard();
    if (reason !== null) {
      console.log(`      ${reason}`);
      this.skip();
    }
    const { whole, resumed, cpu } = await answer('card');
    const { backend, device } = startOf(whole) ?? {};
    assert.deepEqual([backend, device], ['webgpu', 'SwiftShader in software']);
    assert.deepEqual(warningsOf(whole), []);
    assert.equal(resultOf(whole).epochs, 2);
    assert.equal(resultOf(whole).metrics.mae?.last.n, 4);
    sameNumbers(whole, cpu, 1e-4);

    assert.equal(startOf(resumed)?.backend, 'webgpu');
    assert.deepEqual(warningsOf(resumed), ['Training goes on from the checkpoint after epoch 1.']);
    assert.deepEqual(
      epochsOf(resumed).map(({ epoch }) => epoch),
      [2],
    );
    sameNumbers(resumed, whole, 1e-4);
  });

  it('trains on the processor where no card works, when it may, and says so', async () => {
    const { auto, named, cpu } = await answer('broken', '/nowhere/icd.json');
    assert.equal(startOf(auto)?.backend, 'cpu');
    const [first, second, ...more] = warningsOf(auto);
    assert.match(first ?? '', /^CUDA can't train here: .+\. This run trains on WebGPU instead\.$/);
    assert.match(
      second ?? '',
      /^WebGPU can't train here: there is no graphics card with a working driver \(.+\)\. This run trains on CPU instead\.$/,
    );
    assert.deepEqual(more, []);
    assert.equal(resultOf(auto).weights?.sha256, resultOf(cpu).weights?.sha256);

    const last = named.at(-1);
    assert.ok(last?.event === 'failed');
    assert.match(last.message, /^WebGPU can't train here: .+ Set engine\.backend to auto or cpu; `radsteps kit` shows what works\.$/);
    assert.equal(named.length, 1);
  });
});
