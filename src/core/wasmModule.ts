/** Bytes of a WebAssembly program. */
export type Bytes = readonly number[];

/** A function of a program: its parameters' types, then how many locals of which type follow them, and its instructions; it gives nothing back. */
export type WasmFunction = {
  readonly name: string;
  readonly parameters: Bytes;
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: Bytes;
};

/** Types of values. */
export const [i32, f32, v128] = [0x7f, 0x7d, 0x7b] as const;

/** A number from 0 on in LEB128; as the operand of a `const`, which has a sign, below 64 only. */
export function leb(value: number): Bytes {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}

/** Instructions that read and write a local, and one of the SIMD kind with its operands. */
export const get = (local: number): Bytes => [0x20, local];
export const set = (local: number): Bytes => [0x21, local];
export const simd = (code: number, ...more: Bytes): Bytes => [0xfd, ...leb(code), ...more];

/** A whole program: functions over one memory of 64 KiB pages, which it exports as `memory` beside them (WebAssembly core specification, binary format). */
export function wasmModule(pages: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, ...list(parameters.map((type) => [type])), 0]);
  const exported = functions.map(({ name }, index) => [...text(name), 0, index]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(5, list([[0, ...leb(pages)]])),
    ...section(7, list([[...text('memory'), 2, 0], ...exported])),
    ...section(10, list(functions.map(code))),
  ]);
}

const list = (items: readonly Bytes[]): Bytes => [...leb(items.length), ...items.flat()];
const section = (id: number, content: Bytes): Bytes => [id, ...leb(content.length), ...content];
const text = (word: string): Bytes => list([...word].map((letter) => [letter.charCodeAt(0)]));

function code({ locals, body }: WasmFunction): Bytes {
  const content = [...list(locals), ...body, 0x0b];
  return [...leb(content.length), ...content];
}
