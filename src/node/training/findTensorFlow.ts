import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Backend } from '../../core/experiment/experiment';
import { UserError } from '../../core/userError';

/** A package of TensorFlow.js with its native part, and its main file on this machine. */
export type TensorFlowPackage = { readonly name: string; readonly file: string };

const [gpu, cpu] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** The packages that can compute where an experiment wants it, the preferred one first. */
const fitting: { readonly [B in Backend]?: readonly string[] } = { auto: [gpu, cpu], cuda: [gpu], cpu: [cpu, gpu] };

/** Folders from which packages are looked for: the project's, RadSteps' own, and that of packages installed for all; each also stands for those above it. */
const placesFor = (project: string): readonly string[] => {
  const own = require.main?.filename;
  return [project, ...(own === undefined ? [] : [dirname(own)]), join(dirname(process.execPath), '..', 'lib'), dirname(process.execPath)];
};

/** The installed packages of TensorFlow.js that fit a backend, the preferred one first; UserError where there is none. NODE_PATH is looked through too. */
export function findTensorFlow(
  project: string,
  backend: Backend,
  places: readonly string[] = placesFor(project),
): readonly [TensorFlowPackage, ...TensorFlowPackage[]] {
  const names = fitting[backend];
  if (names === undefined)
    throw new UserError(`engine.backend ${backend} is none of TensorFlow.js's; set it to auto, cpu or cuda, or engine.name to built-in.`);
  const [first, ...more] = names.flatMap((name) => resolved(project, name, places));
  if (first !== undefined) return [first, ...more];
  const missing = names.length > 1 ? `neither ${names.join(' nor ')} is` : `${names[0]} is not`;
  const advice = `run npm install ${backend === 'cuda' ? gpu : `${cpu} (or ${gpu}, for a GPU with CUDA)`} in the project's folder`;
  throw new UserError(`engine.name is tensorflow, but ${missing} installed; ${advice}, or set engine.name to built-in.`);
}

function resolved(project: string, name: string, places: readonly string[]): readonly TensorFlowPackage[] {
  try {
    return [{ name, file: createRequire(join(project, 'package.json')).resolve(name, { paths: [...places] }) }];
  } catch {
    return [];
  }
}
