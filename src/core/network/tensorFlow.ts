import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';

/** TensorFlow.js's operators. */
export type TensorFlowCore = typeof Core;

/** TensorFlow.js with its layers: whoever trains with it hands it in, so that `core` loads none itself. */
export type TensorFlow = TensorFlowCore & typeof Layers;
