import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type DicomFields, dicomBytes } from '../../unit/node/dataset/dicomBytes';
import { openSession, type Session } from '../harness/openSession';
import { listenForPolicy } from '../harness/policyListener';
import { radstepsCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { closeEditors, openInViewer, openPath, paintedCount, untilViewer, viewerStatuses } from '../harness/viewers';
import { webviewFrame } from '../harness/webviewFrame';

const axial = [1, 0, 0, 0, 1, 0];

/** Slices of one CT series, numbered against their positions. */
const slices = (count: number, fields: Partial<DicomFields> = {}): readonly Buffer[] =>
  Array.from({ length: count }, (_, index) =>
    dicomBytes({
      instance: `1.2.3.${fields.series ?? '4'}.${index}`,
      series: '1.2.4',
      modality: 'CT',
      number: count - index,
      position: [0, 0, index * 2.5],
      orientation: axial,
      spacing: 0.5,
      size: 64,
      grey: 100 + index,
      ...fields,
    }),
  );

/** A NIfTI-1 file of 4 x 4 pixels, with slices and points in time. */
function niftiBytes(count: number, times: number): Buffer {
  const bytes = Buffer.alloc(352 + 16 * count * times, 7);
  bytes.fill(0, 0, 352);
  bytes.writeInt32LE(348, 0);
  for (const [index, size] of [4, 4, 4, count, times, 1, 1, 1].entries()) bytes.writeInt16LE(size, 40 + 2 * index);
  bytes.writeInt16LE(2, 70);
  bytes.writeInt16LE(8, 72);
  for (const [index, step] of [1, 1, 1, 3, 2].entries()) bytes.writeFloatLE(step, 76 + 4 * index);
  bytes.writeFloatLE(352, 108);
  bytes.writeFloatLE(1, 112);
  bytes.writeUInt8(2 | 8, 123);
  bytes.write('n+1\0', 344, 'latin1');
  return bytes;
}

/** The brightest grey level in the middle row of a page's picture; null where it has none. */
function brightest(): number | null {
  const canvas = document.querySelector<HTMLCanvasElement>('canvas.picture');
  const pixels = canvas?.getContext('2d')?.getImageData(0, canvas.height >> 1, canvas.width, 1).data;
  return pixels === undefined ? null : Math.max(...pixels.filter((_, index) => index % 4 === 0));
}

describe('the viewer in VS Code', () => {
  let session: Session;
  let violations: readonly string[];
  let folder: string;
  let films: string;
  const painted = async (before: number) => {
    for (let waited = 0; waited < 40_000; waited += 100) {
      if ((await paintedCount(session)) > before) return;
      await sleep(100);
    }
    throw new Error('No picture was painted.');
  };
  const untilBright = async (count: number) => {
    let seen: readonly number[] = [];
    for (let waited = 0; waited < 30_000; waited += 100) {
      const levels = await Promise.all(session.page.frames().map((frame) => frame.evaluate(brightest).catch(() => null)));
      seen = levels.filter((level) => level !== null);
      if (seen.length === count && seen.every((level) => level > 100)) return;
      await sleep(100);
    }
    assert.fail(`Of ${count} pictures these grey levels are seen: ${seen.join(', ')}.`);
  };
  const write = (name: string, bytes: Uint8Array): string => {
    const file = join(folder, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, bytes);
    return file;
  };

  before(async function () {
    this.timeout(120_000);
    const small = await smallProject();
    films = small.films;
    session = await openSession({ project: small.root });
    violations = listenForPolicy(session.page);
    await untilReady(session);
    // Outside the workspace, as images always are.
    folder = join(session.state, 'images');
    for (const [index, bytes] of slices(6).entries()) write(`ct/slice ${index} ä.dcm`, bytes);
  });
  after(() => session.close());
  afterEach(async () => {
    assert.deepEqual(violations, []);
    await closeEditors(session);
    await session.host((vscode) => vscode.commands.executeCommand('notifications.clearAll').then(() => null));
  });

  it('opens a film of the project by a double click, and knows which image it is', async () => {
    const before = await paintedCount(session);
    const [film = ''] = readdirSync(films).filter((name) => name.endsWith('.dcm'));
    await openPath(session, join(films, film));
    await painted(before);
    const { kind, image, files, problems } = await untilViewer(session, film);
    assert.deepEqual([kind, files, problems], ['dicom', 1, []]);
    assert.match(image, /^img-[0-9a-f]{10}$/);
    const [last] = await session.host((vscode) =>
      vscode.extensions
        .getExtension('radsteps.radsteps')
        ?.activate()
        .then((api) => api.painted().slice(-1)),
    );
    assert.ok(last.paintedAt >= last.resolvedAt && last.pageMs > 0 && last.askedAt === null);
  });

  it('opens one slice at once and finds the rest of its series, sorted by position', async () => {
    await openPath(session, join(folder, 'ct', 'slice 4 ä.dcm'));
    const status = await untilViewer(session, 'slice 4 ä.dcm');
    assert.equal(status.files, 6);
    assert.deepEqual(status.stacks, [{ label: 'axial, 6 slices', frames: 6, times: 0, isVolume: true }]);
    assert.deepEqual([status.stack, status.frame, status.image], [0, 4, '']);
  });

  it('follows the folder: a new slice, one that went, and the opened file deleted', async () => {
    for (const [index, bytes] of slices(3, { series: '1.2.5' }).entries()) write(`follow/${index}.dcm`, bytes);
    await openPath(session, join(folder, 'follow', '1.dcm'));
    await untilViewer(session, '/follow/1.dcm', ({ files }) => files === 3);
    write('follow/3.dcm', slices(4, { series: '1.2.5' })[3] ?? Buffer.alloc(0));
    await untilViewer(session, '/follow/1.dcm', ({ files }) => files === 4);
    rmSync(join(folder, 'follow', '0.dcm'));
    await untilViewer(session, '/follow/1.dcm', ({ files, frame }) => files === 3 && frame === 0);
    rmSync(join(folder, 'follow', '1.dcm'));
    const { problems } = await untilViewer(session, '/follow/1.dcm', (status) => status.problems.length > 0);
    assert.match(problems[0] ?? '', /moved, renamed or deleted/);
  });

  it('opens a file without an ending by its command, and a folder by asking which of its series', async () => {
    const [first = Buffer.alloc(0)] = slices(1, { series: '1.2.6', modality: 'DX' });
    const bare = write('two/IM000001', first);
    await openInViewer(session, bare);
    await untilViewer(session, '/two/IM000001');
    await closeEditors(session);
    for (const [index, bytes] of slices(3, { series: '1.2.7', modality: 'MR' }).entries()) write(`two/inside/${index}`, bytes);
    await openInViewer(session, join(folder, 'two'));
    const box = session.page.locator('.quick-input-widget:visible');
    await box.getByText('3 files · axial, 3 slices').waitFor();
    await box.getByText('MR', { exact: true }).first().click();
    const { stacks } = await untilViewer(session, '/two/inside/0');
    assert.equal(stacks[0]?.label, 'axial, 3 slices');
    await closeEditors(session);
    await openInViewer(session, join(folder, 'ct'));
    await untilViewer(session, 'slice 0 ä.dcm', ({ files }) => files === 6);
  });

  it('says in a sentence that a folder holds no image', async () => {
    write('none/readme.txt', Buffer.from('nothing'));
    await openInViewer(session, join(folder, 'none'));
    await waitForNotification(session, /There is no DICOM image in "none"/);
  });

  it('opens NIfTI, compressed or not, and a picture where it is asked to', async () => {
    await openPath(session, write('volume.nii', niftiBytes(5, 1)));
    assert.deepEqual((await untilViewer(session, 'volume.nii')).stacks, [{ label: '5 slices', frames: 5, times: 0, isVolume: true }]);
    await openPath(session, write('series.nii.gz', gzipSync(niftiBytes(3, 4))));
    const { stacks, kind } = await untilViewer(session, 'series.nii.gz');
    assert.deepEqual([kind, stacks[0]?.frames, stacks[0]?.times], ['nifti', 12, 4]);
    const icon = join(folder, 'icon.png');
    copyFileSync(join(__dirname, '..', '..', '..', 'media', 'icon.png'), icon);
    const before = await paintedCount(session);
    await session.host(
      (vscode, path: string) =>
        vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(path), 'radsteps.picture').then(() => null),
      icon,
    );
    await painted(before);
    assert.equal((await untilViewer(session, 'icon.png')).kind, 'picture');
  });

  it('shows what is left beside a broken file, and does not stumble over one itself', async () => {
    for (const [index, bytes] of slices(3, { series: '1.2.8' }).entries()) write(`broken/${index}.dcm`, bytes);
    write('broken/cut.dcm', (slices(1, { series: '1.2.8' })[0] ?? Buffer.alloc(0)).subarray(0, 300));
    await openPath(session, join(folder, 'broken', '0.dcm'));
    const { files, problems } = await untilViewer(session, '/broken/0.dcm');
    assert.equal(files, 3);
    assert.match(problems[0] ?? '', /^One file beside this one can't be read/);
    await openPath(session, join(folder, 'broken', 'cut.dcm'));
    assert.equal((await untilViewer(session, 'cut.dcm')).files, 1);
  });

  it('reads a file system that an extension provides', async () => {
    const files = slices(3, { series: '1.2.9' }).map((bytes) => bytes.toString('base64'));
    await session.host((vscode, given: readonly string[]) => {
      const contents = new Map(given.map((text, index) => [`/made/${index}.dcm`, Buffer.from(text, 'base64')]));
      const found = ({ path }: { path: string }) => {
        const bytes = contents.get(path);
        if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(path);
        return bytes;
      };
      const refuse = () => {
        throw vscode.FileSystemError.NoPermissions();
      };
      vscode.workspace.registerFileSystemProvider(
        'radtest',
        {
          onDidChangeFile: new vscode.EventEmitter<never>().event,
          watch: () => ({ dispose: () => undefined }),
          stat: (uri) =>
            uri.path === '/made' || uri.path === '/'
              ? { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
              : { type: vscode.FileType.File, ctime: 0, mtime: 0, size: found(uri).length },
          readDirectory: () => [...contents.keys()].map((path) => [path.slice(6), vscode.FileType.File]),
          readFile: found,
          createDirectory: refuse,
          writeFile: refuse,
          delete: refuse,
          rename: refuse,
        },
        { isReadonly: true },
      );
      return vscode.commands.executeCommand('vscode.open', vscode.Uri.parse('radtest:/made/2.dcm')).then(() => null);
    }, files);
    const before = await paintedCount(session);
    const { files: count, frame, stacks } = await untilViewer(session, '/made/2.dcm');
    assert.deepEqual([count, frame, stacks[0]?.isVolume], [3, 2, true]);
    if ((await paintedCount(session)) === before) await painted(before).catch(() => undefined);
    assert.ok((await paintedCount(session)) > 0);
  });

  it('opens images of the project by name, side by side and linked', async () => {
    const table = await session.host(
      (vscode, root: string) =>
        vscode.workspace.fs.readFile(vscode.Uri.file(`${root}/3-data/images.csv`)).then((bytes) => new TextDecoder().decode(bytes)),
      session.folder,
    );
    const images = [...table.matchAll(/^(img-\w+),/gm)].slice(0, 2).map(([, image = '']) => image);
    await radstepsCommand(session, 'radsteps.viewer.openImages', { images });
    for (let waited = 0; waited < 40_000; waited += 200) {
      const all = await viewerStatuses(session);
      if (all.length === 2 && all.every(({ isLinked, image }) => isLinked && images.includes(image))) break;
      await sleep(200);
    }
    assert.deepEqual(
      (await viewerStatuses(session)).map(({ isLinked, image }) => [isLinked, image]),
      [
        [true, images[0]],
        [true, images[1]],
      ],
    );
    await closeEditors(session);
    await radstepsCommand(session, 'radsteps.viewer.openImage', { image: images[1] });
    assert.equal((await viewerStatuses(session))[0]?.image, images[1]);
    await radstepsCommand(session, 'radsteps.viewer.openImage', { image: 'img-0000000000' });
    await waitForNotification(session, /The files of img-0000000000 are not known on this machine/);
  });

  it('passes commands to the viewer in front, and the place of a linked one to the others', async () => {
    for (const [index, bytes] of slices(6, { series: '1.2.11' }).entries()) write(`beside/${index}.dcm`, bytes);
    const toggle = async (file: string) => {
      await radstepsCommand(session, 'radsteps.viewer.toggleLink');
      await untilViewer(session, file, ({ isLinked, isComplete }) => isLinked && isComplete);
    };
    const content = (index: number) =>
      session.page.locator('iframe.webview.ready').nth(index).contentFrame().locator('iframe#active-frame').contentFrame();
    for (const [index, file] of ['ct/slice 0 ä.dcm', 'beside/0.dcm'].entries()) {
      await openPath(session, join(folder, file), index > 0);
      await content(index).getByRole('slider', { name: 'Image' }).waitFor();
      await toggle(file);
    }
    await content(1).getByRole('slider', { name: 'Image' }).focus();
    await session.page.keyboard.press('End');
    for (const index of [1, 0]) await content(index).locator('input[aria-valuetext="Image 6 of 6"]').waitFor();
  });

  it("opens an image from the project's tree, whatever its file is called", async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    const row = (level: number, text: string | RegExp) => treeItems(session.page, 'Steps', level).filter({ hasText: text });
    await row(2, /^Images/)
      .locator('.monaco-tl-twistie')
      .click();
    await row(3, 'P-').first().locator('.monaco-tl-twistie').click();
    const image = row(4, 'img-').first();
    const name = /img-[0-9a-f]{10}/.exec((await image.textContent()) ?? '')?.[0];
    // A film as PACS writes it, without an ending.
    const table = join(session.folder, '.radsteps', 'paths.csv');
    const [, file = ''] = new RegExp(`^${name},[^,]*,[^,]*,([^,]+)`, 'm').exec(readFileSync(table, 'utf8')) ?? [];
    const bare = join(session.state, 'bare');
    mkdirSync(bare);
    copyFileSync(join(films, file), join(bare, 'IM000001'));
    writeFileSync(table, readFileSync(table, 'utf8').replace(file, 'IM000001'));
    const local = join(session.folder, '.radsteps', 'local.yaml');
    const before = readFileSync(local, 'utf8');
    writeFileSync(local, before.replaceAll(films, bare));
    await image.click();
    assert.equal((await untilViewer(session, '/IM000001')).image, name);
    writeFileSync(local, before);
  });

  it('keeps twelve viewers, each with its own picture', async function () {
    this.timeout(180_000);
    const files = Array.from({ length: 12 }, (_, index) =>
      write(`twelve/${index}.dcm`, slices(1, { series: `1.3.${index}`, grey: 100 + index, size: 64 })[0] ?? Buffer.alloc(0)),
    );
    for (const [index, file] of files.entries()) {
      const before = await paintedCount(session);
      await openPath(session, file, index === 4 || index === 8);
      await painted(before);
    }
    assert.equal((await viewerStatuses(session)).length, 12);
    // One picture a column is seen; every tab comes to the front once, and none is black.
    for (let turn = 0; turn < 12; turn += 1) {
      await session.host((vscode) => vscode.commands.executeCommand('workbench.action.nextEditor').then(() => null));
      await untilBright(3);
    }
  });

  it('comes back where it was after another tab was in front, and after a reload of the window', async function () {
    this.timeout(120_000);
    const slider = () => webviewFrame(session.page).getByRole('slider', { name: 'Image' });
    const untilThird = () => webviewFrame(session.page).locator('input[aria-valuetext="Image 3 of 6"]').waitFor();
    await openPath(session, join(folder, 'ct', 'slice 0 ä.dcm'));
    await untilViewer(session, 'slice 0 ä.dcm', ({ files }) => files === 6);
    await slider().focus();
    await session.page.keyboard.press('ArrowRight');
    await session.page.keyboard.press('ArrowRight');
    await untilThird();
    await openPath(session, join(session.folder, 'radsteps.yaml'));
    await slider().waitFor({ state: 'detached' });
    await openPath(session, join(folder, 'ct', 'slice 0 ä.dcm'));
    await untilThird();
    // The workbench saves its layout every five seconds.
    await sleep(7000);
    // The host of the new window serves the driver at the same place.
    rmSync(join(session.state, 'host.sock'));
    await session.page.reload();
    await untilThird();
    await untilViewer(session, 'slice 0 ä.dcm', ({ files }) => files === 6);
  });
});
