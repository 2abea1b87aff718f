import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from './folders.mjs';
import { runProgram } from './runProgram.mjs';

const filmCount = 600;
const films = join(repository, 'demo', 'films');
const project = join(repository, 'demo', 'bone-age');
const cli = join(repository, 'dist', 'cli.js');

/** Makes the bone-age demo as far as it is not there yet: films, project, images, split, and one finished run. Resolves to the project. */
export async function makeDemo() {
  const table = join(films, 'bone-age.csv');
  const has = (file) => existsSync(join(project, file));
  if (!existsSync(table)) await step('Drawing synthetic hand films', 'films', films, '--count', String(filmCount), '--seed', '1');
  if (!has('radsteps.yaml')) {
    const identity = ['--name', 'Bone age demo', '--data-root', films, '--reader', 'demo', '--own-repository'];
    await step('Making the project', 'new', 'bone-age', project, ...identity);
  }
  if (rows('3-data/images.csv').length === 0) await step('Importing the films', '-C', project, 'import', films, '--labels', table);
  if (!has('3-data/split.csv')) await step('Splitting by patient', '-C', project, 'split');
  if (finishedRun() === undefined) commitData();
  if (finishedRun() === undefined) await step('Training (a minute or two)', '-C', project, 'train', 'quick');
  return project;
}

async function step(title, ...args) {
  console.log(`\n${title}.`);
  if ((await runProgram(process.execPath, [cli, ...args], { cwd: repository })) !== 0) {
    throw new Error(
      `The demo stopped here. To begin it anew, remove ${relative(process.cwd(), join(repository, 'demo')) || 'the folder demo'}.`,
    );
  }
}

/** Commits images, labels and split, as a user would before training, so that the run's commit stands on them. */
function commitData() {
  const git = (...args) => spawnSync('git', ['-C', project, ...args], { encoding: 'utf8' });
  git('add', '--all');
  if (git('diff', '--cached', '--quiet').status === 0) return;
  const identity = git('config', 'user.email').status === 0 ? [] : ['-c', 'user.name=RadSteps', '-c', 'user.email=radsteps@localhost'];
  const { status, stderr } = git(...identity, 'commit', '--quiet', '--no-verify', '--no-gpg-sign', '--message', 'Images, labels and split');
  if (status !== 0) throw new Error(`git could not commit the demo's images, labels and split: ${stderr.trim()}`);
}

/** The demo in a few lines for people: images, split, the run's metric and commit, and where the files are. */
export function summarizeDemo() {
  const record = finishedRun();
  if (record === undefined) throw new Error('The demo has no finished run: the messages above say why.');
  const folder = join('5-network', 'runs', record.run);
  const problems = rows('3-data/import-problems.csv').length;
  const facts = [
    ['Images', `${counted(rows('3-data/images.csv'))}, synthetic, in ${here(films)}; ${problems} files with a problem`],
    ['Split', splitText()],
    [
      'Run',
      `${record.run}, ${Math.round(record.seconds)} s, ${record.result.epochs} epochs, ${Math.round(record.result.imagesPerSecond)} images a second`,
    ],
    ['Result', resultText(record.result)],
    ['Commit', commitText(folder)],
    ['Record', here(join(project, folder, 'record.json'))],
  ];
  return facts.map(([name, text]) => `  ${name.padEnd(8)} ${text}`).join('\n');
}

function resultText({ metrics, primary }) {
  const { best, unit, part } = metrics[primary];
  const interval = best.interval === null ? '' : ` (95 % interval ${best.interval.map((bound) => bound.toFixed(1)).join(' to ')})`;
  const mean = metrics.mae_of_mean?.best.value;
  const rival = mean === undefined ? '' : `; always predicting the mean: ${mean.toFixed(1)} ${unit}`;
  return `${primary.toUpperCase()} ${best.value.toFixed(1)} ${unit}${interval} on the ${part} part, n = ${best.n} images of ${best.patients} patients${rival}`;
}

function splitText() {
  const partOf = new Map(rows('3-data/split.csv').map(({ patient, part }) => [patient, part]));
  const images = rows('3-data/images.csv');
  const parts = ['train', 'tuning', 'test'].map(
    (part) => `${part} ${counted(images.filter(({ patient }) => partOf.get(patient) === part))}`,
  );
  return `by patient: ${parts.join('; ')}`;
}

function commitText(folder) {
  const { stdout } = spawnSync('git', ['-C', project, 'log', '-1', '--format=%h "%s", %an', '--', folder], { encoding: 'utf8' });
  return stdout.trim() || `not yet: radsteps -C ${here(project)} commit ${folder.split(/[\\/]/).at(-1)}`;
}

/** The newest finished run's record, or undefined. */
function finishedRun() {
  const folder = join(project, '5-network', 'runs');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const records = names.map((name) => join(folder, name, 'record.json')).filter((file) => existsSync(file));
  return records
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .filter(({ state }) => state === 'finished')
    .sort((a, b) => a.created.localeCompare(b.created))
    .at(-1);
}

/** The rows of one of the project's tables; the demo's own values hold neither commas nor quotes in the columns read here. */
function rows(file) {
  const path = join(project, file);
  const [head = '', ...lines] = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split(/\r?\n/) : [];
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index], value])));
}

function counted(images) {
  return `${images.length} images of ${new Set(images.map(({ patient }) => patient)).size} patients`;
}

function here(path) {
  return relative(process.cwd(), path);
}
