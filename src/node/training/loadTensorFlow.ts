import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import type { Experiment } from '../../core/experiment/experiment';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { TensorFlow } from '../../core/network/tensorFlow';
import { UserError } from '../../core/userError';
import { threadCount } from './cores';
import { findTensorFlow, type TensorFlowPackage } from './findTensorFlow';

/** TensorFlow.js of a project, and what the record says of it. */
export type LoadedTensorFlow = {
  readonly tf: TensorFlow;
  readonly engine: RunRecord['engine'];
  readonly versions: RunRecord['versions'];
  /** Sentences about what is not as it was wanted. */
  readonly warnings: readonly string[];
};

type Settings = Pick<Experiment['engine'], 'backend' | 'threads'>;

/** Loads the TensorFlow.js that a project has installed, with its GPU where the backend allows and the package sees one; UserError where that can't be. */
export async function loadTensorFlow(
  project: string,
  { backend, threads }: Settings,
  packages: readonly TensorFlowPackage[] = findTensorFlow(project, backend),
): Promise<LoadedTensorFlow> {
  const count = threadCount(threads);
  prepareProcess(backend, count);
  const failed: string[] = [];
  for (const found of packages) {
    const tf = await opened(found);
    if (typeof tf === 'string') failed.push(tf);
    else return described(tf, found, backend, count, failed);
  }
  throw new UserError(`${failed.join(' ')} Install it anew, or set engine.name to built-in.`);
}

/** Settings that the native part reads only once, when it is loaded. */
function prepareProcess(backend: Settings['backend'], threads: number): void {
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  // Its greeting and advice would fill the run's log.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (backend === 'cpu') process.env.CUDA_VISIBLE_DEVICES = '-1';
}

/** The package once its backend works, or a sentence that says why it does not. */
async function opened({ name, file }: TensorFlowPackage): Promise<TensorFlow | string> {
  const load = createRequire(file);
  restoreUtil(load('node:util') as Record<string, unknown>);
  try {
    const tf = load(file) as TensorFlow;
    tf.enableProdMode();
    await tf.ready();
    return tf;
  } catch (error) {
    // The log of the run has the details, which name paths.
    console.error(error);
    return `${name} is installed but could not be loaded (its native part is missing or does not fit this machine).`;
  }
}

/** tfjs-node 4.22 calls a function of Node's that Node 23 removed, and one that is to follow. */
function restoreUtil(util: Record<string, unknown>): void {
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

function described(
  tf: TensorFlow,
  { name, file }: TensorFlowPackage,
  backend: Settings['backend'],
  threads: number,
  failed: readonly string[],
): LoadedTensorFlow {
  const { version } = createRequire(file)(`${name}/package.json`) as { readonly version: string };
  const isNative = tf.getBackend() === 'tensorflow';
  const isGpu = isNative && (tf.backend() as { readonly isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
  if (backend === 'cuda' && !isGpu)
    throw new UserError(`${name} sees no GPU with CUDA that it can use; mend its set-up, or set engine.backend to auto or cpu.`);
  const processor = `${cpus()[0]?.model.trim() ?? 'CPU'}, threads: ${isNative ? threads : 1}`;
  const missing =
    name.endsWith('-gpu') && !isGpu && backend === 'auto' ? [`${name} sees no GPU that it can use, so the CPU computes.`] : [];
  return {
    tf,
    engine: {
      name: 'tensorflow',
      version,
      backend: isGpu ? 'tensorflow-gpu' : isNative ? 'tensorflow-cpu' : 'javascript',
      device: isGpu ? 'GPU with CUDA' : processor,
    },
    versions: { [name]: version },
    warnings: [...failed, ...missing],
  };
}
