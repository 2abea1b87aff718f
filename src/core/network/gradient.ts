import type { Slot } from './buildGraph';
import type { Emitter } from './emitter';
import type { Pass } from './forwardPass';
import { opOf } from './ops';

/** Derivatives as names of ONNX values: by every layer's (and input's) numbers that the output depends on, by name, and by each learnt array. */
export type Gradients = { readonly values: ReadonlyMap<string, string>; readonly parameters: ReadonlyMap<Slot, string> };

/** Walks the layers backwards from the output's derivative; gives each learnt array's derivative of the loss. */
export const gradientGraph = (emit: Emitter, passes: readonly Pass[], output: string, outputGradient: string): ReadonlyMap<Slot, string> =>
  backwardPass(emit, passes, output, outputGradient).parameters;

/** Walks the layers backwards from the output's derivative. */
export function backwardPass(emit: Emitter, passes: readonly Pass[], output: string, outputGradient: string): Gradients {
  const values = new Map([[output, outputGradient]]);
  const parameters = new Map<Slot, string>();
  for (const { node, lowering, forward } of passes.toReversed()) {
    const gradient = values.get(node.layer.name);
    if (gradient === undefined) continue;
    const backward = opOf(node.layer).gradient(lowering, forward, gradient);
    for (const [index, name] of node.layer.from.entries()) {
      const share = backward.inputs[index] ?? '';
      const sum = values.get(name);
      values.set(name, sum === undefined ? share : emit.node('Add', [sum, share]));
    }
    for (const [index, slot] of node.parameters.entries()) parameters.set(slot, backward.parameters[index] ?? '');
  }
  return { values, parameters };
}
