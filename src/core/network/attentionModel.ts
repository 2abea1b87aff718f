import type { Graph, GraphLayer } from './buildGraph';
import { makeEmitter } from './emitter';
import { forwardPass, outputOf } from './forwardPass';
import { backwardPass } from './gradient';
import type { Weights } from './inferenceModel';
import type { OnnxModel } from './onnx';
import { at } from './op';
import { networkInputs } from './trainingStep';

/** The graph's input that weighs the network's last numbers, before they become probabilities: what is explained is their weighted sum. */
export const directionName = 'direction';

/**
 * The trained network as an ONNX graph for explaining it. Inputs: the network's own and `direction` [n, ...the output's shape]. Outputs: `raw` (the last
 * numbers before they become probabilities), `features` of the layer, and `gradient`, the derivative of the sum of raw * direction by those features.
 */
export function attentionModel(graph: Graph, trained: Weights, { layer, shape }: GraphLayer): OnnxModel {
  const emit = makeEmitter();
  const passes = learntPass(emit, graph, trained);
  const features = passes.find(({ node }) => node.layer.name === layer.name)?.forward.output ?? '';
  const { values } = backwardPass(emit, passes, graph.network.output, directionName);
  emit.output(emit.node('Identity', [outputOf(graph, passes)]), 'raw');
  emit.output(emit.node('Identity', [features]), 'features');
  emit.output(emit.node('Identity', [values.get(layer.name) ?? '']), 'gradient');
  const direction = { name: directionName, dims: ['n', ...graph.outputShape] };
  return emit.finish(
    'attention',
    [...networkInputs(graph), direction],
    [
      { name: 'raw', dims: ['n', ...graph.outputShape] },
      { name: 'features', dims: ['n', ...shape] },
      { name: 'gradient', dims: ['n', ...shape] },
    ],
  );
}

/**
 * The trained network up to a layer as an ONNX graph: the network's inputs to `features` [n, featureCount]. They are what the network itself goes on with:
 * the mean of each channel over all places, the largest of each, or both; the mean where it goes on otherwise.
 */
export function featureModel(graph: Graph, trained: Weights, layer: GraphLayer): OnnxModel {
  const emit = makeEmitter();
  const passes = learntPass(emit, graph, trained);
  const outputOfLayer = (name: string): string => passes.find(({ node }) => node.layer.name === name)?.forward.output ?? '';
  const pooled = poolingsOf(graph, layer).map((pooling) => outputOfLayer(pooling.layer.name));
  const mean = () =>
    emit.node('ReduceMean', [outputOfLayer(layer.layer.name), emit.ints([2, 3])], { attributes: { keepdims: { int: 0 } } });
  const features = pooled.length === 0 ? mean() : emit.node('Concat', pooled, { attributes: { axis: { int: 1 } } });
  emit.output(features, 'features');
  return emit.finish('features', networkInputs(graph), [{ name: 'features', dims: ['n', featureCount(graph, layer)] }]);
}

/** Numbers that `featureModel` gives for an image. */
export const featureCount = (graph: Graph, layer: GraphLayer): number => at(layer.shape, 0) * Math.max(1, poolingsOf(graph, layer).length);

const poolingsOf = ({ layers }: Graph, { layer: { name } }: GraphLayer): readonly GraphLayer[] =>
  layers.filter(({ layer: { op, from } }) => (op === 'globalAveragePool' || op === 'globalMaxPool') && from.includes(name));

function learntPass(emit: ReturnType<typeof makeEmitter>, graph: Graph, { weights, state }: Weights) {
  const arrays = {
    parameters: graph.parameters.map(({ offset, size, shape }) => emit.floats(weights.subarray(offset, offset + size), shape)),
    state: graph.state.map(({ offset, size, shape }) => emit.floats(state.subarray(offset, offset + size), shape)),
  };
  return forwardPass(emit, graph, arrays, false);
}
