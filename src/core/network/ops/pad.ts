import { at, type Op, onlyShape } from '../op';
import { edgesOf } from './edgesOf';
import { cropImage, padImage } from './imageRegion';

/** Zeros around an image; dx is dy without them. */
export const pad: Op<'pad'> = {
  shape: (layer, inputs) => {
    const [channels = 0, rows = 0, columns = 0] = onlyShape(inputs, 3);
    const { top, bottom, left, right } = edgesOf(layer);
    return [channels, rows + top + bottom, columns + left + right];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, layer, inputs }) => ({ output: padImage(emit, at(inputs, 0), layer) }),
  gradient: ({ emit, layer, shape }, _, outputGradient) => ({
    inputs: [cropImage(emit, outputGradient, layer, [at(shape, 1), at(shape, 2)])],
    parameters: [],
  }),
};
