import type { Emitter } from './emitter';
import { NetworkError, type Shape, shapeText } from './layer';

/** What a loss is worked out from: names of ONNX values. */
export type LossInput = {
  /** The network's last numbers [n, ...shape], before softmax or sigmoid. */
  readonly output: string;
  /** What it should say [n, ...shape]. */
  readonly target: string;
  /** Each example's share [n, 1]. */
  readonly weight: string;
  /** The output's shape of one example. */
  readonly shape: Shape;
};

/** Each example's loss [n, 1], and the derivative of their sum, weighted by [n, 1], by the output. */
export type LossValue = { readonly each: string; readonly gradient: string };

/** A loss, lowered to ONNX with its derivative. */
export type Loss = (emit: Emitter, input: LossInput) => LossValue;

/** How many numbers a shape holds. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);

/** Rows times columns of an image; 1 of a vector. */
export const placesOf = (shape: Shape): number => sizeOf(shape.slice(1));

/** Sums all numbers of each example: [n, 1]. */
export function exampleSum(emit: Emitter, value: string, shape: Shape): string {
  const sum = emit.node('ReduceSum', [value, emit.ints(shape.map((_, axis) => axis + 1))], { attributes: { keepdims: { int: 1 } } });
  return shape.length === 1 ? sum : emit.node('Reshape', [sum, emit.ints([0, 1])]);
}

/** Sums over the channels or classes, which stay as one. */
export const channelSum = (emit: Emitter, value: string): string =>
  emit.node('ReduceSum', [value, emit.ints([1])], { attributes: { keepdims: { int: 1 } } });

/** The examples' shares [n, 1] in a form that multiplies [n, ...shape]. */
export const spread = (emit: Emitter, weight: string, shape: Shape): string =>
  shape.length === 1 ? weight : emit.node('Reshape', [weight, emit.ints([0, ...shape.map(() => 1)])]);

/** One number a channel as a constant that multiplies [n, ...shape]; NetworkError unless there are as many as channels. */
export function channelConstant(emit: Emitter, values: readonly number[], shape: Shape, what: string): string {
  if (values.length !== shape[0])
    throw new NetworkError(`The loss has ${values.length} ${what}, but the network's output is ${shapeText(shape)}.`);
  return emit.floats(values, [1, values.length, ...shape.slice(1).map(() => 1)]);
}

/** NetworkError unless the output is an image of at least so many rows and columns. */
export function requireImage(shape: Shape, loss: string, least = 1): void {
  const [, rows = 0, columns = 0] = shape;
  if (shape.length !== 3 || rows < least || columns < least)
    throw new NetworkError(
      `The loss ${loss} needs an image of at least ${least} x ${least} at the output; the network's output is ${shapeText(shape)}.`,
    );
}
