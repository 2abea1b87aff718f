import type { NamedBackend } from '../../core/experiment/experiment';

/** A backend that is not the processor's own. */
export type DeviceBackend = Exclude<NamedBackend, 'cpu'>;

/** ONNX Runtime's name of each backend. */
export const providerOf: { readonly [B in NamedBackend]: string } = {
  cpu: 'cpu',
  webgpu: 'webgpu',
  cuda: 'cuda',
  directml: 'dml',
  coreml: 'coreml',
};

/** Every backend with its usual name. */
export const backendTitles: { readonly [B in NamedBackend]: string } = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  directml: 'DirectML',
  coreml: 'Core ML',
};

/** The backends for graphics cards and the like, in the order in which they are tried. */
export const deviceBackends: readonly DeviceBackend[] = ['cuda', 'webgpu', 'directml', 'coreml'];

const places: { readonly [B in DeviceBackend]: string } = {
  webgpu: 'Windows, Linux and macOS on Apple processors',
  cuda: 'Linux and Windows with an NVIDIA card',
  directml: 'Windows',
  coreml: 'macOS',
};

/** Why ONNX Runtime has no such backend on this platform, as a sentence; null where it has. */
export async function whyNotOffered(backend: NamedBackend): Promise<string | null> {
  if (backend === 'cpu') return null;
  const { listSupportedBackends } = await import('onnxruntime-node');
  if (listSupportedBackends().some(({ name }) => name === providerOf[backend])) return null;
  return `ONNX Runtime has no ${backendTitles[backend]} for this platform; it is for ${places[backend]}.`;
}
