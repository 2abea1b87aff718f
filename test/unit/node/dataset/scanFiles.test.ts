import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScannedFiles, type ScanOptions, scanFiles } from '../../../../src/node/dataset/scanFiles';
import { headerScanner } from '../../../../src/node/dataset/scanHeader';
import { type WalkedFile, walkFolder } from '../../../../src/node/dataset/walkFolder';
import { dicomBytes } from './dicomBytes';
import { pngBytes } from './pictures';

const never = new AbortController().signal;
const options: ScanOptions = {
  key: new Uint8Array(32).fill(5),
  kinds: ['dicom', 'png', 'jpeg'],
  hashDicom: false,
  unchanged: () => undefined,
};

describe('scanFiles', function () {
  this.timeout(30000);
  let folder = '';
  let walked: readonly WalkedFile[] = [];

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'radsteps-scan-')));
    await mkdir(join(folder, 'a/b'), { recursive: true });
    for (let number = 0; number < 90; number += 1)
      await writeFile(
        join(folder, number % 2 === 0 ? 'a' : 'a/b', `${number}.dcm`),
        dicomBytes({ instance: `1.5.${number}`, series: '1.5', study: '1', patientId: `P${number >> 4}`, modality: 'CT', number }),
      );
    await writeFile(join(folder, 'cut.dcm'), dicomBytes({ instance: '1.6' }).subarray(0, 300));
    await writeFile(join(folder, 'short.dcm'), dicomBytes({ instance: '1.7' }).subarray(0, -3));
    await writeFile(join(folder, 'empty.dcm'), '');
    await writeFile(join(folder, 'text.dcm'), 'this is no picture');
    await writeFile(join(folder, 'notes.txt'), 'nor is this');
    await writeFile(join(folder, 'without-uid'), dicomBytes({ instance: '' }));
    await writeFile(join(folder, 'film.png'), await pngBytes(1));
    await writeFile(join(folder, 'cut.png'), (await pngBytes(2)).subarray(0, 60));
    await symlink(folder, join(folder, 'a/loop'));
    await symlink(join(folder, 'nowhere'), join(folder, 'a/dangling'));
    await writeFile(join(folder, 'gone.dcm'), dicomBytes({ instance: '1.8' }));
    walked = (await walkFolder(folder, '', never)).files;
    await rm(join(folder, 'gone.dcm'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const scan = (files: readonly WalkedFile[], signal = never): Promise<ScannedFiles> => scanFiles(files, options, () => {}, signal);

  /** The same folder in pieces that are too small for threads. */
  async function withoutThreads(): Promise<ScannedFiles> {
    const pieces: ScannedFiles[] = [];
    for (let start = 0; start < walked.length; start += 20) pieces.push(await scan(walked.slice(start, start + 20)));
    return {
      files: pieces.flatMap(({ files }) => files),
      problems: pieces.flatMap(({ problems }) => problems),
      skipped: pieces.reduce((sum, { skipped }) => sum + skipped, 0),
    };
  }

  it('finds in threads what it finds without, in the order of the files', async () => {
    const [inThreads, here] = [await scan(walked), await withoutThreads()];
    assert.deepEqual(inThreads, here);
    assert.deepEqual([inThreads.files.length, inThreads.skipped], [92, 1]);
    const paths = inThreads.files.map(({ path }) => path);
    assert.deepEqual(paths, paths.toSorted());
    const reasons = new Map(inThreads.problems.map(({ path, reason }) => [path, reason]));
    assert.deepEqual([...reasons.keys()].sort(), ['cut.dcm', 'cut.png', 'empty.dcm', 'gone.dcm', 'short.dcm', 'text.dcm']);
    assert.match(reasons.get('gone.dcm') ?? '', /no such file/);
    assert.match(reasons.get('short.dcm') ?? '', /pixel data end too early/);
    assert.equal(reasons.get('empty.dcm'), 'The file is empty.');
  });

  it('counts every file once on its way, and the last one at the end', async () => {
    const seen: number[] = [];
    await scanFiles(walked, options, ({ done, total }) => seen.push(done, total - walked.length), never);
    const counts = seen.filter((_, index) => index % 2 === 0);
    assert.ok(seen.every((value, index) => index % 2 === 0 || value === 0));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    assert.equal(counts.at(-1), walked.length);
  });

  it('is cancelled while threads work', async () => {
    const abort = new AbortController();
    const cancel = ({ done }: { readonly done: number }): void => (done > 0 ? abort.abort() : undefined);
    await assert.rejects(scanFiles(walked, options, cancel, abort.signal), { name: 'AbortError' });
  });

  it('makes a problem of a file that it may not read', async function () {
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const file = join(folder, 'secret.dcm');
    await writeFile(file, dicomBytes({ instance: '1.9' }));
    await chmod(file, 0);
    const found = headerScanner(options)(file);
    await rm(file);
    assert.deepEqual(found, { kind: 'problem', reason: 'The file may not be read (no permission).' });
  });
});
