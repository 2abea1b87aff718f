import type { OnnxModel } from '../../core/network/onnx';
import type { DeviceBackend } from './backends';
import { type Kept, openDeviceSession } from './deviceSession';
import type { Session, Values } from './session';

type Loaded = { readonly data: Float32Array; readonly kept: Kept };

/** Loads a graph onto a device; inputs named in `lasting` are brought there once for as long as the same array is given. */
export async function openDeviceModel(model: OnnxModel, backend: DeviceBackend, lasting: readonly string[]): Promise<Session> {
  const session = await openDeviceSession(model, backend, []);
  const loaded = new Map<string, Loaded>();
  const keep = async (name: string, values: Values): Promise<Kept> => {
    const before = loaded.get(name);
    if (before?.data === values.data) return before.kept;
    const kept = await session.keep(values);
    before?.kept.dispose();
    loaded.set(name, { data: values.data, kept });
    return kept;
  };
  return {
    run: async (inputs) => {
      const passing = Object.entries(inputs).filter(([name]) => !lasting.includes(name));
      const kept: [string, Kept][] = [];
      for (const name of lasting) if (inputs[name] !== undefined) kept.push([name, await keep(name, inputs[name])]);
      return (await session.run(Object.fromEntries(passing), Object.fromEntries(kept))).numbers;
    },
    close: async () => {
      for (const { kept } of loaded.values()) kept.dispose();
      await session.close();
    },
  };
}
