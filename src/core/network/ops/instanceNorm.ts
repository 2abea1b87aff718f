import { at, type Op, onlyShape } from '../op';
import { groupsGradient, normaliseGroups } from './groupNorm';
import { normParameters, requireEpsilon } from './normParameters';

/** A group norm in which each channel is a group. */
export const instanceNorm: Op<'instanceNorm'> = {
  shape: (layer, inputs) => {
    requireEpsilon(layer);
    return onlyShape(inputs, 3);
  },
  parameters: (_, inputs) => normParameters(onlyShape(inputs, 3)),
  state: () => [],
  onnx: (here) => normaliseGroups(here, at(here.shape, 0)),
  gradient: (here, forward, outputGradient) => groupsGradient(here, at(here.shape, 0), forward, outputGradient),
};
