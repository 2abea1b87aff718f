import { at, type Op, onlyShape } from '../op';
import { edgesOf } from './edgesOf';
import { cropImage, padImage } from './imageRegion';

/** An image without its edges; dx is dy with zeros there. */
export const crop: Op<'crop'> = {
  shape: (layer, inputs) => {
    const [channels = 0, rows = 0, columns = 0] = onlyShape(inputs, 3);
    const { top, bottom, left, right } = edgesOf(layer);
    if (rows - top - bottom < 1 || columns - left - right < 1)
      throw new Error(`needs more than ${top + bottom} rows and ${left + right} columns, which it takes off`);
    return [channels, rows - top - bottom, columns - left - right];
  },
  parameters: () => [],
  state: () => [],
  onnx: ({ emit, layer, inputs, inputShapes }) => {
    const [, rows = 0, columns = 0] = at(inputShapes, 0);
    return { output: cropImage(emit, at(inputs, 0), layer, [rows, columns]) };
  },
  gradient: ({ emit, layer }, _, outputGradient) => ({ inputs: [padImage(emit, outputGradient, layer)], parameters: [] }),
};
