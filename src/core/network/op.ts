import type { Emitter } from './emitter';
import type { LayerOf, OpName, Shape } from './layer';

/** A learnt array of a layer, or a running statistic of one. */
export type ArraySpec = {
  readonly name: string;
  readonly shape: readonly number[];
  /** `he`: normal with variance 2 / fanIn; a number: all of them this one. */
  readonly initial: 'he' | 'zeros' | 'ones' | number;
  readonly fanIn?: number;
};

/** Where a layer is lowered: its neighbours as names of ONNX values, whose first dimension is the batch. */
export type Lowering<K extends OpName> = {
  readonly layer: LayerOf<K>;
  readonly emit: Emitter;
  readonly training: boolean;
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  readonly parameters: readonly string[];
  readonly state: readonly string[];
};

/** What the forward pass of a layer leaves: its output, values that its gradient needs again, and the renewed running statistics. */
export type Forward = {
  readonly output: string;
  readonly saved?: Readonly<Record<string, string>>;
  readonly state?: readonly string[];
};

/** Derivatives of the loss by a layer's inputs and parameters, in their order; a parameter's may come as a matrix, [first side, all others], or lack sides of 1. */
export type Backward = { readonly inputs: readonly string[]; readonly parameters: readonly string[] };

/** All that is known of one kind of layer. */
export type Op<K extends OpName> = {
  /** Checks the inputs and gives the output's shape; the reason it throws is completed with layer and shapes by `buildGraph`. */
  shape(layer: LayerOf<K>, inputs: readonly Shape[]): Shape;
  parameters(layer: LayerOf<K>, inputs: readonly Shape[]): readonly ArraySpec[];
  state(layer: LayerOf<K>, inputs: readonly Shape[]): readonly ArraySpec[];
  onnx(at: Lowering<K>): Forward;
  gradient(at: Lowering<K>, forward: Forward, outputGradient: string): Backward;
};

/** The only input's shape, which must have `rank` dimensions (3 an image, 1 a vector); throws the reason otherwise. */
export function onlyShape(inputs: readonly Shape[], rank?: 1 | 3): Shape {
  const [shape] = inputs;
  if (shape === undefined || inputs.length !== 1) throw new Error(`takes one input, not ${inputs.length}`);
  if (rank !== undefined && shape.length !== rank)
    throw new Error(rank === 3 ? 'needs an image (channels x rows x columns)' : 'needs a vector');
  return shape;
}

/** An entry of a list that must be there. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`There is no entry ${index} in a list of ${list.length}.`);
  return value;
}
