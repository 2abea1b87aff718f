// Runs the main job on a folder in the FracAtlas layout, in a temporary project: node scripts/runFracatlas.mjs <folder> [experiment]
// With --folds 5 it cross-validates all films instead, and fails unless the alert is better than chance: its AUC's 95 % interval above 0.5.
// With --set train.seed=2 (may be repeated) it does so with other settings.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './folders.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folds: { type: 'string' }, set: { type: 'string', multiple: true, default: [] } },
});
const [folder, ...experiment] = positionals;
if (folder === undefined) {
  console.error('usage: node scripts/runFracatlas.mjs <folder> [experiment] [--folds 5] [--set key=value]');
  process.exit(2);
}
const training = ['train', ...experiment, ...values.set.flatMap((set) => ['--set', set])];
const scratch = mkdtempSync(join(tmpdir(), 'radsteps-fracatlas-'));
const project = join(scratch, 'fractures');

try {
  radsteps('new', 'fractures', project, '--data-root', resolve(folder));
  const imported = radsteps('-C', project, 'import', resolve(folder), '--layout', 'fracatlas');
  console.log(`Imported ${imported.images} images; ${imported.problems} files with a problem.`);
  // These films have no test part: what is left of FracAtlas is that.
  radsteps('-C', project, 'split', ...(values.folds === undefined ? [] : ['--fractions', '85/15/0']));
  if (values.folds === undefined) {
    const { record, commit } = radsteps('-C', project, ...training);
    report(record, commit, 'auc', 'AUC');
    const small = ['image.size=[96, 96]', 'network.trunk=unet', 'network.width=0.25', 'network.depth=3', 'train.epochs=4'];
    const boxes = radsteps('-C', project, 'train', 'boxes', ...small.flatMap((set) => ['--set', set]));
    report(boxes.record, boxes.commit, 'average_precision', 'Average precision of small boxes after 4 epochs');
    radsteps('-C', project, 'cases', record.run);
    const { rows } = radsteps('-C', project, 'predict', boxes.record.run, join(resolve(folder), 'images', 'Fractured'));
    console.log(`Predicted ${rows.filter(({ problem }) => !problem).length} of ${rows.length} films.`);
  } else reportFolds(radsteps('-C', project, ...training, '--folds', values.folds).folds);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

function radsteps(...args) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const output = execFileSync(process.execPath, [join(repository, 'dist', 'cli.js'), ...args, '--json'], {
    stdio,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output);
}

function reportFolds({ state, group, of, folds, pooled }) {
  if (state !== 'finished' || pooled === null) throw new Error(`The cross-validation ${group} ended as ${state}.`);
  const { auc, sensitivity, specificity } = pooled.metrics;
  if (auc === undefined || auc.interval === null) throw new Error('The out-of-fold predictions have no AUC with an interval.');
  const words = ({ value, interval }) => `${value.toFixed(3)} (95 % interval ${interval.map((bound) => bound.toFixed(3)).join(' to ')})`;
  const each = folds.map(({ metrics }) => metrics.auc?.value.toFixed(3) ?? 'none').join(', ');
  console.log(`AUC ${words(auc)}; n = ${auc.n} images of ${auc.patients} patients, out of ${of} folds (${each}); ${auc.method}.`);
  console.log(`At each fold's own operating point: sensitivity ${words(sensitivity)}, specificity ${words(specificity)}.`);
  if (auc.interval[0] <= 0.5) throw new Error('Not better than chance: the interval of the AUC holds 0.5.');
}

function report(record, commit, metric, title) {
  if (record.state !== 'finished') throw new Error(`The run ended as ${record.state}.`);
  const head = execFileSync('git', ['-C', project, 'log', '-1', '--format=%H', '--', `5-network/runs/${record.run}`], {
    encoding: 'utf8',
  }).trim();
  if (commit.state !== 'committed' || head !== commit.commit)
    throw new Error(`The run ${record.run} is not committed: ${commit.reason ?? head}.`);
  const { value, interval, n, patients } = record.result.metrics[metric].best;
  if (!(value >= 0 && value <= 1) || interval === null) throw new Error(`The run has no ${metric} with an interval.`);
  const [lower, upper] = interval.map((bound) => bound.toFixed(3));
  console.log(
    `${title} ${value.toFixed(3)} (95 % interval ${lower} to ${upper}; n = ${n} images of ${patients} patients, tuning part), commit ${head.slice(0, 10)}, ${Math.round(record.seconds)} s.`,
  );
}
