import type { DeviceBackend } from './backends';

const missing: { readonly [B in DeviceBackend]: string } = {
  webgpu: 'there is no graphics card with a working driver (Vulkan on Linux, Direct3D 12 on Windows, Metal on macOS).',
  cuda: "the CUDA libraries are missing: ONNX Runtime's for CUDA, beside the package onnxruntime-node, with CUDA and cuDNN of its version.",
  directml: 'there is no graphics card with a Direct3D 12 driver.',
  coreml: 'Core ML could not be started.',
};

/** Why a provider failed when it was opened or took its first step, as a sentence without paths. */
export function whyBackendFailed(backend: DeviceBackend, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/adapter|backend not found|failed to load|shared library|no such device|AppendExecutionProvider/i.test(message))
    return missing[backend];
  if (/memory|alloc|exceeds? the max|device (was |is )?lost/i.test(message))
    return 'the card has too little memory for this batch, or gave up on it; a smaller train.batch or image.size needs less.';
  return 'its driver failed at the first step; the log has its words.';
}
