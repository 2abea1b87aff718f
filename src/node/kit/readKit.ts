import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { autoBackends, type BackendOutcome } from '../../core/experiment/backendOutcome';
import type { KitReport } from '../../core/experiment/kitReport';
import type { ReportProgress } from '../../core/progress';
import type { TrainerCommand } from '../run/trainerProcess';
import { backendTitles, deviceBackends } from '../training/backends';
import { runtimeVersion } from '../training/session';
import { runSelfTest } from './runSelfTest';

/** Tries every backend, ten seconds each, and looks at the machine; `folder` is where TensorFlow.js would be installed. */
export async function readKit(folder: string, trainer: TrainerCommand, report: ReportProgress, signal: AbortSignal): Promise<KitReport> {
  const all = ['cpu', ...deviceBackends] as const;
  const backends: BackendOutcome[] = [];
  for (const [done, backend] of all.entries()) {
    report({ phase: `Trying ${backendTitles[backend]}`, done, total: all.length });
    backends.push(await runSelfTest(trainer, backend, signal));
  }
  report({ phase: 'Trying the backends', done: all.length, total: all.length });
  return { machine: await readMachine(), backends, tensorflow: findTensorFlow(folder), auto: autoBackends(backends)[0] ?? 'cpu' };
}

const readMachine = async (): Promise<KitReport['machine']> => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown processor',
  cores: availableParallelism(),
  memoryGb: Math.round((10 * totalmem()) / 2 ** 30) / 10,
  platform: `${type()} ${release()} ${arch()}`,
  node: process.versions.node,
  onnxruntime: await runtimeVersion(),
});

/** The native TensorFlow.js that a folder has installed, the one for graphics cards first. */
function findTensorFlow(folder: string): KitReport['tensorflow'] {
  const find = createRequire(join(folder, 'package.json'));
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']) {
    try {
      const { version } = find(`${name}/package.json`) as { readonly version: string };
      return { package: name, version };
    } catch {
      // Not installed.
    }
  }
  return null;
}
