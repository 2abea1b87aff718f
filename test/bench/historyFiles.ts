import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { experimentDefaults } from '../../src/core/experiment/experimentDefaults';
import { formatRecord } from '../../src/core/experiment/recordFile';
import { runName } from '../../src/core/experiment/runName';
import type { FinishedRun } from '../../src/core/experiment/runRecord';
import { mulberry32 } from '../../src/core/statistics/random';

const networks = ['compact-cnn', 'resnet-18', 'mobilenet-v2'] as const;
const hash = (seed: number): string => (seed >>> 0).toString(16).padStart(8, '0').repeat(8);

/** A record as a real run of two classes leaves it; the same number gives the same record. */
export function generatedRecord(number: number): FinishedRun {
  const random = mulberry32(number);
  const created = new Date(Date.UTC(2026, 0, 1) + number * 600_000);
  const auc = 0.6 + 0.39 * random();
  const estimate = (value: number) => ({
    ...{ epoch: 1 + Math.floor(20 * random()), value, interval: [value - 0.05, value + 0.05] as const, n: 120, patients: 80 },
    method: 'DeLong, by patient',
  });
  const metric = (value: number) => ({
    ...{ unit: '', better: 'higher' as const, part: 'tuning' as const, best: estimate(value), last: estimate(value - 0.01) },
  });
  const names = ['auc', 'accuracy', 'sensitivity', 'specificity', 'sensitivity_at_90_specificity'];
  const learningRate = Number((10 ** (-4 + 2 * random())).toPrecision(3));
  const { network, train } = experimentDefaults;
  const settings = {
    ...experimentDefaults,
    data: { target: 'fracture', reader: 'ada', inputs: [] },
    network: { ...network, name: networks[number % networks.length] ?? 'compact-cnn' },
    train: { ...train, learningRate, seed: number % 5 },
  };
  const run = runName(created, `search-${number % 7}`, (number % 65536).toString(16).padStart(4, '0'));
  return {
    ...{ version: 1, run, state: 'finished', experiment: `search-${number % 7}`, template: 'fractures', task: 'classification' },
    ...{ target: 'fracture', unit: '', author: 'Ada Reader', created: created.toISOString(), started: created.toISOString() },
    ...{ ended: new Date(created.getTime() + 300_000).toISOString(), seconds: 300, parent: hash(number).slice(0, 40), branch: 'main' },
    ...{ snapshot: hash(number + 1).slice(0, 40), patch: { sha256: hash(number + 2), omitted: [] } },
    hashes: { images: hash(1), split: hash(2), labels: hash(3), experiment: hash(number + 4) },
    settings,
    changed: { 'train.learningRate': learningRate, 'train.seed': number % 5 },
    engine: { name: 'built-in', version: '1', backend: 'cpu', device: 'A processor of 2026, workers: 2, threads each: 1' },
    versions: { radsteps: '0.1.0', node: '22.1.0', onnxruntime: '1.27.0' },
    data: { train: { images: 560, patients: 400 }, tuning: { images: 120, patients: 80 } },
    notes: number % 3 === 0 ? ['3 of 683 images of the train part were left out: no final label.'] : [],
    result: {
      ...{ epochs: 20, primary: 'auc', metrics: Object.fromEntries(names.map((name, index) => [name, metric(auc - index * 0.02)])) },
      ...{
        parameters: 23_000,
        imagesPerSecond: 810.5,
        waitedShare: 0.01,
        peakMemoryMb: 900,
        weights: { sha256: hash(number), bytes: 94_000 },
      },
    },
  };
}

const text = (content: string): string => `data ${Buffer.byteLength(content)}\n${content}\n`;

/** Fills a new repository: so many runs on branch main, one commit each as real ones, and `others` more on a branch that is not checked out. */
export async function writeHistory(root: string, runs: number, others: number): Promise<void> {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root });
  if (!existsSync(join(root, '.git'))) git('init', '-q', '-b', 'main');
  const child = spawn('git', ['fast-import', '--quiet'], { cwd: root, stdio: ['pipe', 'inherit', 'inherit'] });
  const who = 'Ada Reader <ada@example.org>';
  const write = async (part: string) => {
    if (!child.stdin.write(part)) await once(child.stdin, 'drain');
  };
  const files = ['radsteps.yaml', '.gitignore'];
  const contents = ['name: History\ntask: classification\ntemplate: fractures\ntemplateVersion: 1\nformatVersion: 1\n', '.radsteps/\n'];
  await write(`commit refs/heads/main\ncommitter ${who} 1767225600 +0000\n${text('first')}`);
  for (const [index, file] of files.entries()) await write(`M 100644 inline ${file}\n${text(contents[index] ?? '')}`);
  for (let number = 0; number < runs + others; number++) {
    const record = generatedRecord(number);
    const branch = number < runs ? 'main' : 'other';
    const from = number === runs ? 'from refs/heads/main\n' : '';
    await write(`commit refs/heads/${branch}\ncommitter ${who} ${1767225600 + 600 * number} +0000\n${text(`Run ${record.run}`)}${from}`);
    const folder = `5-network/runs/${record.run}`;
    const epochs = Array.from({ length: 20 }, (_, epoch) => `${epoch + 1},0.5,0.6,15,810,0.9,0.8,0.95\n`).join('');
    const head = 'epoch,train_loss,tuning_loss,seconds,images_per_second,auc,auc_lower,auc_upper\n';
    await write(`M 100644 inline ${folder}/record.json\n${text(formatRecord(record))}`);
    await write(`M 100644 inline ${folder}/metrics.csv\n${text(`${head}${epochs}`)}`);
    await write(`M 100644 inline ${folder}/changes.patch\n${text('')}`);
  }
  child.stdin.end();
  await once(child, 'exit');
  git('checkout', '-q', '-f', 'main');
}
