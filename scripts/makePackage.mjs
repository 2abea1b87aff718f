import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded, newest } from './buildIfNeeded.mjs';
import { repository } from './folders.mjs';
import { listRuntimePackages, manifestOf } from './listRuntimePackages.mjs';
import { runProgram } from './runProgram.mjs';
import { writeNotices } from './writeNotices.mjs';

const contents = ['media', 'schemas', 'templates', 'README.md', 'CHANGELOG.md', 'LICENSE'];
/** Bytes that the package of one platform may have. */
export const packageBudget = 35_000_000;

/** Makes `radsteps-<platform>.vsix` in the repository's root unless it is newer than everything in it; resolves to its file. */
export async function makePackage() {
  await buildIfNeeded();
  const platform = `${process.platform}-${process.arch}`;
  const file = join(repository, `radsteps-${platform}.vsix`);
  const sources = [...contents, 'package.json', 'dist', 'scripts/makePackage.mjs'].map((name) => newest(join(repository, name)));
  if (Math.max(...sources) < newest(file)) return file;
  const staging = join(repository, '.cache', 'package');
  rmSync(staging, { recursive: true, force: true });
  fillStaging(staging);
  rmSync(file, { force: true });
  const log = join(repository, '.cache', 'package.log');
  const vsce = [
    join(repository, 'node_modules', '@vscode', 'vsce', 'vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--target',
    platform,
    '--out',
    file,
  ];
  if ((await runProgram(process.execPath, vsce, { cwd: staging, log })) !== 0)
    throw new Error(`vsce could not make ${file}: the end of ${log} says why.`);
  const { size } = statSync(file);
  if (size > packageBudget) throw new Error(`${file} has ${megabytes(size)} MB; the budget is ${megabytes(packageBudget)} MB.`);
  return file;
}

/** Bytes as megabytes with one decimal. */
export function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function fillStaging(staging) {
  mkdirSync(staging, { recursive: true });
  for (const name of contents)
    if (existsSync(join(repository, name))) cpSync(join(repository, name), join(staging, name), { recursive: true });
  cpSync(join(repository, 'dist'), join(staging, 'dist'), { recursive: true, filter: (path) => !/\.map$|bundled\.json$/.test(path) });
  const {
    scripts: _scripts,
    devDependencies: _devDependencies,
    dependencies: _dependencies,
    private: _private,
    ...manifest
  } = manifestOf('.');
  writeFileSync(join(staging, 'package.json'), JSON.stringify(manifest, null, 2));
  // The staging folder holds nothing to leave out, and vsce warns where no file says so.
  writeFileSync(join(staging, '.vscodeignore'), '');
  const native = listRuntimePackages();
  // Inside dist, where the bundles look first, they are files like any other to vsce, which else asks npm for the whole tree.
  for (const name of native) copyPackage(name, join(staging, 'dist', 'node_modules', name));
  const bundled = JSON.parse(readFileSync(join(repository, 'dist', 'bundled.json'), 'utf8'));
  writeNotices(join(staging, 'THIRD_PARTY_NOTICES.txt'), [...new Set([...native, ...bundled])].sort());
}

function copyPackage(name, target) {
  const source = join(repository, 'node_modules', name);
  cpSync(source, target, {
    recursive: true,
    dereference: true,
    filter: (path) => isNeeded(path.slice(source.length).replaceAll('\\', '/')),
  });
}

function isNeeded(path) {
  if (/licen[cs]e/i.test(path)) return true;
  const binaries = /^\/bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(path);
  if (binaries !== null) {
    const [, system, processor] = binaries;
    if (system !== process.platform || (processor ?? process.arch) !== process.arch) return false;
  }
  // ONNX Runtime's providers for CUDA and TensorRT are for those who install them.
  if (/providers_(cuda|tensorrt)/.test(path)) return false;
  return !/\.(map|md|ts|mts|cts|cc|h)$|^\/(script|install|src)$|^\/dist\/esm$/.test(path);
}
