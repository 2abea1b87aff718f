// Trains the same networks with the built-in engine and with Debian's PyTorch, turn by turn: `npm run bench:train [-- --json] [-- <network>]`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { repository } from './folders.mjs';
import { installDebianPackages } from './installDebianPackages.mjs';
import { succeeds } from './runProgram.mjs';

const python = '/usr/bin/python3';
const threads = Math.min(2, availableParallelism());
const cases = [
  { key: 'compact-cnn', name: 'compact-cnn', size: 64, batch: 16, threads, least: 1 },
  { key: 'resnet18', name: 'resnet-18', size: 224, batch: 8, threads, least: 0.8 },
  { key: 'unet', name: 'unet', size: 128, batch: 4, threads, least: 1.3 },
];
const mostMemory = 1.5;
const rounds = 7;
const turnMilliseconds = 4000;

const words = process.argv.slice(2);
const json = words.includes('--json');
const wanted = words.filter((word) => !word.startsWith('--'));

try {
  await requireTorch();
  const program = await bundle();
  const chosen = cases.filter(({ key, name }) => wanted.length === 0 || wanted.includes(key) || wanted.includes(name));
  const results = [];
  for (const entry of chosen) {
    const result = await measure(program, entry);
    results.push(result);
    say(describe(entry, result));
  }
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
  if (json) console.log(JSON.stringify(asJson(results)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function requireTorch() {
  const isThere = () => existsSync(python) && succeeds(python, ['-c', 'import torch']);
  if (isThere()) return;
  const sentence = await installDebianPackages(['python3-torch']);
  if (sentence !== null || !isThere()) throw new Error(sentence ?? 'The bench needs PyTorch: sudo apt-get install python3-torch.');
}

/** The engine as it is shipped: bundled, its threads' program beside it. */
async function bundle() {
  const outdir = join(repository, '.cache', 'bench');
  await build({
    absWorkingDir: repository,
    entryPoints: { trainSteps: 'test/bench/trainSteps.ts', trainerThread: 'src/trainerThread.ts' },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
    external: ['onnxruntime-node', 'sharp'],
  });
  return join(outdir, 'trainSteps.js');
}

async function measure(program, entry) {
  const { name, size, batch } = entry;
  const about = JSON.stringify({ name, size, batch, threads });
  const ours = open(process.execPath, [program, about]);
  const theirs = open(python, [join(repository, 'test', 'bench', 'torchTraining.py'), about]);
  try {
    const { network, parameters, workers } = await ours.read();
    theirs.write(JSON.stringify(network));
    const other = await theirs.read();
    if (other.parameters !== parameters) throw new Error(`${name}: ${parameters} parameters here, ${other.parameters} in PyTorch.`);
    // The first turns load code and grow memory.
    for (const side of [ours, theirs]) await side.turn(turnMilliseconds / 2);
    const turns = [];
    for (let round = 0; round < rounds; round += 1)
      turns.push({ ours: await ours.turn(turnMilliseconds), theirs: await theirs.turn(turnMilliseconds) });
    return sum(entry, turns, { workers, torch: other.version });
  } finally {
    ours.end();
    theirs.end();
  }
}

function sum({ key, least }, turns, about) {
  const ratios = sorted(turns.map((turn) => turn.ours.imagesPerSecond / turn.theirs.imagesPerSecond));
  const median = (side, figure) => middle(sorted(turns.map((turn) => turn[side][figure])));
  const memory = median('ours', 'peakMb') / median('theirs', 'peakMb');
  const speeds = { ours: median('ours', 'imagesPerSecond'), theirs: median('theirs', 'imagesPerSecond') };
  const megabytes = { ours: median('ours', 'peakMb'), theirs: median('theirs', 'peakMb') };
  const ratio = middle(ratios);
  return {
    key,
    ratio,
    lowest: ratios[0],
    highest: ratios.at(-1),
    memory,
    speeds,
    megabytes,
    ...about,
    ok: ratio >= least && memory <= mostMemory,
  };
}

function describe({ name, size, batch, least }, { ratio, lowest, highest, memory, speeds, megabytes, workers, torch, ok }) {
  return (
    `${name} ${size} x ${size}, batch ${batch}, ${threads} threads (${workers} workers): ${speeds.ours.toFixed(1)} images/s, PyTorch ${torch} ${speeds.theirs.toFixed(1)}; ` +
    `ratio ${ratio.toFixed(2)} (${lowest.toFixed(2)} to ${highest.toFixed(2)} in ${rounds} rounds), at least ${least}; ` +
    `memory ${Math.round(megabytes.ours)} MB, PyTorch ${Math.round(megabytes.theirs)} MB, ratio ${memory.toFixed(2)}, at most ${mostMemory}: ${ok ? 'ok' : 'short'}`
  );
}

function asJson(results) {
  const round = (value) => Math.round(value * 1000) / 1000;
  const byKey = (figure) => Object.fromEntries(results.map((result) => [result.key, figure(result)]));
  return {
    ratios: byKey(({ ratio }) => round(ratio)),
    spread: byKey(({ lowest, highest }) => [round(lowest), round(highest)]),
    memory: byKey(({ memory }) => round(memory)),
    imagesPerSecond: byKey(({ speeds }) => ({ ours: round(speeds.ours), torch: round(speeds.theirs) })),
    threads,
    rounds,
  };
}

/** A program that answers each line with one. */
function open(file, args) {
  const child = spawn(file, args, {
    cwd: repository,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${file} ended before it had measured anything; what it said stands above.`);
    return JSON.parse(value);
  };
  const write = (line) => child.stdin.write(`${line}\n`);
  return {
    read,
    write,
    turn: (milliseconds) => {
      write(String(milliseconds));
      return read();
    },
    end: () => child.stdin.end(),
  };
}

function say(line) {
  // With --json only the last line is for machines, and it alone may stand on standard output.
  (json ? console.error : console.log)(line);
}

function sorted(values) {
  return values.toSorted((a, b) => a - b);
}

function middle(values) {
  return values[Math.floor(values.length / 2)];
}
