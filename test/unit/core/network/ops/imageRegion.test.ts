import assert from 'node:assert/strict';
import { makeEmitter, type Target } from '../../../../../src/core/network/emitter';
import { encodeOnnx } from '../../../../../src/core/network/onnx';
import { moveImage } from '../../../../../src/core/network/ops/imageRegion';
import { openSession } from '../../../../../src/node/training/session';

describe('moving an image', () => {
  const from = [2, 3] as const;
  const image = { data: Float32Array.of(1, 2, 3, 4, 5, 6), dims: [1, 1, ...from] };

  async function moved(target: Target, by: readonly [number, number], to: readonly [number, number], value?: number) {
    const emit = makeEmitter({ target });
    emit.output(moveImage(emit, 'image', by, { from, to }, value), 'moved');
    const model = emit.finish('move', [{ name: 'image', dims: [1, 1, ...from] }], [{ name: 'moved', dims: [1, 1, ...to] }]);
    const session = await openSession(encodeOnnx(model), 1);
    const { moved: result = [] } = await session.run({ image });
    await session.close();
    return [...result];
  }

  for (const target of ['cpu', 'device'] as const) {
    it(`cuts and fills its edges (${target})`, async () => {
      assert.deepEqual(await moved(target, [1, -1], [2, 3]), [0, 0, 0, 2, 3, 0]);
      assert.deepEqual(await moved(target, [-1, 1], [2, 5], 9), [9, 4, 5, 6, 9, 9, 9, 9, 9, 9]);
      assert.deepEqual(await moved(target, [0, -2], [1, 1]), [3]);
      assert.deepEqual(await moved(target, [0, 0], from), [1, 2, 3, 4, 5, 6]);
    });
  }
});
