// Bundles the extension, the command line, the trainer and the pages into dist/.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const watch = process.argv.includes('--watch');
const shared = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: true,
  metafile: true,
  minify: !watch,
  logLevel: 'warning',
  legalComments: 'linked',
};

const nodeBundle = {
  ...shared,
  // The threads of the trainer and of an import start from files of their own beside those that start them.
  entryPoints: {
    cli: 'src/cli.ts',
    trainer: 'src/trainer.ts',
    trainerThread: 'src/trainerThread.ts',
    importThread: 'src/importThread.ts',
  },
  outdir: 'dist',
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Native packages are loaded from node_modules; vscode comes from the host.
  external: ['vscode', 'onnxruntime-node', 'sharp'],
};

// The extension is split, so that VS Code compiles at its start only what activation needs; splitting needs modules.
const extensionBundle = {
  ...nodeBundle,
  entryPoints: { extension: 'src/extension.ts' },
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'extension/[name]-[hash]',
  // Bundled CommonJS packages ask for Node's modules by require.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
};

const pages = readdirSync(join(root, 'webviews')).filter((name) => existsSync(join(root, 'webviews', name, 'main.ts')));
const pageBundle = {
  ...shared,
  entryPoints: Object.fromEntries(pages.map((name) => [`webviews/${name}`, `webviews/${name}/main.ts`])),
  outdir: 'dist',
  platform: 'browser',
  target: 'chrome120',
  format: 'esm',
  loader: { '.ttf': 'file' },
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
const bundles = [nodeBundle, extensionBundle, pageBundle];
if (watch) {
  await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
} else {
  const results = await Promise.all(bundles.map((options) => build(options)));
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  // Written last, so that it also tells that no bundle is missing.
  writeFileSync(join(root, 'dist', 'bundled.json'), JSON.stringify(packagesOf(inputs), null, 2));
}

/** The npm packages, sorted, to which the files of a bundle belong. */
function packagesOf(files) {
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
