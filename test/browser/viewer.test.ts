import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LinkedView } from '../../src/protocol/viewer';
import { bytes, element, number, part10, picture } from '../fixtures/dicomBytes';
import { address } from './harness/openPage';
import { type OpenedViewer, openViewer, sessionOf, settled, type TestFile, type ViewerOptions } from './harness/openViewer';

const explicit = '1.2.840.10008.1.2.1';
const ds = (tag: number, text: string) => element(tag, 'DS', text);
const item = (...elements: readonly Uint8Array[]): Uint8Array => {
  const content = bytes(...elements);
  return bytes('feff00e0', number(content.length, 4), content);
};

/** A CT slice of 64 x 64 at `z` mm: water around a bright square that gets brighter with z; stored values are HU + 1024. */
function slice(z: number): TestFile {
  const pixels = new Uint16Array(64 * 64).fill(1024);
  for (let row = 16; row < 48; row++) pixels.fill(1024 + 10 * z, 64 * row + 16, 64 * row + 48);
  const head = [
    element(0x00080060, 'CS', 'CT'),
    element(0x00082218, 'SQ', item(element(0x00080100, 'SH', '51185008'), element(0x00080104, 'LO', 'Chest'))),
    element(0x00100010, 'PN', 'Doe^Jane'),
    element(0x00100020, 'LO', '4711'),
    ds(0x00200032, `-32\\-32\\${z}`),
    ds(0x00200037, '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', '1.2.3'),
  ];
  const more = [
    ds(0x00280030, '1\\1'),
    ds(0x00281050, '40'),
    ds(0x00281051, '400'),
    ds(0x00281052, '-1024'),
    ds(0x00281053, '1'),
    element(0x00281054, 'LO', 'HU'),
  ];
  const content = picture(new Uint8Array(pixels.buffer), { rows: 64, columns: 64, stored: 12, more });
  return { name: `Doe_${z}.dcm`, bytes: part10(explicit, ...head, content) };
}

const slices = Array.from({ length: 12 }, (_, at) => slice(at));
const film: TestFile = {
  name: 'film.dcm',
  bytes: part10(
    explicit,
    element(0x00080060, 'CS', 'DX'),
    ds(0x00181164, '0.2\\0.2'),
    element(0x00200020, 'CS', 'L\\F'),
    element(0x00200062, 'CS', 'L'),
    picture(new Uint8Array(64 * 32).fill(77), { rows: 64, columns: 32, allocated: 8, pixelVr: 'OB' }),
  ),
};

