import type { Emitter } from '../emitter';
import { at, type Op, onlyShape } from '../op';

/** Largest of each 2x2 block; dy goes to the largest pixel, and is shared evenly where several are equally large. */
export const maxPool: Op<'maxPool'> = {
  shape: (_, inputs) => {
    const [channels = 0, rows = 0, columns = 0] = onlyShape(inputs, 3);
    if (rows < 2 || columns < 2) throw new Error('needs at least 2 rows and 2 columns');
    return [channels, Math.floor(rows / 2), Math.floor(columns / 2)];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, inputs }) => ({ output: emit.node('MaxPool', [at(inputs, 0)], blocks) }),
  gradient: ({ emit, inputs, inputShapes, shape }, { output }, outputGradient) => {
    const [, rows = 0, columns = 0] = at(inputShapes, 0);
    const [, pooledRows = 0, pooledColumns = 0] = shape;
    const odd = { rows: rows - 2 * pooledRows, columns: columns - 2 * pooledColumns };
    const uneven = odd.rows + odd.columns > 0;
    const image = at(inputs, 0);
    const even = uneven
      ? emit.node('Slice', [image, emit.ints([0, 0]), emit.ints([2 * pooledRows, 2 * pooledColumns]), emit.ints([2, 3])])
      : image;
    const gradient = evenGradient(emit, even, output, outputGradient);
    const padded = uneven ? emit.node('Pad', [gradient, emit.ints([0, 0, 0, 0, 0, 0, odd.rows, odd.columns])]) : gradient;
    return { inputs: [padded], parameters: [] };
  },
};

const blocks = { attributes: { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } } };

function evenGradient(emit: Emitter, image: string, output: string, outputGradient: string): string {
  const largest = emit.node('Cast', [emit.node('Equal', [image, doubled(emit, output)])], { attributes: { to: { int: 1 } } });
  const share = emit.node('AveragePool', [largest], blocks);
  const each = emit.node('Div', [outputGradient, emit.node('Mul', [share, emit.floats([4])])]);
  return emit.node('Mul', [largest, doubled(emit, each)]);
}

/** Each pixel becomes a block of 2x2. */
function doubled(emit: Emitter, image: string): string {
  return emit.node('Resize', [image, '', emit.floats([1, 1, 2, 2], [4])], {
    attributes: { mode: { text: 'nearest' }, coordinate_transformation_mode: { text: 'asymmetric' }, nearest_mode: { text: 'floor' } },
  });
}
