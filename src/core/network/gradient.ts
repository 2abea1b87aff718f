import type { Slot } from './buildGraph';
import type { Emitter } from './emitter';
import type { Pass } from './forwardPass';
import { opOf } from './ops';

/** Walks the layers backwards from the output's derivative; gives each learnt array's derivative of the loss. */
export function gradientGraph(emit: Emitter, passes: readonly Pass[], output: string, outputGradient: string): ReadonlyMap<Slot, string> {
  const gradients = new Map([[output, outputGradient]]);
  const parameters = new Map<Slot, string>();
  for (const { node, lowering, forward } of passes.toReversed()) {
    const gradient = gradients.get(node.layer.name);
    if (gradient === undefined) continue;
    const backward = opOf(node.layer).gradient(lowering, forward, gradient);
    for (const [index, name] of node.layer.from.entries()) {
      const share = backward.inputs[index] ?? '';
      const sum = gradients.get(name);
      gradients.set(name, sum === undefined ? share : emit.node('Add', [sum, share]));
    }
    for (const [index, slot] of node.parameters.entries()) parameters.set(slot, backward.parameters[index] ?? '');
  }
  return parameters;
}
