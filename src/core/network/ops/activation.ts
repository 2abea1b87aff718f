import type { Emitter } from '../emitter';
import type { LayerOf, OpName } from '../layer';
import { at, type Op, onlyShape } from '../op';

/** The rules of a layer that works on each number by itself: its output y, and dy/dx times the derivative of the output. */
export function activation<K extends OpName>(
  onnx: (emit: Emitter, x: string, layer: LayerOf<K>) => string,
  gradient: (emit: Emitter, values: { readonly x: string; readonly y: string; readonly dy: string }, layer: LayerOf<K>) => string,
  check: (layer: LayerOf<K>) => void = () => {},
): Op<K> {
  return {
    shape: (layer, inputs) => {
      check(layer);
      return onlyShape(inputs);
    },
    parameters: () => [],
    state: () => [],
    onnx: ({ emit, inputs, layer }) => ({ output: onnx(emit, at(inputs, 0), layer) }),
    gradient: ({ emit, inputs, layer }, { output }, dy) => ({
      inputs: [gradient(emit, { x: at(inputs, 0), y: output, dy }, layer)],
      parameters: [],
    }),
  };
}
