import type { InferenceSession, OnnxValue, Tensor } from 'onnxruntime-node';
import { makeEmitter } from '../../core/network/emitter';
import { encodeOnnx, type OnnxModel } from '../../core/network/onnx';
import { portableGraph } from '../../core/network/portableGraph';
import { type DeviceBackend, providerOf } from './backends';
import type { Values } from './session';

/** Numbers that lie where the last run left them: in the device's memory, or in this process's where the provider can't keep them. */
export type Kept = Tensor;

/** What a run gives: numbers for this process, and what stays on the device. */
export type DeviceResult = { readonly numbers: Readonly<Record<string, Float32Array>>; readonly kept: Readonly<Record<string, Kept>> };

/** A graph loaded into a graphics card's provider. */
export type DeviceSession = {
  run(inputs: Readonly<Record<string, Values>>, kept: Readonly<Record<string, Kept>>): Promise<DeviceResult>;
  /** Brings numbers onto the device; they stay until they are disposed of. */
  keep(values: Values): Promise<Kept>;
  /** Fetches numbers from the device, as a new array. */
  fetch(kept: Kept): Promise<Float32Array>;
  close(): Promise<void>;
};

type Location = NonNullable<InferenceSession.SessionOptions['preferredOutputLocation']>;

/** Loads a graph in plain operators into a provider; outputs named in `staying` stay on the device, where the provider can do that. */
export async function openDeviceSession(model: OnnxModel, backend: DeviceBackend, staying: readonly string[]): Promise<DeviceSession> {
  const runtime = await import('onnxruntime-node');
  const open = (graph: OnnxModel, location: Location) =>
    runtime.InferenceSession.create(encodeOnnx(graph), {
      executionProviders: [providerOf[backend]],
      // Warnings would be noise in the log; errors arrive as exceptions too.
      logSeverityLevel: 3,
      ...(staysOnDevice(backend) && { preferredOutputLocation: location }),
    });
  const locationOf = (name: string) => [name, staying.includes(name) ? 'gpu-buffer' : 'cpu'] as const;
  const session = await open(portableGraph(model), Object.fromEntries(model.outputs.map(({ name }) => locationOf(name))));
  const [up, down] = [await open(copyModel(), 'gpu-buffer'), await open(copyModel(), 'cpu')];
  const tensor = ({ data, dims }: Values): Tensor => new runtime.Tensor('float32', data, dims);
  const copy = async (by: InferenceSession, value: Tensor): Promise<Tensor> => asTensor((await by.run({ value })).copy);
  return {
    run: async (inputs, kept) => {
      const given = Object.entries(inputs).map(([name, values]) => [name, tensor(values)] as const);
      const results = await session.run({ ...Object.fromEntries(given), ...kept });
      const [stay, come] = [true, false].map((on) => Object.entries(results).filter(([name]) => staying.includes(name) === on));
      return {
        kept: Object.fromEntries((stay ?? []).map(([name, value]) => [name, asTensor(value)])),
        numbers: Object.fromEntries((come ?? []).map(([name, value]) => [name, floatsOf(asTensor(value))])),
      };
    },
    keep: (values) => copy(up, tensor(values)),
    // Through a session of its own: a tensor's own getData ends the whole process with this provider.
    fetch: async (kept) => (kept.location === 'cpu' ? Float32Array.from(floatsOf(kept)) : floatsOf(await copy(down, kept))),
    close: async () => {
      for (const each of [session, up, down]) await each.release();
    },
  };
}

/** Only the WebGPU provider of this binding hands its buffers from run to run; the others bring the numbers back at each step. */
const staysOnDevice = (backend: DeviceBackend): boolean => backend === 'webgpu';

/** `value`, a vector of any length, as `copy`. */
function copyModel(): OnnxModel {
  const emit = makeEmitter();
  emit.output('value', 'copy');
  return emit.finish('copy', [{ name: 'value', dims: ['length'] }], [{ name: 'copy', dims: ['length'] }]);
}

const isTensor = (value: OnnxValue | undefined): value is Tensor => value !== undefined && 'dims' in value;

function asTensor(value: OnnxValue | undefined): Tensor {
  if (!isTensor(value)) throw new Error('ONNX Runtime returned something that is not a tensor.');
  return value;
}

function floatsOf({ data }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new Error('ONNX Runtime returned numbers that are not 32-bit floats.');
}
