import { type Shape, shapeText } from '../layer';
import { at } from '../op';

/** The shape that two inputs or more share; throws the reason where they don't. */
export function sharedShape(inputs: readonly Shape[]): Shape {
  if (inputs.length < 2) throw new Error(`takes two inputs or more, not ${inputs.length}`);
  const first = at(inputs, 0);
  if (inputs.some((shape) => shapeText(shape) !== shapeText(first))) throw new Error('needs inputs of equal shape');
  return first;
}
