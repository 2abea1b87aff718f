import type { Graph, GraphLayer } from './buildGraph';
import { makeEmitter } from './emitter';
import { forwardPass, outputOf } from './forwardPass';
import { backwardPass } from './gradient';
import type { Weights } from './inferenceModel';
import type { OnnxModel } from './onnx';
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

/** The trained network up to a layer as an ONNX graph: the network's inputs that it reads to `features`, the mean of each channel over all places. */
export function featureModel(graph: Graph, trained: Weights, { layer, shape: [channels = 0] }: GraphLayer): OnnxModel {
  const emit = makeEmitter();
  const passes = learntPass(emit, graph, trained);
  const features = passes.find(({ node }) => node.layer.name === layer.name)?.forward.output ?? '';
  const mean = emit.node('ReduceMean', [features, emit.ints([2, 3])], { attributes: { keepdims: { int: 0 } } });
  emit.output(mean, 'features');
  return emit.finish('features', networkInputs(graph), [{ name: 'features', dims: ['n', channels] }]);
}

function learntPass(emit: ReturnType<typeof makeEmitter>, graph: Graph, { weights, state }: Weights) {
  const arrays = {
    parameters: graph.parameters.map(({ offset, size, shape }) => emit.floats(weights.subarray(offset, offset + size), shape)),
    state: graph.state.map(({ offset, size, shape }) => emit.floats(state.subarray(offset, offset + size), shape)),
  };
  return forwardPass(emit, graph, arrays, false);
}
