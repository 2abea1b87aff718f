import assert from 'node:assert/strict';
import { onCard, whyNoCard } from './onSoftwareCard';

type Answer = {
  readonly adam: Readonly<Record<string, number>>;
  readonly sgd: Readonly<Record<string, number>>;
  readonly memory: readonly [number, number];
};

describe('training steps on a graphics card', function () {
  this.timeout(60_000);

  it("are the processor's steps, in constant memory, and the process ends in good order", async function () {
    const reason = whyNoCard();
    if (reason !== null) {
      console.log(`      ${reason}`);
      this.skip();
    }
    const { code, signal, answer, errors } = await onCard('deviceSteps.child.ts', []);
    assert.deepEqual([code, signal], [0, null], errors);
    const { adam, sgd, memory } = answer as Answer;
    assert.deepEqual(Object.keys(adam).sort(), [
      'adam_mean',
      'adam_square',
      'average_state',
      'average_weights',
      'loss',
      'state',
      'weights',
    ]);
    assert.deepEqual(Object.keys(sgd).sort(), ['loss', 'sgd_velocity', 'state', 'weights']);
    for (const [name, difference] of [...Object.entries(adam), ...Object.entries(sgd)])
      assert.ok(difference < 1e-4, `${name} differs by ${difference} of its largest number`);
    assert.ok(memory[1] - memory[0] < 20, `memory grew from ${memory[0]} to ${memory[1]} MB in 40 steps`);
  });
});
