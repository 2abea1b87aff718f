import type { Graph } from './buildGraph';
import type { Shape } from './layer';

/** One layer in the table of a network. */
export type LayerSummary = {
  readonly name: string;
  readonly op: string;
  readonly from: readonly string[];
  readonly shape: Shape;
  /** Learnt numbers. */
  readonly parameters: number;
};

/** A network as people look at it. */
export type NetworkSummary = {
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly layers: readonly LayerSummary[];
  readonly output: Shape;
  readonly parameters: number;
  /** Running statistics, which are kept beside the parameters. */
  readonly statistics: number;
};

/** The table of a network's layers with what they give for one example, and its sums. */
export function summariseNetwork({ network, layers, outputShape, parameterCount, stateCount }: Graph): NetworkSummary {
  const rows = layers.map(({ layer: { name, op, from }, shape, parameters }): LayerSummary => {
    return { name, op, from, shape, parameters: parameters.reduce((sum, { size }) => sum + size, 0) };
  });
  return { inputs: network.inputs, layers: rows, output: outputShape, parameters: parameterCount, statistics: stateCount };
}
