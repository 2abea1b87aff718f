import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';

const root = resolve(dirname(__filename), '../..');
const posixPath = (path: string): string => path.split(sep).join(posix.sep);

/** Every import of a file: static, dynamic and re-exported; a type-only import is marked. */
function importsOf(text: string): readonly { readonly from: string; readonly typeOnly: boolean; readonly dynamic: boolean }[] {
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]/gm);
  const bare = text.matchAll(/^\s*import\s+['"]([^'"]+)['"]/gm);
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g);
  return [
    ...[...statements].map((match) => ({ from: match[2] ?? '', typeOnly: match[1] !== undefined, dynamic: false })),
    ...[...bare].map((match) => ({ from: match[1] ?? '', typeOnly: false, dynamic: false })),
    ...[...dynamic].map((match) => ({ from: match[1] ?? '', typeOnly: false, dynamic: true })),
  ];
}

type Import = { readonly file: string; readonly to: string; readonly typeOnly: boolean; readonly dynamic?: boolean };

function allImports(folder: string): readonly Import[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((name) => {
    const path = join(root, folder, name);
    return importsOf(readFileSync(path, 'utf8')).map(({ from, typeOnly, dynamic }) => ({
      file: posixPath(relative(root, path)),
      to: from.startsWith('.') ? posixPath(relative(root, resolve(dirname(path), from))) : from,
      ...{ typeOnly, dynamic },
    }));
  });
}

const nodeModules = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const corePackages = ['yaml', 'ajv', 'papaparse', '@noble/hashes', 'fastest-levenshtein', '@stdlib/', '@cornerstonejs/codec-'];
const nativePackages = ['onnxruntime-node', 'sharp'];
const inFolder = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);
const isOurs = (path: string): boolean => /^(src|webviews|schemas|test|templates|scripts)\//.test(path) || path === 'package.json';
const vscodeFeature = (path: string): string | undefined => /^src\/vscode\/([^/]+)\//.exec(path)?.[1];
const page = (path: string): string | undefined => /^webviews\/([^/]+)\//.exec(path)?.[1];

/** The sentence of the rule that an import breaks, or undefined. */
function brokenRule({ file, to, typeOnly }: Import): string | undefined {
  if (inFolder(to, 'test')) return 'nothing imports test';
  if (inFolder(file, 'src/core')) {
    if (isOurs(to)) return inFolder(to, 'src/core') || inFolder(to, 'schemas') ? undefined : 'core imports only core';
    // Whoever trains with TensorFlow.js hands it in.
    if (to.startsWith('@tensorflow/') && typeOnly) return undefined;
    return corePackages.some((name) => to.startsWith(name))
      ? undefined
      : 'core imports only pure JavaScript libraries: no Node, no DOM, no vscode';
  }
  if (inFolder(file, 'src/protocol'))
    return inFolder(to, 'src/protocol') || (inFolder(to, 'src/core') && typeOnly) ? undefined : 'protocol imports only types of core';
  if (inFolder(file, 'src/node')) {
    if (to === 'vscode') return 'node does not know vscode';
    return isOurs(to) && !['src/core', 'src/node'].some((folder) => inFolder(to, folder)) && to !== 'package.json'
      ? 'node imports only core and node'
      : undefined;
  }
  if (inFolder(file, 'src/vscode')) {
    const feature = vscodeFeature(to);
    return feature !== undefined && feature !== vscodeFeature(file) ? 'a feature never imports another feature' : undefined;
  }
  if (inFolder(file, 'webviews')) {
    if (nodeModules.has(to) || to === 'vscode') return 'a page knows neither Node nor vscode';
    if (isOurs(to) && !['src/core', 'src/protocol', 'webviews'].some((folder) => inFolder(to, folder)))
      return 'a page imports only core, protocol and webviews/shared';
    return inFolder(to, 'webviews') && page(to) !== page(file) && page(to) !== 'shared' ? 'a page never imports another page' : undefined;
  }
  return undefined;
}

/** One cycle among the imports that exist at run time, as a list of files, or undefined. */
function findCycle(imports: readonly Import[]): readonly string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { file, to, typeOnly } of imports) {
    if (!typeOnly && isOurs(to)) next.set(file, [...(next.get(file) ?? []), to.endsWith('.json') ? to : `${to}.ts`]);
  }
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of next.get(file) ?? []) {
      const cycle = visit(target, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Files and packages that a file reaches by these imports. */
function reached(from: string, imports: readonly Import[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [from];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...imports.filter((entry) => entry.file === file && !entry.typeOnly).map(({ to }) => (isOurs(to) ? `${to}.ts` : to)));
  }
  return seen;
}

describe('import rules', () => {
  const imports = [...allImports('src'), ...allImports('webviews')];

  it('every import keeps to the layers of the design', () => {
    const broken = imports.flatMap((entry) => {
      const rule = brokenRule(entry);
      return rule === undefined ? [] : [`${entry.file} imports ${entry.to}: ${rule}`];
    });
    assert.deepEqual(broken, []);
    assert.ok(imports.length > 200, 'the imports were found');
  });

  it('has no cycles', () => {
    assert.deepEqual(findCycle(imports) ?? [], []);
  });

  it('the extension never loads a training library', () => {
    const libraries = [...reached('src/extension.ts', imports)].filter((name) => nativePackages.includes(name));
    assert.deepEqual(libraries, []);
  });

  it('the extension begins without the code that works on files, and without libraries', () => {
    const loaded = reached(
      'src/extension.ts',
      imports.filter(({ dynamic }) => dynamic !== true),
    );
    const heavy = [...loaded].filter((name) => inFolder(name, 'src/node') || !(isOurs(name) || nodeModules.has(name) || name === 'vscode'));
    assert.deepEqual(heavy, []);
    assert.ok(loaded.has('src/vscode/labels/registerLabels.ts'), 'the features were found');
  });

  it('the rules find what breaks them', () => {
    const breaks = (file: string, to: string, typeOnly = false) => brokenRule({ file, to, typeOnly }) !== undefined;
    assert.ok(breaks('src/core/a.ts', 'node:fs'));
    assert.ok(breaks('src/core/a.ts', 'src/node/b'));
    assert.ok(breaks('src/core/a.ts', '@tensorflow/tfjs-core'));
    assert.ok(!breaks('src/core/a.ts', '@tensorflow/tfjs-core', true));
    assert.ok(breaks('src/protocol/a.ts', 'src/core/b'));
    assert.ok(!breaks('src/protocol/a.ts', 'src/core/b', true));
    assert.ok(breaks('src/node/a.ts', 'vscode'));
    assert.ok(breaks('src/vscode/runs/a.ts', 'src/vscode/explorer/b'));
    assert.ok(!breaks('src/vscode/runs/a.ts', 'src/vscode/command'));
    assert.ok(breaks('webviews/run/a.ts', 'node:fs'));
    assert.ok(breaks('webviews/run/a.ts', 'webviews/viewer/b'));
    assert.ok(breaks('src/node/a.ts', 'test/unit/b'));
    assert.deepEqual(
      findCycle([
        { file: 'src/core/a.ts', to: 'src/core/b', typeOnly: false },
        { file: 'src/core/b.ts', to: 'src/core/a', typeOnly: false },
      ]),
      ['src/core/a.ts', 'src/core/b.ts', 'src/core/a.ts'],
    );
  });
});
