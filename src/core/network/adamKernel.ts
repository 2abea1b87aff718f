import { type Bytes, f32, get, i32, leb, set, simd, v128, type WasmFunction, wasmModule } from '../wasmModule';

/**
 * Adam's step in WebAssembly, which has four numbers at once: JavaScript, which works with doubles, takes three times as long. The program is so small
 * that it is written down here, instruction by instruction.
 */
export type AdamKernel = {
  /** Room for a block of each array, in the order weights, gradient, means, squares. */
  readonly blocks: readonly Float32Array[];
  /** The step on the first `bytes` bytes of each block, 16 at a time. */
  readonly step: (bytes: number, factor: number, inGradient: number, kept: number, rate: number, squareScale: number) => void;
};

/** The constants of Adam. */
export type AdamConstants = { readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/** Numbers in a block: few enough for the processor's cache, many enough that copying them pays. */
export const adamBlock = 8192;

/** Makes a kernel with a memory of its own. */
export function makeAdamKernel(constants: AdamConstants): AdamKernel {
  const step: WasmFunction = {
    name: 'step',
    parameters: [i32, f32, f32, f32, f32, f32],
    locals: [
      [1, i32],
      [14, v128],
    ],
    body: stepBody(constants),
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasmModule((16 * adamBlock) / 65536, [step])));
  const made = exports as Pick<AdamKernel, 'step'> & { readonly memory: WebAssembly.Memory };
  return { step: made.step, blocks: [0, 1, 2, 3].map((place) => new Float32Array(made.memory.buffer, 4 * adamBlock * place, adamBlock)) };
}

const float = (value: number): Bytes => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
const add = (a: Bytes, b: Bytes): Bytes => [...a, ...b, ...simd(0xe4)];
const subtract = (a: Bytes, b: Bytes): Bytes => [...a, ...b, ...simd(0xe5)];
const multiply = (a: Bytes, b: Bytes): Bytes => [...a, ...b, ...simd(0xe6)];
const divide = (a: Bytes, b: Bytes): Bytes => [...a, ...b, ...simd(0xe7)];
const root = (a: Bytes): Bytes => [...a, ...simd(0xe3)];
/** The block's numbers at the address in local 6. */
const load = (block: number): Bytes => [...get(6), ...simd(0x00, 2, ...leb(4 * adamBlock * block))];
const store = (block: number, value: Bytes): Bytes => [...get(6), ...value, ...simd(0x0b, 2, ...leb(4 * adamBlock * block))];

/** Locals: bytes, factor, inGradient, kept, rate, squareScale; address; the same five numbers and five constants four times; weight, slope, mean, square. */
function stepBody({ beta1, beta2, epsilon }: AdamConstants): Bytes {
  const spread = [...[1, 2, 3, 4, 5].map(get), ...[beta1, 1 - beta1, beta2, 1 - beta2, epsilon].map(float)];
  const [factor, inGradient, kept, rate, squareScale] = [get(7), get(8), get(9), get(10), get(11)];
  const [keepMean, newMean, keepSquare, newSquare, least] = [get(12), get(13), get(14), get(15), get(16)];
  const [weight, slope, mean, square] = [get(17), get(18), get(19), get(20)];
  const change = divide(multiply(rate, mean), add(root(multiply(square, squareScale)), least));
  return [
    ...spread.flatMap((number, index) => [...number, ...simd(0x13), ...set(7 + index)]),
    ...[0x03, 0x40],
    ...[...load(0), ...set(17)],
    ...[...add(multiply(factor, load(1)), multiply(inGradient, weight)), ...set(18)],
    ...[...add(multiply(keepMean, load(2)), multiply(newMean, slope)), ...set(19)],
    ...[...add(multiply(keepSquare, load(3)), multiply(multiply(newSquare, slope), slope)), ...set(20)],
    ...[...store(0, subtract(multiply(kept, weight), change)), ...store(2, mean), ...store(3, square)],
    ...[...get(6), 0x41, 16, 0x6a, ...set(6), ...get(6), ...get(0), 0x49, 0x0d, 0, 0x0b],
  ];
}
