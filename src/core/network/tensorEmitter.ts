import type { Tensor } from '@tensorflow/tfjs-core';
import type { Emitter } from './emitter';
import type { OnnxAttribute } from './onnx';
import { at } from './op';
import type { TensorFlowCore } from './tensorFlow';
import { tensorRules } from './tensorRules';

/** An emitter that works its nodes out in TensorFlow.js, each when it is first needed, so that losses and optimizers are written once for both engines. */
export type TensorEmitter = Emitter & {
  /** The tensor of a value. */
  readonly tensor: (value: string) => Tensor;
  /** The values that were given names, by these. */
  readonly outputs: () => Readonly<Record<string, Tensor>>;
};

/** Starts an emitter from tensors by name; it must be used up within the `tf.tidy` in which it was made. */
export function tensorEmitter(tf: TensorFlowCore, given: Readonly<Record<string, Tensor>>): TensorEmitter {
  const values = new Map<string, () => Tensor>(Object.entries(given).map(([name, tensor]) => [name, () => tensor]));
  const lists = new Map<string, readonly number[]>();
  const named = new Map<string, string>();
  let count = 0;

  const tensor = (name: string): Tensor => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`There is no value ${name}.`);
    return value();
  };
  const ints = (name: string): readonly number[] => {
    const list = lists.get(name);
    if (list === undefined) throw new Error(`The value ${name} is no list of whole numbers.`);
    return list;
  };
  const add = (type: string, value: () => Tensor): string => {
    const name = `${type}_${count++}`;
    values.set(name, once(value));
    return name;
  };
  const nodes = (type: string, inputs: readonly string[], outputs: number, attributes: Readonly<Record<string, OnnxAttribute>> = {}) => {
    const rule = tensorRules[type];
    if (rule === undefined) throw new Error(`There is no rule for the operator ${type} in TensorFlow.js.`);
    const here = { tf, attributes, tensor: (index: number) => tensor(at(inputs, index)), ints: (index: number) => ints(at(inputs, index)) };
    const made = once(() => [rule({ ...here, count: inputs.length })].flat());
    return Array.from({ length: outputs }, (_, index) => add(type, () => at(made(), index)));
  };

  return {
    target: 'device',
    tensor,
    outputs: () => Object.fromEntries([...named].map(([name, value]) => [name, tensor(value)])),
    nodes: (type, inputs, outputs, options) => nodes(type, inputs, outputs, options?.attributes),
    node: (type, inputs, options) => at(nodes(type, inputs, 1, options?.attributes), 0),
    floats: (data, dims = []) => add('floats', () => tf.tensor(Float32Array.from(data), [...dims])),
    ints: (list) => {
      const name = `ints_${count++}`;
      lists.set(name, list);
      return name;
    },
    after: (value) => value,
    output: (value, name) => {
      named.set(name, value);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
