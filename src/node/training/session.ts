import type { InferenceSession, Tensor } from 'onnxruntime-node';

/** A float array with its dimensions, row-major. */
export type Values = { readonly data: Float32Array; readonly dims: readonly number[] };

/** A loaded ONNX graph. */
export type Session = {
  /** Runs the graph; outputs named in `into` are written there and need no new memory. */
  run(inputs: Readonly<Record<string, Values>>, into?: Readonly<Record<string, Values>>): Promise<Readonly<Record<string, Float32Array>>>;
  close(): Promise<void>;
};

/** Inputs and outputs that stay in the same arrays from run to run. */
export type BoundValues = { readonly inputs: Readonly<Record<string, Values>>; readonly outputs: Readonly<Record<string, Values>> };

/** Loads an ONNX graph into ONNX Runtime's CPU provider, from its bytes or its file; each run reads and writes the bound arrays beside what it is given. */
export async function openSession(
  model: Uint8Array | string,
  threads: number,
  bound: BoundValues = { inputs: {}, outputs: {} },
): Promise<Session> {
  const runtime = await import('onnxruntime-node');
  const isBound = Object.keys(bound.inputs).length > 0;
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Warnings (3 and up are errors) would be noise on the user's terminal.
    logSeverityLevel: 3,
    ...(isBound && forTraining),
    // Threads that wait by spinning slow a busy host down and gain nothing here.
    extra: { session: { intra_op: { allow_spinning: '0' }, set_denormal_as_zero: '1' } },
  };
  const session = await (typeof model === 'string'
    ? runtime.InferenceSession.create(model, options)
    : runtime.InferenceSession.create(model, options));
  const tensor = ({ data, dims }: Values): Tensor => new runtime.Tensor('float32', data, dims);
  const read = mapValues(bound.inputs, tensor);
  const written = mapValues(bound.outputs, tensor);
  return {
    run: async (inputs, into = {}) => {
      const given = { ...read, ...mapValues(inputs, tensor) };
      const asked = Object.fromEntries(
        session.outputNames.map((name) => [name, into[name] ? tensor(into[name]) : (written[name] ?? null)]),
      );
      return mapValues(await session.run(given, asked), floats);
    },
    close: () => session.release(),
  };
}

/**
 * For a graph whose weights come from outside. A plan of all memory would be held beside the memory of the first run, half as much again; the layout
 * of blocked channels, for weights that never change, would only put copies around poolings.
 */
const forTraining = { enableMemPattern: false, graphOptimizationLevel: 'extended' } as const;

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
