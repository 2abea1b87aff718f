import { UserError } from '../../core/userError';
import { isOutOfMemory } from './memoryNeed';

/** What went wrong in training, as one sentence without paths or names of files. */
export function failureSentence(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return "The disk is full, so the run's files could not be written; what was kept before stays as it was. Free some space and train again.";
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `A folder of the run may not be written (${code}); check its permissions.`;
  if (code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') {
    return "ONNX Runtime could not be loaded on this machine, so the built-in engine can't train here.";
  }
  if (isOutOfMemory(error)) {
    return 'There is too little memory for this batch; train with a smaller train.batch or image.size.';
  }
  const message = error instanceof Error ? error.message : String(error);
  if (/webgpu|device (was |is )?lost|cuda|cudnn|dxgi|directml|coreml/i.test(message)) {
    return 'The graphics card or its driver failed in the middle of training; `radsteps resume` goes on from the last whole epoch, and engine.backend cpu does without it.';
  }
  return `Training failed because of an error in RadSteps or its engine (${code || 'no code'}); the log of the run has the details.`;
}
