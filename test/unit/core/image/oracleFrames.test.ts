import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { DicomError } from '../../../../src/core/dicom/dicomError';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { decodeFrame } from '../../../../src/core/image/decodeFrame';
import type { Frame } from '../../../../src/core/image/frame';
import type { FrameMeaning } from '../../../../src/core/image/frameMeaning';
import { modalityFunction } from '../../../../src/core/image/modalityFunction';
import { openPixels } from '../../../../src/core/image/pixelSource';
import { readFrameMeaning } from '../../../../src/core/image/readFrameMeaning';
import { voiFunction } from '../../../../src/core/image/voi';
import { nodeCodecs } from '../../../../src/node/images/nodeCodecs';
import { sharedFiles } from '../../../fixtures/sharedData';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/pydicomFrames.py');
const hasOracle = (): boolean => spawnSync(python, ['-c', 'import pydicom, numpy, PIL']).status === 0;

/** Files that no one can decode. */
const broken: ReadonlyMap<string, DicomError['kind']> = new Map([
  ['MR_truncated.dcm', 'truncated'],
  ['JPEG2000-embedded-sequence-delimiter.dcm', 'malformed'],
]);
/** Lossy coding, by the end of the transfer syntax's UID, may differ by two grey levels. */
const lossy = ['4.50', '4.51', '4.53', '4.55', '4.81', '4.91', '4.203'];

type Answer = { readonly frames: number; readonly more: readonly string[] } | { readonly error: string } | null;
type Decoded = { readonly frames: readonly Frame[]; readonly meaning: FrameMeaning; readonly tolerance: number };

async function decode(file: string, most: number): Promise<Decoded> {
  const dicom = readDicom(readFileSync(file), { inflate: inflateRawSync });
  const source = openPixels(dicom);
  const frames: Frame[] = [];
  for (let i = 0; i < Math.min(most, source.layout.frames); i += 1) frames.push(await decodeFrame(source, i, nodeCodecs));
  const isLossy = lossy.some((uid) => dicom.syntax.uid === `1.2.840.10008.1.2.${uid}`);
  return { frames, meaning: readFrameMeaning(dicom, source.layout, 0), tolerance: isLossy ? 2 : 0 };
}

const numbersOf = (file: string): Float64Array => new Float64Array(Uint8Array.from(readFileSync(file)).buffer);

function largestDifference(ours: ArrayLike<number>, theirs: Float64Array): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < theirs.length; i += 1) largest = Math.max(largest, Math.abs((ours[i] ?? 0) - (theirs[i] ?? 0)));
  return largest;
}

/** What is compared beside the values: what they mean, as shares of white for windows and tables. */
function ownMeaning({ frames: [frame], meaning }: Decoded, name: string): ArrayLike<number> {
  const overlay = /^overlay(\d)$/.exec(name);
  if (overlay !== null) return meaning.overlays[Number(overlay[1])]?.bits ?? [];
  const unit = Float64Array.from(frame?.values ?? [], modalityFunction(meaning.modality));
  const voi = name === 'window' ? meaning.windows[0] : meaning.tables[0];
  return name === 'unit' || voi === undefined ? unit : unit.map(voiFunction(voi));
}

describe('decoded frames against pydicom, dcmtk, gdcm and openjpeg', function () {
  this.timeout(300_000);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-frames-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are the same where nothing is lost, and within two grey levels elsewhere', async function () {
    const files = sharedFiles('dicom').filter(
      (file) => !broken.has(basename(file)) && !/LICENSE|DICOMDIR|\.(txt|jpe?g|json|md)$/.test(basename(file)),
    );
    if (files.length === 0 || !hasOracle()) this.skip();
    const wrong: string[] = [];
    let [compared, meanings] = [0, 0];
    // In parts, so that the numbers of one part only lie on the disk.
    for (let at = 0; at < files.length; at += 40) {
      const part = files.slice(at, at + 40);
      const lines = part.map((file, i) => `${file}\t${join(folder, String(i))}`);
      const { stdout } = spawnSync(python, [script], { input: lines.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 26 });
      const answers: readonly Answer[] = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.equal(answers.length, part.length);
      for (const [i, file] of part.entries()) {
        const answer = answers[i];
        if (answer === null || answer === undefined || 'error' in answer) continue;
        const decoded = await decode(file, answer.frames).catch((error) => String(error));
        if (typeof decoded === 'string') {
          wrong.push(`${basename(file)}: ${decoded}`);
          continue;
        }
        const theirs = numbersOf(join(folder, String(i)));
        const size = theirs.length / answer.frames;
        const off = decoded.frames.map(({ values }, k) => largestDifference(values, theirs.subarray(k * size, (k + 1) * size)));
        const difference = Math.max(...off);
        if (difference > decoded.tolerance) wrong.push(`${basename(file)}: off by ${difference}`);
        compared += 1;
        for (const name of answer.more) {
          const meant = numbersOf(join(folder, `${i}.${name}`));
          const largest = meant.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const error = largestDifference(ownMeaning(decoded, name), meant);
          if (error > 1e-9 * largest) wrong.push(`${basename(file)}, ${name}: off by ${error}`);
          meanings += 1;
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(compared > 180 && meanings > 150, `${compared} files and ${meanings} meanings were compared`);
  });

  it('of single bits are the same however they are compressed', async function () {
    const all = sharedFiles('dicom/pydicom-data');
    const find = (name: string) => all.find((file) => basename(file) === name) ?? '';
    if (!existsSync(find('liver.dcm'))) this.skip();
    for (const name of ['liver', 'liver_nonbyte_aligned']) {
      const plain = (await decode(find(`${name}.dcm`), 3)).frames;
      for (const kind of ['rle', 'deflate', 'j2k']) assert.deepEqual((await decode(find(`${name}_${kind}.dcm`), 3)).frames, plain, kind);
    }
  });

  it('that nobody can decode are refused', async function () {
    const files = sharedFiles('dicom').filter((file) => broken.has(basename(file)));
    if (files.length === 0) this.skip();
    for (const file of files)
      await assert.rejects(decode(file, 1), (error) => error instanceof DicomError && error.kind === broken.get(basename(file)));
  });
});
