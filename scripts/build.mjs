// Bundles the extension, the command line, the trainer and the pages into dist/.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
    checkThread: 'src/checkThread.ts',
  },
  outdir: 'dist',
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // Native packages are loaded from node_modules; vscode comes from the host.
  external: ['vscode', 'onnxruntime-node', 'sharp'],
};

/** Puts an empty module in the place of packages that nothing calls. */
function leaveOut(...names) {
  const filter = new RegExp(names.map(({ source }) => source).join('|'));
  return {
    name: 'leave-out',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'left-out' }));
      onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
    },
  };
}

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
  // Some packages' CommonJS builds find their own parts only where they are installed.
  mainFields: ['module', 'main'],
  // The YAML language service can format and has its messages in ten languages: RadSteps asks for neither.
  plugins: [leaveOut(/^prettier\/(standalone|plugins\/\w+)$/, /^ajv-i18n$/)],
};

const pages = readdirSync(join(root, 'webviews')).filter((name) => existsSync(join(root, 'webviews', name, 'main.ts')));
const pageSettings = {
  ...shared,
  outdir: 'dist',
  // What a page needs only later is a file of its own; pages share none, so that each needs few files at its start.
  splitting: true,
  chunkNames: 'webviews/[name]-[hash]',
  platform: 'browser',
  target: 'chrome120',
  format: 'esm',
  loader: { '.ttf': 'file', '.svg': 'text' },
  // The codecs ask for these in Node only.
  external: ['fs', 'path'],
};

// Beside each page stands which chunks it needs at once, so that its HTML can ask for them together with it.
const listChunks = (name) => ({
  name: 'list-chunks',
  setup: ({ onEnd }) =>
    onEnd(({ metafile }) => {
      if (metafile === undefined) return;
      const chunks = chunksOf(metafile.outputs, `dist/webviews/${name}.js`).map((file) => file.replace('dist/webviews/', ''));
      writeFileSync(join(root, 'dist', 'webviews', `${name}.chunks.json`), JSON.stringify(chunks));
    }),
});

const pageBundles = pages.map((name) => ({
  ...pageSettings,
  entryPoints: { [`webviews/${name}`]: `webviews/${name}/main.ts` },
  plugins: [listChunks(name)],
}));

// A page fetches its worker's script and starts it from memory, since a worker can't come from another origin: one classic script.
const workerBundle = {
  ...pageSettings,
  entryPoints: { 'webviews/viewerWorker': 'webviews/viewer/worker.ts' },
  splitting: false,
  format: 'iife',
};

// What the pages fetch and Node reads when a picture first needs it; the names are those of src/core/image/codecs.ts.
const codecs = {
  'charls.wasm': '@cornerstonejs/codec-charls/decodewasm',
  'openjpeg.wasm': '@cornerstonejs/codec-openjpeg/decodewasm',
  'openjph.wasm': '@cornerstonejs/codec-openjph/wasm',
};

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist', 'codecs'), { recursive: true });
const { resolve } = createRequire(import.meta.url);
for (const [name, source] of Object.entries(codecs)) copyFileSync(resolve(source), join(root, 'dist', 'codecs', name));
const bundles = [nodeBundle, extensionBundle, ...pageBundles, workerBundle];
if (watch) {
  await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
} else {
  const results = await Promise.all(bundles.map((options) => build(options)));
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  // Written last, so that it also tells that no bundle is missing.
  writeFileSync(join(root, 'dist', 'bundled.json'), JSON.stringify(packagesOf(inputs), null, 2));
}

/** The files that a file imports statically, and those that these do. */
function chunksOf(outputs, file, seen = new Set()) {
  for (const { path, kind } of outputs[file]?.imports ?? []) {
    if (kind !== 'import-statement' || seen.has(path) || outputs[path] === undefined) continue;
    seen.add(path);
    chunksOf(outputs, path, seen);
  }
  return [...seen];
}

/** The npm packages, sorted, to which the files of a bundle belong. */
function packagesOf(files) {
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}
