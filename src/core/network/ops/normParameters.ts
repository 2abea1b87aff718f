import type { Emitter } from '../emitter';
import type { Shape } from '../layer';
import { type ArraySpec, at } from '../op';

export const usualEpsilon = 1e-5;

/** What norms can be told of the number that keeps them from dividing by zero. */
export type EpsilonSetting = { readonly epsilon?: number };

/** Throws the reason where epsilon is no positive number. */
export function requireEpsilon({ epsilon = usualEpsilon }: EpsilonSetting): void {
  if (!(epsilon > 0 && epsilon < Number.POSITIVE_INFINITY)) throw new Error(`needs an epsilon above 0, not ${epsilon}`);
}

/** [channels] with a 1 for each further dimension, which multiplies an image or a vector. */
export const channelShape = (shape: Shape): Shape => [at(shape, 0), ...shape.slice(1).map(() => 1)];

/** A learnt scale and shift for each channel or feature. */
export const normParameters = (shape: Shape): readonly ArraySpec[] => [
  { name: 'scale', shape: channelShape(shape), initial: 'ones' },
  { name: 'shift', shape: channelShape(shape), initial: 'zeros' },
];

/** 1 / sqrt(variance + epsilon). */
export const inverseDeviation = (emit: Emitter, variance: string, { epsilon = usualEpsilon }: EpsilonSetting): string =>
  emit.node('Reciprocal', [emit.node('Sqrt', [emit.node('Add', [variance, emit.floats([epsilon])])])]);