describe('the viewer', () => {
  let opened: OpenedViewer | undefined;
  const open = async (files: readonly TestFile[], options: ViewerOptions = {}): Promise<OpenedViewer> => {
    opened = await openViewer(files, options);
    return opened;
  };
  const text = (where: string) => (opened as OpenedViewer).page.innerText(`.corner.${where}`);
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await (opened as OpenedViewer).page.keyboard.press(key);
    await settled(opened as OpenedViewer);
  };
  /** A place in the picture's area, from its left top corner. */
  const place = async (x: number, y: number) => {
    const box = await (opened as OpenedViewer).page.locator('.stage').boundingBox();
    return [(box?.x ?? 0) + x, (box?.y ?? 0) + y] as const;
  };
  const drag = async (from: readonly [number, number], to: readonly [number, number], button: 'left' | 'middle' | 'right' = 'left') => {
    const { mouse } = (opened as OpenedViewer).page;
    await mouse.move(...(await place(...from)));
    await mouse.down({ button });
    await mouse.move(...(await place(...to)), { steps: 4 });
    await mouse.up({ button });
    await settled(opened as OpenedViewer);
  };
  const middle = async () => ((await opened?.readPicture({ rows: 1, columns: 1 })) ?? [])[0]?.[0];
  afterEach(async () => {
    // Whatever a test does, it breaks no policy and leaves no error uncaught.
    assert.deepEqual(opened?.problems ?? [], []);
    await opened?.close();
    opened = undefined;
  });

  it('shows the picture before anything else, tells how long it took, and asks nothing when all came with the page', async () => {
    const { asked } = await open(slices);
    assert.deepEqual(asked, ['painted']);
    assert.match(await text('top.right'), /Image 1 \/ 12/);
    assert.match(await text('bottom.right'), /Window 400, level 40 HU/);
  });

  it('asks for its session where the page came without', async () => {
    await open(slices, { extras: { decodes: true, data: { worker: `${address}/viewerWorker.js`, codecs: `${address}/codecs` } } });
    assert.match(await text('top.right'), /Image 1 \/ 12/);
  });

  it('has an entry under 15 KB', () => {
    const folder = join(__dirname, '..', '..', 'dist', 'webviews');
    const entry = readFileSync(join(folder, 'viewer.js'), 'utf8');
    const parts = [...entry.matchAll(/from"\.\/(chunk-[^"]+)"/g)].map(([, name]) => readFileSync(join(folder, name ?? '')));
    const size = [Buffer.from(entry), ...parts].reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
    assert.ok(size < 15_000, `${size} bytes`);
  });

  it('scrolls by keys, wheel and slider', async () => {
    const { page } = await open(slices);
    await press('ArrowDown', 'ArrowDown', 'ArrowUp');
    assert.match(await text('top.right'), /Image 2 \/ 12/);
    await press('PageDown');
    assert.match(await text('top.right'), /Image 12 \/ 12/);
    await press('Home');
    assert.match(await text('top.right'), /Image 1 \/ 12/);
    await press('End');
    const brightest = await middle();
    await page.mouse.move(...(await place(300, 300)));
    await page.mouse.wheel(0, -120);
    await page.mouse.wheel(0, -120);
    await settled({ page });
    assert.match(await text('top.right'), /Image 10 \/ 12/);
    assert.ok(Number(await middle()) < Number(brightest), 'another slice is on the screen');
    await page.getByRole('slider', { name: 'Image' }).fill('5');
    await settled({ page });
    assert.match(await text('top.right'), /Image 5 \/ 12/);
    assert.equal(await page.getByRole('slider', { name: 'Image' }).getAttribute('aria-valuetext'), 'Image 5 of 12');
  });

  it('plays, at the rate that is asked for, and stops', async () => {
    const { page } = await open(slices);
    await page.getByRole('spinbutton', { name: 'Images a second' }).fill('20');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Play' }).click();
    const first = await text('top.right');
    await page.waitForFunction((was) => document.querySelector('.corner.top.right')?.textContent?.trim() !== was.trim(), first);
    await page.getByRole('button', { name: 'Stop' }).click();
    await settled({ page });
    const stopped = await text('top.right');
    await page.waitForTimeout(300);
    assert.equal(await text('top.right'), stopped);
  });

  it('drags the window: right is wider, up is brighter', async () => {
    await open([slice(20)]);
    const before = Number(await middle());
    await drag([300, 300], [500, 300]);
    assert.match(await text('bottom.right'), /Window 800, level 40 HU/);
    await press('w');
    await drag([300, 300], [300, 200]);
    assert.match(await text('bottom.right'), /level -93\.333 HU/);
    assert.ok(Number(await middle()) > before);
  });

  it('changes the window by keys and in the histogram panel', async () => {
    const { page } = await open([slice(20)]);
    await press(']');
    assert.match(await text('bottom.right'), /Window 428\.71, level 40 HU/);
    await press('b');
    await page.getByRole('img', { name: 'Histogram of the values' }).waitFor();
    assert.match(await page.innerText('.content.histogram'), /Values from 0 to 200 HU/);
    await page.getByRole('spinbutton', { name: 'Window' }).fill('100');
    await page.getByRole('spinbutton', { name: 'Level' }).fill('150');
    await page.keyboard.press('Tab');
    await settled({ page });
    assert.match(await text('bottom.right'), /Window 100, level 150 HU/);
    assert.equal(await middle(), 255);
  });

  it('zooms, pans, and fits', async () => {
    const { page } = await open([slice(20)]);
    const percent = () => page.locator('.tool.wide').innerText();
    const fitted = await percent();
    await page.keyboard.down('Control');
    await page.mouse.move(...(await place(10, 10)));
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await settled({ page });
    assert.notEqual(await percent(), fitted);
    await press('f');
    assert.equal(await percent(), fitted);
    await press('1');
    assert.equal(await percent(), '100 %');
    const inside = await middle();
    await drag([300, 300], [330, 300], 'middle');
    assert.notEqual(await middle(), inside, 'the picture moved');
    await page.keyboard.down('Shift');
    await drag([330, 300], [300, 300]);
    await page.keyboard.up('Shift');
    assert.equal(await middle(), inside);
  });

  it('turns and mirrors, and the letters follow', async () => {
    const { page } = await open([slice(20)]);
    const edges = async () => (await page.locator('.edge').allInnerTexts()).join('');
    assert.equal(await edges(), 'RLAP');
    await press('r');
    assert.equal(await edges(), 'PARL');
    await press('h');
    assert.equal(await edges(), 'APRL');
    await press('0');
    assert.equal(await edges(), 'RLAP');
    await page.getByRole('button', { name: 'Flip top and bottom' }).click();
    await settled({ page });
    assert.equal(await edges(), 'RLPA');
  });

  it('reads out the pixel under the pointer and under the cursor of the keyboard', async () => {
    const { page } = await open([slice(20)]);
    const box = await page.locator('.stage').boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2 + 1, (box?.y ?? 0) + (box?.height ?? 0) / 2 + 1);
    await settled({ page });
    assert.equal(await text('bottom.left'), '200 HU (stored 1224)\ncolumn 32, row 32\nL 0.0  P 0.0  H 20.0 mm');
    await page.mouse.move(2, 2);
    await press('c', 'ArrowRight', 'Shift+ArrowDown');
    assert.match(await text('bottom.left'), /column 33, row 42/);
    assert.equal(await page.locator('svg.cursor').count(), 1);
    await press('Escape');
    assert.equal(await page.locator('svg.cursor').count(), 0);
  });

  it('says when millimetres are those of the detector, and which side it is', async () => {
    const { page } = await open([film]);
    assert.match(await text('top.right'), /Left/);
    assert.match(await page.innerText('.scale'), /mm at the detector/);
    await press('c');
    assert.match(await text('bottom.left'), /mm right, .* mm down at the detector/);
    assert.equal((await page.locator('.edge').allInnerTexts()).join(''), 'RLHF');
  });

  it('hides identifiers until they are asked for, and again after a reload', async () => {
    const { page } = await open(slices);
    const everything = async () => page.innerText('body');
    assert.doesNotMatch(await everything(), /Doe|4711/);
    await page.getByRole('button', { name: 'Identifiers' }).click();
    await settled({ page });
    assert.match(await text('top.left'), /Doe, Jane\n4711/);
    assert.match(await everything(), /Identifiers shown/);
    await page.reload();
    await page.waitForSelector('.toolbar button');
    await settled({ page });
    assert.doesNotMatch(await everything(), /Doe|4711/);
  });

  it('shows the header with search and nested sequences, masked, and copies from it', async () => {
    const { page, asked } = await open(slices);
    await press('e');
    const tree = page.getByRole('tree');
    await tree.waitFor();
    const rows = async () => (await page.getByRole('treeitem').allInnerTexts()).map((row) => row.replace(/\s+/g, ' ').trim());
    assert.ok((await rows()).includes("(0010,0010) Patient's Name PN hidden"));
    await page.getByRole('searchbox').fill('chest');
    assert.deepEqual(
      (await rows()).map((row) => row.replace(/^. ?/, '')).filter((row) => row.includes('Item') || row.includes('Sequence')),
      ['(0008,2218) Anatomic Region Sequence SQ', 'Item 1 of 1'],
    );
    await page.getByRole('searchbox').fill('doe');
    assert.deepEqual(await rows(), []);
    await page.getByText('No element has “doe”.').waitFor();
    await page.getByRole('searchbox').fill('patient');
    await page.getByText("Patient's Name").click();
    assert.equal(await page.getByRole('button', { name: 'Copy Value' }).isDisabled(), true, 'what is masked is not copied');
    await tree.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await press('e');
    await page.getByText('Doe^Jane').first().waitFor();
    await page.getByText('Doe^Jane').first().click();
    await page.getByRole('button', { name: 'Copy Value' }).click();
    await page.getByRole('button', { name: 'Copy Row' }).click();
    assert.deepEqual(asked.slice(1), ['copy Doe^Jane', "copy (0010,0010)  Patient's Name  PN  Doe^Jane"]);
  });

  it('walks the header by keys', async () => {
    const { page } = await open([slice(1)]);
    await press('e');
    const tree = page.getByRole('tree');
    await tree.focus();
    await page.getByRole('searchbox').fill('');
    await page.getByText('Anatomic Region Sequence').click();
    assert.equal(await page.getByText('Item 1 of 1').count(), 1);
    await tree.focus();
    await press('ArrowLeft');
    assert.equal(await page.getByText('Item 1 of 1').count(), 0);
    await press('ArrowRight', 'ArrowDown');
    assert.match((await page.locator('.row.selected').innerText()).replace(/\s+/g, ' '), /Item 1 of 1/);
    await press('End');
    assert.match(await page.locator('.row.selected').innerText(), /\(0028,1054\)/);
  });

  it('draws only the rows in sight of a header of ten thousand elements', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => element(0x00110000 + 0x1000 + at, 'LO', `value ${at}`));
    const creator = element(0x00110010, 'LO', 'TEST');
    const file = {
      name: 'many.dcm',
      bytes: joined(
        part10(explicit, element(0x00080060, 'CS', 'MR'), creator),
        ...many,
        picture(new Uint8Array(4), { allocated: 8, pixelVr: 'OB' }),
      ),
    };
    const { page } = await open([file]);
    await press('e', 'n');
    await page.getByText('(0008,0060)').waitFor();
    assert.ok((await page.getByRole('treeitem').count()) < 80);
    await page.locator('.rows').focus();
    await press('End');
    assert.match(await page.locator('.row.selected').innerText(), /\(0028,0103\)/);
    await page.getByRole('searchbox').fill('9999');
    await page.getByText('value 9999').first().waitFor();
  });

  it('says in place what is broken, and shows the header that could be read', async () => {
    const whole = slice(3).bytes;
    const { page } = await open([{ name: 'cut.dcm', bytes: whole.subarray(0, whole.length - 3000) }]);
    assert.match(await page.innerText('.message'), /The picture can't be shown\. .*0x/);
    await press('e');
    await page.getByText('(0008,0060)').waitFor();
    await page.getByText('(0028,0010)').waitFor();
  });

  it('goes on with the rest of a stack of which one file is broken or gone', async () => {
    const files: readonly TestFile[] = [slices[0], { name: 'broken.dcm', bytes: Uint8Array.of(1, 2, 3) }, slices[2]].filter(
      (file) => file !== undefined,
    );
    const served = new Map<string, Uint8Array | (() => Promise<Uint8Array | null>)>(files.map(({ name, bytes }) => [name, bytes]));
    served.set('Doe_2.dcm', () => Promise.resolve(null));
    const { page } = await open(files, { files: served });
    await press('ArrowDown');
    assert.match(await page.innerText('.message'), /Image 2 can't be shown\./);
    await press('ArrowDown');
    assert.match(await page.innerText('.message'), /Image 3 can't be shown\. The file could not be read \(404\)/);
    served.set('Doe_2.dcm', () => Promise.resolve(slice(2).bytes));
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.waitForSelector('.message', { state: 'hidden' });
    assert.match(await text('bottom.right'), /Window 400, level 40 HU/);
    await press('Home');
    assert.equal(await page.locator('.message').isVisible(), false);
  });

  it('refuses a picture that no canvas holds, with a sentence', async () => {
    const wide = element(0x00280008, 'IS', '1');
    const content = picture(new Uint8Array(40_000), { rows: 1, columns: 40_000, allocated: 8, pixelVr: 'OB', more: [wide] });
    const { page } = await open([{ name: 'wide.dcm', bytes: part10(explicit, content) }]);
    assert.match(await page.innerText('.message'), /It has 40000 x 1 pixels, which is more than the editor can show\./);
  });

  it('says what the session says when there is nothing to show', async () => {
    const { page } = await open([], { stack: { frames: [] }, session: { problems: ['The folder holds no image.'] } });
    assert.equal(await page.innerText('.message'), 'The folder holds no image.');
  });

  it('keeps slice, window, view, panel and speed over a reload', async () => {
    const { page, state } = await open(slices);
    await press('End', 'i', 'r', '+', ']', 'b', 't');
    await page.getByRole('spinbutton', { name: 'Images a second' }).fill('7');
    await page.keyboard.press('Tab');
    await settled({ page });
    const kept = await state();
    await page.reload();
    await page.waitForSelector('.content.histogram svg');
    await settled({ page });
    assert.deepEqual(await state(), kept);
    await press('t');
    assert.match(await text('top.right'), /Image 12 \/ 12/);
    assert.match(await text('bottom.right'), /Window 428\.71, level 40 HU, inverted/);
    assert.equal((await page.locator('.edge').allInnerTexts()).join(''), 'PARL');
    assert.equal(await page.getByRole('spinbutton', { name: 'Images a second' }).inputValue(), '7');
  });

  it('does not put one series’ state on another', async () => {
    const { state, close } = await open(slices);
    await press('End', 'i');
    const kept = await state();
    await close();
    await open(slices, { state: kept, session: { key: 'another' } });
    assert.match(await text('top.right'), /Image 1 \/ 12/);
    assert.doesNotMatch(await text('bottom.right'), /inverted/);
  });

  it('keeps showing the opened image when the rest of its series is found, and goes to the kept slice', async () => {
    const first = [slices[4]].filter((file) => file !== undefined);
    const files = new Map(slices.map(({ name, bytes }) => [name, bytes]));
    const { page, announce } = await open(first, { files, session: { isComplete: false } });
    assert.equal(await text('top.right'), '');
    announce('changed', sessionOf(slices, { frame: 4 }));
    await page.locator('.corner', { hasText: 'Image 5 / 12' }).waitFor();
    await press('ArrowDown');
    assert.match(await text('top.right'), /Image 6 \/ 12/);
  });

  it('offers the stacks of a session', async () => {
    const frames = (from: number, to: number) => slices.slice(from, to).map((_, at) => ({ file: from + at, frame: 0 }));
    const stack = { timesMs: [], isVolume: false };
    const stacks = [
      { ...stack, label: 'echo 1', frames: frames(0, 4) },
      { ...stack, label: 'echo 2', frames: frames(4, 12) },
    ];
    const { page } = await open(slices, { session: { stacks } });
    await page.getByRole('combobox', { name: 'Stack' }).selectOption('echo 2');
    await settled({ page });
    assert.match(await text('top.right'), /Image 1 \/ 8/);
    assert.match(await text('bottom.right'), /HU/);
  });

  it('has a slider for the time of a time series', async () => {
    const { page } = await open(slices, { stack: { timesMs: [0, 500, 1000] } });
    assert.match(await text('top.right'), /Image 1 \/ 4\nTime 1 \/ 3, 0 s/);
    await press('ArrowRight', 'ArrowDown');
    assert.match(await text('top.right'), /Image 2 \/ 4\nTime 2 \/ 3, 0\.5 s/);
    await page.getByRole('slider', { name: 'Time' }).fill('3');
    await settled({ page });
    assert.match(await text('top.right'), /Image 2 \/ 4\nTime 3 \/ 3, 1 s/);
  });

  it('links slice and window with other viewers', async () => {
    const { page, asked, links, announce } = await open(slices);
    await page.getByRole('button', { name: 'Link with other viewers' }).click();
    await press('ArrowDown', ']');
    assert.ok(asked.includes('setLinked true'));
    assert.deepEqual(links.at(-1), {
      frameOfReference: '1.2.3',
      positionMm: [-0.5, -0.5, 1],
      part: 1 / 11,
      window: { center: 40, width: 400 * 2 ** 0.1 },
    } satisfies LinkedView);
    const told = links.length;
    announce('linked', { frameOfReference: '1.2.3', positionMm: [50, 50, 7.2], part: 0, window: { center: 10, width: 100 } });
    await page.locator('.corner', { hasText: 'Image 8 / 12' }).waitFor();
    await settled({ page });
    assert.match(await text('bottom.right'), /Window 100, level 10 HU/);
    announce('linked', { frameOfReference: '', positionMm: null, part: 1, window: null });
    await page.locator('.corner', { hasText: 'Image 12 / 12' }).waitFor();
    await settled({ page });
    assert.equal(links.length, told, 'what was heard is not told back');
  });

  it('does what VS Code’s commands say', async () => {
    const { page, announce } = await open(slices);
    announce('command', 'nextImage');
    announce('command', 'toggleInvert');
    announce('command', 'toggleIdentifiers');
    await page.getByText('Doe, Jane').waitFor();
    assert.match(await text('top.right'), /Image 2 \/ 12/);
    assert.match(await text('bottom.right'), /inverted/);
  });

  it('has one Tab stop for the toolbar, within which arrows move', async () => {
    const { page } = await open([slice(1)]);
    await page.locator('.toolbar [tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Invert');
    await page.keyboard.press('Enter');
    await settled({ page });
    assert.match(await text('bottom.right'), /inverted/);
    assert.equal(await page.locator('.toolbar [tabindex="0"]').count(), 1);
  });
});

const joined = (head: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat([head, ...rest]));
