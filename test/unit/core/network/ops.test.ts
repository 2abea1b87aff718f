import assert from 'node:assert/strict';
import type { OpName } from '../../../../src/core/network/layer';
import { ops } from '../../../../src/core/network/ops';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { plainTensorFlow } from '../../../fixtures/plainTensorFlow';
import { checkOp } from './checkOp';
import { drawFrom, type OpCases } from './opCase';
import { opCases } from './opCases';

const draws = 6;

describe('network operators: output and derivatives in ONNX Runtime against plain double precision and TensorFlow.js', () => {
  let tf: Awaited<ReturnType<typeof plainTensorFlow>>;
  before(async () => {
    tf = await plainTensorFlow();
  });

  for (const [op, { fixed, drawn }] of Object.entries(opCases) as [OpName, OpCases<OpName>][]) {
    for (const { title, expected, ...entry } of fixed) {
      it(`${op}: ${title}`, async () => {
        assert.deepEqual(await checkOp(tf, op, entry), expected);
      });
    }
    it(`${op}: ${draws} drawn by chance`, async () => {
      const draw = drawFrom(mulberry32(41));
      for (let index = 0; index < draws; index++) {
        const entry = drawn(draw);
        await checkOp(tf, op, entry).catch((error: unknown) => {
          throw new Error(`Number ${index}, ${JSON.stringify(entry)}: ${error instanceof Error ? error.message : error}`, { cause: error });
        });
      }
    });
  }

  it('has cases for every operator', () => {
    const tried = Object.entries(opCases)
      .filter(([, { fixed }]) => fixed.length > 0)
      .map(([op]) => op);
    assert.deepEqual(tried.toSorted(), Object.keys(ops).toSorted());
  });
});
