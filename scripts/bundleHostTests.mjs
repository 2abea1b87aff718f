import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';

const source = join(repository, 'test', 'vscode');
const target = join(repository, '.cache', 'tests', 'vscode');

/** Bundles the tests that run inside VS Code's extension host, each a file, and resolves to the bundled test files. */
export async function bundleHostTests() {
  const { build } = await import('esbuild');
  const tests = readdirSync(join(source, 'host'), { recursive: true }).filter((name) => name.endsWith('.test.ts'));
  rmSync(target, { recursive: true, force: true });
  await build({
    absWorkingDir: repository,
    entryPoints: ['harness/hostEntry.ts', ...tests.map((name) => join('host', name))].map((name) => join(source, name)),
    outbase: source,
    outdir: target,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
    external: ['vscode', 'mocha', 'onnxruntime-node', 'sharp'],
  });
  return tests.map((name) => join(target, 'host', name.replace(/\.ts$/, '.js')));
}
