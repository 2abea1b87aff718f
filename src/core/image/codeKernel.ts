import { type Bytes, f32, get, i32, leb, set, simd, v128, type WasmFunction, wasmModule } from '../wasmModule';

/**
 * Two loops over a picture's codes in WebAssembly, which has four numbers at once: JavaScript takes four times as long for them, and they are nearly
 * all the time that a film takes. The program is so small that it is written down here, instruction by instruction.
 */
export type CodeKernel = {
  /** Room for numbers; it moves when it grows. */
  readonly memory: WebAssembly.Memory;
  /** Counts codes from address `codes` to `end`, four at a time, into the two tables at `countsAt`. */
  readonly count: (codes: number, end: number) => void;
  /** Adds the greys of codes from `codes` to `end`, four at a time, weighed, to the rows of floats at `first` and `second`. */
  readonly addRow: (codes: number, end: number, first: number, second: number, weight: number, otherWeight: number) => void;
};

const mostCodes = 65536;

/** Byte addresses: a float for each code, two tables of counts, and where the rest of the memory begins. */
export const greysAt = 0;
export const countsAt = 4 * mostCodes;
export const roomAt = 12 * mostCodes;

/** Makes a kernel with a memory of its own. */
export function makeCodeKernel(): CodeKernel {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasmModule(roomAt / 65536, functions)));
  return instance.exports as CodeKernel;
}

const tee = (local: number): Bytes => [0x22, local];
/** Alignment (as a power of two) and offset of an access to memory. */
const at = (alignment: number, offset: number): Bytes => [alignment, ...leb(offset)];
const increase = (local: number, bytes: number): Bytes => [...get(local), 0x41, bytes, 0x6a, ...set(local)];
/** Four times the code that lies `offset` bytes after a local's address: where its number lies in a table. */
const entry = (local: number, offset: number): Bytes => [...get(local), 0x2f, ...at(1, offset), 0x41, 2, 0x74];
/** Repeats while local 0 is below local 1. */
const loop = (body: Bytes): Bytes => [0x03, 0x40, ...body, ...get(0), ...get(1), 0x49, 0x0d, 0, 0x0b];

/** Locals: codes, end, entry. */
const countBody = loop([
  ...[0, 1, 2, 3].flatMap((place) => {
    // Neighbours are often alike: in turn two tables, so that one need not wait for the other's count.
    const table = at(2, countsAt + (place % 2) * 4 * mostCodes);
    return [...entry(0, 2 * place), ...tee(2), ...get(2), 0x28, ...table, 0x41, 1, 0x6a, 0x36, ...table];
  }),
  ...increase(0, 8),
]);

/** Locals: codes, end, first, second, both weights, four greys, both weights four times. */
const addRowBody = [
  ...[...get(4), ...simd(0x13), ...set(7), ...get(5), ...simd(0x13), ...set(8)],
  ...loop([
    ...[...entry(0, 0), ...simd(0x5c, ...at(2, greysAt)), ...set(6)],
    ...[1, 2, 3].flatMap((lane) => [...entry(0, 2 * lane), ...get(6), ...simd(0x56, ...at(2, greysAt), lane), ...set(6)]),
    ...[2, 3].flatMap((row) => [
      ...[...get(row), ...get(row), ...simd(0x00, ...at(2, 0)), ...get(6), ...get(row + 5), ...simd(0xe6), ...simd(0xe4)],
      ...[...simd(0x0b, ...at(2, 0)), ...increase(row, 16)],
    ]),
    ...increase(0, 8),
  ]),
];

const functions: readonly WasmFunction[] = [
  { name: 'count', parameters: [i32, i32], locals: [[1, i32]], body: countBody },
  { name: 'addRow', parameters: [i32, i32, i32, i32, f32, f32], locals: [[3, v128]], body: addRowBody },
];
