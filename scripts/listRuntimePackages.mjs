import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';

// What onnxruntime-node needs only while npm installs it.
const installTimeOnly = new Set(['adm-zip', 'global-agent']);

/** The npm packages, sorted, that the packaged product needs beside its bundles: its dependencies and, in turn, theirs. */
export function listRuntimePackages() {
  const found = new Set();
  const waiting = Object.keys(manifestOf('.').dependencies);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || installTimeOnly.has(name)) continue;
    const folder = join('node_modules', name);
    // Optional dependencies for other platforms are not installed.
    if (!existsSync(join(repository, folder))) continue;
    if (existsSync(join(repository, folder, 'node_modules')))
      throw new Error(`${name} has packages nested in it, which scripts/listRuntimePackages.mjs does not follow.`);
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    waiting.push(...Object.keys(dependencies), ...Object.keys(optionalDependencies));
  }
  return [...found].sort();
}

/** The package.json of a folder of the repository. */
export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8'));
}
