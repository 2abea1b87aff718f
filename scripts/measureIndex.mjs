import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from './folders.mjs';
import { installDebianPackages } from './installDebianPackages.mjs';
import { loadTypeScript } from './loadTypeScript.mjs';
import { succeeds } from './runProgram.mjs';

export const files = 10_000;
const fewFiles = 2_000;
const rounds = 5;

/** The elements that an import reads, for gdcmscanner. */
const tags = [
  ...['8,5', '8,16', '8,18', '8,60', '8,70', '8,80', '8,1090', '10,20', '10,21', '10,40', '10,1010', '18,15', '18,1164', '18,5101'],
  ...['20,d', '20,e', '20,13', '20,32', '20,60', '20,62', '28,2', '28,4', '28,6', '28,8', '28,10', '28,11', '28,30'],
  ...['28,100', '28,101', '28,102', '28,103', '5200,9229'],
];

/**
 * Imports' two passes over 10,000 DICOM files against gdcmscanner and against plain reading and hashing, in turns: medians of five with
 * the lowest and highest ratio; rates in files a second, memory of the header pass as peak resident megabytes.
 */
export async function measureIndex(say = () => {}) {
  await requireScanner();
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-index-'));
  try {
    const programs = await bundle();
    say(`Writing ${files} DICOM files of about 137 KB.`);
    const { writeIndexFiles } = await loadTypeScript('test/bench/indexFiles.ts');
    const [many, few] = [join(folder, 'many'), join(folder, 'few')];
    writeIndexFiles(many, files);
    writeIndexFiles(few, fewFiles);
    readAll(many);
    say('Reading headers.');
    const headers = measureHeaders(programs, folder, many);
    say('Hashing.');
    const hashes = measureHashes(programs, folder, many);
    say('Importing.');
    const whole = runPass(programs, 'import', emptyProject(folder), many);
    const small = runPass(programs, 'headers', emptyProject(folder), few);
    return { headers, hashes, importSeconds: whole.seconds, megabytes: { few: small.megabytes, many: middle(headers.megabytes) } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function requireScanner() {
  const isThere = () => succeeds('gdcmscanner', ['--version']);
  if (isThere()) return;
  const sentence = await installDebianPackages(['libgdcm-tools']);
  if (sentence !== null || !isThere()) throw new Error(sentence ?? 'The bench needs gdcmscanner: sudo apt-get install libgdcm-tools.');
}

/** As it is shipped: bundled, the threads' program beside it; in the repository, where it finds its native packages. */
async function bundle() {
  const outdir = join(repository, 'node_modules', '.cache', 'radsteps-bench-index');
  await build({
    absWorkingDir: repository,
    entryPoints: {
      indexPass: 'test/bench/indexPass.ts',
      plainHashes: 'test/bench/plainHashes.ts',
      importThread: 'src/importThread.ts',
    },
    ...{ outdir, bundle: true, minify: true, platform: 'node', target: 'node20.19', format: 'cjs', logLevel: 'warning' },
    external: ['onnxruntime-node', 'sharp'],
  });
  return { pass: join(outdir, 'indexPass.js'), plain: join(outdir, 'plainHashes.js') };
}

function measureHeaders(programs, folder, many) {
  const turns = [];
  for (let round = 0; round < rounds; round += 1) {
    const theirs = run('gdcmscanner', ['-d', many, '-r', ...tags.flatMap((tag) => ['-t', tag])]);
    const ours = runPass(programs, 'headers', emptyProject(folder), many);
    if (ours.done !== files || !theirs.output.includes(`${files} files found`)) throw new Error('Not all files were read.');
    turns.push({ ours: ours.seconds, theirs: theirs.seconds, megabytes: ours.megabytes });
  }
  return { ...compare(turns), megabytes: turns.map(({ megabytes }) => megabytes) };
}

function measureHashes(programs, folder, many) {
  const headed = emptyProject(folder);
  runPass(programs, 'table', headed, many);
  const turns = [];
  for (let round = 0; round < rounds; round += 1) {
    const project = join(folder, 'project');
    rmSync(project, { recursive: true, force: true });
    cpSync(headed, project, { recursive: true });
    const ours = runPass(programs, 'hashes', project, many);
    const theirs = JSON.parse(run(process.execPath, [programs.plain, many]).output.trim());
    turns.push({ ours: ours.seconds, theirs: theirs.seconds });
  }
  return compare(turns);
}

/** How many times as fast we are, and both rates: medians. */
function compare(turns) {
  const ratios = turns.map(({ ours, theirs }) => theirs / ours);
  const rate = (side) => files / middle(turns.map((turn) => turn[side]));
  const spread = [Math.min(...ratios), Math.max(...ratios)];
  return { ratio: middle(ratios), spread, ours: rate('ours'), theirs: rate('theirs') };
}

function runPass(programs, pass, project, source) {
  const { output } = run(process.execPath, [programs.pass, pass, project, source]);
  return JSON.parse(output.trim().split('\n').at(-1));
}

function run(command, args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${command} failed: ${stderr.slice(-2000)}`);
  return { output: stdout + stderr, seconds };
}

let projects = 0;

function emptyProject(folder) {
  projects += 1;
  const project = join(folder, `project-${projects}`);
  mkdirSync(project);
  return project;
}

/** So that nobody waits for the disk. */
function readAll(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) readFileSync(join(entry.parentPath, entry.name));
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
