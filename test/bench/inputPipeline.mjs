import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

// Enough that the start of our threads, which is in the time, weighs little; a few pictures serve them all.
const films = 160;
const pictures = 8;
const [rows, columns] = [2500, 2000];
/** What the network would see. */
const [newRows, newColumns] = [256, 205];
const repetitions = 5;
const python = '/usr/bin/python3';

/** How many times as fast as pydicom, NumPy and Pillow in two processes we decode and cache films of 2,000 x 2,500 in 16 bits: the median of alternating repetitions. */
export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-bench-'));
  try {
    const program = await bundleProgram();
    const list = await makeFilms(folder);
    const ratios = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      const ours = runOnce(folder, process.execPath, [program, list]);
      const theirs = runOnce(folder, python, [join(repository, 'test', 'bench', 'pillowFilms.py'), list]);
      requireAlike(ours.pixels, theirs.pixels);
      ratios.push({ ratio: theirs.seconds / ours.seconds, ours: films / ours.seconds, theirs: films / theirs.seconds });
    }
    ratios.sort((a, b) => a.ratio - b.ratio);
    const { ratio, ours, theirs } = ratios[Math.floor(repetitions / 2)];
    const spread = `${ratios[0].ratio.toFixed(1)} to ${ratios.at(-1).ratio.toFixed(1)}`;
    const title = `input pipeline (${spread} in ${repetitions} repetitions; ${ours.toFixed(0)} against ${theirs.toFixed(0)} films a second)`;
    return { title, figure: ratio, budget: 3, unit: 'times pydicom + Pillow', atLeast: true };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bundled as it is shipped; in the repository, where it finds its native packages. */
async function bundleProgram() {
  const outdir = join(repository, 'node_modules', '.cache', 'radsteps-bench');
  await build({
    entryPoints: { cacheFilms: join(repository, 'test/bench/cacheFilms.ts'), trainerThread: join(repository, 'src/trainerThread.ts') },
    ...{ outdir, bundle: true, minify: true, platform: 'node', target: 'node20.19', format: 'cjs' },
    external: ['onnxruntime-node', 'sharp'],
  });
  return join(outdir, 'cacheFilms.js');
}

/** Films with a smooth picture and noise over most of the 16 bits, and a list of them. */
async function makeFilms(folder) {
  const { writeDicom } = await loadTypeScript('src/core/dicom/writeDicom.ts');
  const { mulberry32 } = await loadTypeScript('src/core/statistics/random.ts');
  const random = mulberry32(1);
  const drawn = Array.from({ length: pictures }, (_, number) => drawFilm(number, random));
  const list = Array.from({ length: films }, (_, number) => {
    const bytes = writeDicom(elementsOf(number, drawn[number % pictures]));
    const file = join(folder, `${number}.dcm`);
    writeFileSync(file, bytes);
    // As an import leaves it: hashed, with the size and time that the file had then.
    const state = { bytes: bytes.length, modified: Math.round(statSync(file).mtimeMs) };
    return { image: `img-${number}`, file, sha256: createHash('sha256').update(bytes).digest('hex'), state };
  });
  const path = join(folder, 'films.json');
  writeFileSync(path, JSON.stringify(list));
  return path;
}

function drawFilm(number, random) {
  const across = Float64Array.from({ length: columns }, (_, column) => Math.cos(column / 200 + number));
  return Uint16Array.from({ length: rows * columns }, (_, index) => {
    const row = Math.floor(index / columns);
    return 25_000 + 18_000 * Math.sin(row / 300 + number) * across[index % columns] + 4_000 * (random() + random() - 1);
  });
}

function elementsOf(number, pixels) {
  const us = (tag, value) => ({ tag, vr: 'US', value: [value] });
  return [
    { tag: 0x00080016, vr: 'UI', value: '1.2.840.10008.5.1.4.1.1.1.1' },
    { tag: 0x00080018, vr: 'UI', value: `2.25.${1000 + number}` },
    us(0x00280002, 1),
    { tag: 0x00280004, vr: 'CS', value: 'MONOCHROME2' },
    ...[us(0x00280010, rows), us(0x00280011, columns), us(0x00280100, 16), us(0x00280101, 16), us(0x00280102, 15), us(0x00280103, 0)],
    { tag: 0x7fe00010, vr: 'OW', value: pixels },
  ];
}

function runOnce(folder, command, args) {
  const out = join(folder, 'out');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  return JSON.parse(execFileSync(command, [...args, out, String(newRows), String(newColumns)], { maxBuffer: 2 ** 26 }));
}

/** The two differ by no more than what a percentile's interpolation and 16 bits make. */
function requireAlike(ours, theirs) {
  const worst = Math.max(...ours.map((value, index) => Math.abs(value - theirs[index])));
  if (ours.length !== theirs.length || !(worst < 0.001)) throw new Error(`The two pipelines give other pixels (by ${worst}).`);
}
