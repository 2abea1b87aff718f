import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Graph, GraphLayer, Slot } from './buildGraph';
import { maskInputs } from './dropoutMasks';
import type { Shape } from './layer';
import { at } from './op';
import { maskName } from './ops/dropout';
import type { TensorFlow } from './tensorFlow';
import { channelsFirst, channelsLast } from './tensorOp';
import { tensorOpOf } from './tensorOps';

/** A network as TensorFlow.js knows it. */
export type NetworkModel = {
  /** Its images are [n, rows, columns, channels]; its inputs are the network's, then the mask of each dropout layer. */
  readonly model: LayersModel;
  /** The learnt arrays and the running statistics, in the graph's order and shapes, so that our flat vectors fit; all zero at first. */
  readonly parameters: readonly Variable[];
  readonly state: readonly Variable[];
  /**
   * The network's last numbers [n, ...shape] for inputs by name, images with their channels first. Training normalises by the batch, renews
   * the running statistics and drops by the masks that are among the inputs.
   */
  readonly run: (inputs: Readonly<Record<string, Tensor>>, training: boolean) => Tensor;
};

/** Builds a checked network as a tf.LayersModel of as many layers, in the given TensorFlow.js. */
export function layersModel(tf: TensorFlow, graph: Graph): NetworkModel {
  const makeLayer = layerMaker(tf);
  const masks = maskInputs(graph).map(({ name, dims }) => [name, dims.slice(1) as Shape] as const);
  const shapes = Object.fromEntries([...Object.entries(graph.network.inputs), ...masks]);
  const inputs = Object.entries(shapes).map(([name, shape]) => [name, tf.input({ shape: lastShape(shape) })] as const);
  const values = new Map<string, SymbolicTensor>(inputs);
  const layers = graph.layers.map((node, index) => {
    const made = makeLayer(node, index);
    const names = node.layer.op === 'dropout' ? [...node.layer.from, maskName(node.layer.name)] : node.layer.from;
    const read = names.flatMap((name) => values.get(name) ?? []);
    values.set(node.layer.name, made.layer.apply(read) as SymbolicTensor);
    return made;
  });
  const model = tf.model({ inputs: inputs.map(([, input]) => input), outputs: values.get(graph.network.output) ?? [] });
  const variables = new Map(layers.flatMap((layer) => [...layer.variables]));
  const of = (slots: readonly Slot[]) => slots.flatMap((slot) => (variables.get(slot)?.read() as Variable | undefined) ?? []);
  return { model, parameters: of(graph.parameters), state: of(graph.state), run: runnerOf(tf, graph, model, shapes) };
}

function runnerOf(tf: TensorFlow, graph: Graph, model: LayersModel, shapes: Readonly<Record<string, Shape>>): NetworkModel['run'] {
  const [first = ''] = Object.keys(graph.network.inputs);
  return (inputs, training) => {
    const count = inputs[first]?.shape[0] ?? 0;
    // Without training nothing is dropped, but the model still wants its masks.
    const given = Object.entries(shapes).map(([name, shape]) => channelsLast(tf, inputs[name] ?? tf.ones([count, ...shape])));
    return channelsFirst(tf, model.apply(given, { training }) as Tensor);
  };
}

const lastShape = (shape: Shape): number[] => (shape.length === 3 ? [at(shape, 1), at(shape, 2), at(shape, 0)] : [...shape]);

/** A maker of TensorFlow.js layers, which are classes of their own. */
function layerMaker(tf: TensorFlow) {
  // TensorFlow.js takes new layers only as descendants of its own class.
  class NetworkLayer extends tf.layers.Layer {
    static className = 'RadStepsLayer';
    readonly variables = new Map<Slot, LayerVariable>();
    readonly #node: GraphLayer;

    constructor(node: GraphLayer, index: number) {
      // By number, because ours may hold letters that TensorFlow.js refuses.
      super({ name: `${index}.${node.layer.name.replace(/[^-\w.]/g, '_')}` });
      this.#node = node;
    }

    override build(): void {
      const { parameters, state } = this.#node;
      for (const slot of [...parameters, ...state]) {
        const trainable = parameters.includes(slot);
        this.variables.set(slot, this.addWeight(slot.name, [...slot.shape], 'float32', tf.initializers.zeros(), undefined, trainable));
      }
    }

    override computeOutputShape(): (number | null)[] {
      return [null, ...lastShape(this.#node.shape)];
    }

    override call(inputs: Tensor | Tensor[], { training = false }: { readonly training?: boolean }): Tensor {
      const { layer, parameters, state } = this.#node;
      const read = (slots: readonly Slot[]) => slots.flatMap((slot) => this.variables.get(slot)?.read() ?? []);
      const keep = (renewed: readonly Tensor[]): void => {
        for (const [index, slot] of state.entries()) this.variables.get(slot)?.write(tf.reshape(at(renewed, index), [...slot.shape]));
      };
      return tf.tidy(() =>
        tensorOpOf(layer.op)({ tf, layer, inputs: [inputs].flat(), parameters: read(parameters), state: read(state), training, keep }),
      );
    }
  }
  return (node: GraphLayer, index: number) => {
    const layer = new NetworkLayer(node, index);
    return { layer, variables: layer.variables };
  };
}
