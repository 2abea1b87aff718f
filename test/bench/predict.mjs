import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const films = 200;
const predictions = 4000;
const run = promisify(execFile);

/** The time that predicting an already decoded image takes, as a share of what training on one took in the demo's run just before. */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-bench-'));
  try {
    const { record, project } = await trainDemo(folder);
    const trained = record.result.imagesPerSecond;
    const predicted = await predictRate(project, record);
    const rates = `${predicted.toFixed(0)} images/s against ${trained.toFixed(0)} in training, ${(predicted / trained).toFixed(1)} times`;
    return { title: `predict (${rates})`, figure: (100 * trained) / predicted, budget: 20, unit: '% of training an image' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function radsteps(...words) {
  const { stdout } = await run(process.execPath, [join(repository, 'dist', 'cli.js'), ...words, '--json'], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

async function trainDemo(folder) {
  const [project, source] = [join(folder, 'project'), join(folder, 'films')];
  await radsteps('new', 'bone-age', project, '--reader', 'bench');
  const { table } = await radsteps('films', source, '--count', String(films));
  await radsteps('-C', project, 'import', source, '--labels', table);
  await radsteps('-C', project, 'split');
  const { record } = await radsteps('-C', project, 'train', 'quick', '--set', 'train.epochs=6', '--no-commit');
  return { record, project };
}

/** Images a second through the run's model, decoding left out. */
async function predictRate(project, record) {
  const { predictFiles } = await loadTypeScript('src/node/training/predictFiles.ts');
  const { prepareImage } = await loadTypeScript('src/node/training/preparePixels.ts');
  const job = JSON.parse(await readFile(join(project, '.radsteps', 'runs', record.run, 'job.json'), 'utf8'));
  const pixels = new Map();
  for (const { image, file } of job.train) pixels.set(image, await prepareImage(file, record.settings.image));
  const files = Array.from({ length: predictions }, (_, index) => job.train[index % job.train.length]).map(({ image, file, inputs }) => ({
    name: image,
    file,
    inputs,
  }));
  const { classes, task, unit } = job;
  const weights = join(project, '.radsteps', 'weights', `${record.result.weights.sha256}.onnx`);
  const model = { weights, experiment: record.settings, task, classes, unit };
  const predict = (some) =>
    predictFiles(
      model,
      some,
      () => {},
      new AbortController().signal,
      async ({ name }) => pixels.get(name),
    );
  const [first] = await predict(files.slice(0, 100));
  if (typeof first?.prediction !== 'number') throw new Error('The run predicts nothing.');
  const began = performance.now();
  await predict(files);
  return (1000 * predictions) / (performance.now() - began);
}
