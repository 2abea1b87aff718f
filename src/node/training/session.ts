import { availableParallelism } from 'node:os';
import type { InferenceSession, Tensor } from 'onnxruntime-node';

/** A float array with its dimensions, row-major. */
export type Values = { readonly data: Float32Array; readonly dims: readonly number[] };

/** A loaded ONNX graph. */
export type Session = {
  /** Runs the graph; outputs named in `into` are written there and need no new memory. */
  run(inputs: Readonly<Record<string, Values>>, into?: Readonly<Record<string, Values>>): Promise<Readonly<Record<string, Float32Array>>>;
  close(): Promise<void>;
};

const mostThreads = 8;

/** Threads that an experiment means: 0 takes the machine's, at most 8. */
export const threadCount = (threads: number): number => (threads > 0 ? threads : Math.min(availableParallelism(), mostThreads));

/** Loads an ONNX graph into ONNX Runtime's CPU provider, from its bytes or its file. */
export async function openSession(model: Uint8Array | string, threads: number): Promise<Session> {
  const runtime = await import('onnxruntime-node');
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Warnings (3 and up are errors) would be noise on the user's terminal.
    logSeverityLevel: 3,
    // Threads that wait by spinning slow a busy host down and gain nothing here.
    extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
  };
  const session = await (typeof model === 'string'
    ? runtime.InferenceSession.create(model, options)
    : runtime.InferenceSession.create(model, options));
  const tensor = ({ data, dims }: Values): Tensor => new runtime.Tensor('float32', data, dims);
  return {
    run: async (inputs, into = {}) => {
      const given = mapValues(inputs, tensor);
      const asked = Object.fromEntries(session.outputNames.map((name) => [name, into[name] ? tensor(into[name]) : null]));
      return mapValues(await session.run(given, asked), floats);
    },
    close: () => session.release(),
  };
}

/** The version of ONNX Runtime. */
export async function runtimeVersion(): Promise<string> {
  const { env } = await import('onnxruntime-node');
  return env.versions.node ?? env.versions.common;
}

function floats(tensor: { readonly data: unknown }): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new Error('ONNX Runtime returned numbers that are not 32-bit floats.');
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
