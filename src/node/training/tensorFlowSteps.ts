import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Graph } from '../../core/network/buildGraph';
import { dropoutMasks } from '../../core/network/dropoutMasks';
import { layersModel, type NetworkModel } from '../../core/network/layersModel';
import { emitLoss, type LossSpec, type PlainLossName } from '../../core/network/loss';
import { at } from '../../core/network/op';
import { tensorEmitter } from '../../core/network/tensorEmitter';
import type { TensorFlow } from '../../core/network/tensorFlow';
import { withSlope } from '../../core/network/tensorOp';
import { emitUpdate, keptVectors, plainAdam, updateScalars, type WeightUpdate } from '../../core/network/weightUpdate';
import type { Values } from './session';
import type { StepRunner, Vectors } from './stepRunner';

type Tensors = Readonly<Record<string, Tensor>>;

/** The training step of a graph by TensorFlow.js: a tf.LayersModel whose derivatives are TensorFlow's own, with our losses and weight updates. Numbers go in and out as in the built-in engine. */
export function tensorFlowSteps(
  tf: TensorFlow,
  graph: Graph,
  loss: LossSpec | PlainLossName,
  start: Vectors,
  update: WeightUpdate = plainAdam,
  seed = 0,
): StepRunner {
  const network = layersModel(tf, graph);
  const first = keptVectors(graph, update).map(({ name, length, copyOf = '' }) => {
    const data = start[name] ?? start[copyOf] ?? new Float32Array(length);
    return [name, tf.tensor1d(Float32Array.from(data))] as const;
  });
  let present: Tensors = Object.fromEntries(first);
  assign(tf, network.parameters, present.weights);
  assign(tf, network.state, present.state);
  return {
    run: async (batch, step, rate) => {
      const masks = dropoutMasks(graph, batch.inputs.image?.dims[0] ?? 0, seed, step);
      const numbers = { rate, ...updateScalars(update, step) };
      const { lossValue, ...renewed } = tf.tidy(() => {
        const inputs = tensorsOf(tf, { ...batch.inputs, ...masks });
        const { value, gradient } = lossGradient(tf, network, inputs, (output) => weightedLoss(tf, graph, loss, output, inputs));
        return { lossValue: value, ...stepped(tf, graph, network, update, { ...present, ...scalars(tf, numbers), gradient }) };
      });
      tf.dispose(present);
      present = renewed;
      assign(tf, network.parameters, present.weights);
      const [number = Number.NaN] = await lossValue.data();
      lossValue.dispose();
      return number;
    },
    vectors: async () => Object.fromEntries(Object.entries(present).map(([name, tensor]) => [name, tensor.dataSync() as Float32Array])),
    close: async () => {
      tf.dispose(present);
      network.model.dispose();
    },
  };
}

/** Writes a flat vector into variables, in their order. */
function assign(tf: TensorFlow, variables: readonly Variable[], flat: Tensor | undefined): void {
  if (flat === undefined || variables.length === 0) return;
  tf.tidy(() => {
    const pieces = tf.split(
      flat,
      variables.map(({ size }) => size),
    );
    for (const [index, variable] of variables.entries()) variable.assign(tf.reshape(at(pieces, index), variable.shape));
  });
}

const tensorsOf = (tf: TensorFlow, values: Readonly<Record<string, Values>>): Tensors =>
  Object.fromEntries(Object.entries(values).map(([name, { data, dims }]) => [name, tf.tensor(data, [...dims])]));

const scalars = (tf: TensorFlow, numbers: Readonly<Record<string, number>>): Tensors =>
  Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, tf.tensor1d([number])]));

const flat = (tf: TensorFlow, tensors: readonly Tensor[]): Tensor => tf.concat(tensors.map((tensor) => tf.reshape(tensor, [-1])));

/** The loss and its derivative by all learnt arrays, as one flat vector; zero for those that the output does not depend on. */
function lossGradient(tf: TensorFlow, { parameters, run }: NetworkModel, inputs: Tensors, lossOf: (output: Tensor) => Tensor) {
  const { value, grads } = tf.variableGrads(() => lossOf(run(inputs, true)) as Scalar, [...parameters]);
  const gradient = flat(
    tf,
    parameters.map((variable) => grads[variable.name] ?? tf.zerosLike(variable)),
  );
  return { value, gradient };
}

/** The batch's loss, each example weighted, with the derivative by our own rules: TensorFlow.js has none of a comparison. */
const weightedLoss = (tf: TensorFlow, graph: Graph, loss: LossSpec | PlainLossName, output: Tensor, { target, weight }: Tensors): Tensor =>
  withSlope(tf, output, (x) => {
    const emit = tensorEmitter(tf, { output: x, ...(target && { target }), ...(weight && { weight }) });
    const { each, gradient } = emitLoss(emit, loss, { output: 'output', target: 'target', weight: 'weight', shape: graph.outputShape });
    return { value: tf.sum(tf.mul(emit.tensor(each), emit.tensor('weight'))), slope: emit.tensor(gradient) };
  });

/** Every kept vector after an update, by name; the running statistics are those that the forward pass left in the model. */
function stepped(tf: TensorFlow, graph: Graph, { parameters, state }: NetworkModel, update: WeightUpdate, values: Tensors): Tensors {
  const arrays = Object.fromEntries(parameters.map((variable, index) => [`parameter:${index}`, variable]));
  const renewedState = state.length > 0 ? { renewed_state: flat(tf, state) } : {};
  const emit = tensorEmitter(tf, { ...values, ...arrays, ...renewedState });
  emitUpdate(emit, graph, update, {
    gradient: 'gradient',
    parameters: Object.keys(arrays),
    state: state.length > 0 ? 'renewed_state' : null,
  });
  return Object.fromEntries(Object.entries(emit.outputs()).map(([name, tensor]) => [name.replace(/^new_/, ''), tensor]));
}
