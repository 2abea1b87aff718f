import type { Emitter } from './emitter';

/** Elementwise arithmetic on ONNX values, as functions that give the result's name; `times` and `plus` take a plain number second. */
export type Arithmetic = {
  readonly add: (a: string, b: string) => string;
  readonly sub: (a: string, b: string) => string;
  readonly mul: (a: string, b: string) => string;
  readonly div: (a: string, b: string) => string;
  readonly times: (a: string, factor: number) => string;
  readonly plus: (a: string, more: number) => string;
  /** The number minus the value. */
  readonly from: (number: number, a: string) => string;
  readonly power: (a: string, exponent: number) => string;
};

/** The arithmetic of one graph; multiplying by 1 and adding 0 make no node. */
export function arithmetic(emit: Emitter): Arithmetic {
  const two = (type: string) => (a: string, b: string) => emit.node(type, [a, b]);
  const number = (value: number) => emit.floats([value]);
  const mul = two('Mul');
  return {
    add: two('Add'),
    sub: two('Sub'),
    mul,
    div: two('Div'),
    times: (a, factor) => (factor === 1 ? a : mul(a, number(factor))),
    plus: (a, more) => (more === 0 ? a : emit.node('Add', [a, number(more)])),
    from: (value, a) => emit.node('Sub', [number(value), a]),
    power: (a, exponent) => (exponent === 1 ? a : exponent === 2 ? mul(a, a) : emit.node('Pow', [a, number(exponent)])),
  };
}
