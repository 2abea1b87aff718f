import assert from 'node:assert/strict';
import { element, part10, picture } from '../fixtures/dicomBytes';
import { type OpenedViewer, openViewer, type TestFile, type ViewerOptions } from './harness/openViewer';

const ds = (tag: number, text: string) => element(tag, 'DS', text);
const size = 16;

/** A CT slice, 2 mm pixels, 5 mm from the next; the value of a pixel is 100 slices, 10 rows and its column in Hounsfield units, and the gantry may be tilted. */
function slice(z: number, tilt = 0): TestFile {
  const pixels = Uint16Array.from({ length: size * size }, (_, at) => 1024 + 100 * z + 10 * Math.floor(at / size) + (at % size));
  const more = [ds(0x00280030, '2\\2'), ds(0x00281050, '700'), ds(0x00281051, '1400'), ds(0x00281052, '-1024'), ds(0x00281053, '1')];
  const head = [
    element(0x00080060, 'CS', 'CT'),
    ds(0x00200032, `-15\\${-15 + tilt * z}\\${100 + 5 * z}`),
    ds(0x00200037, '1\\0\\0\\0\\1\\0'),
    element(0x00200052, 'UI', '1.2.3'),
  ];
  const content = picture(new Uint8Array(pixels.buffer), { rows: size, columns: size, stored: 12, more });
  return { name: `${z}.dcm`, bytes: part10('1.2.840.10008.1.2.1', ...head, content) };
}

const slices = Array.from({ length: 12 }, (_, z) => slice(z));
const volume: ViewerOptions = { stack: { isVolume: true }, session: { frame: 6 } };

describe('three planes in the viewer', function () {
  this.timeout(60_000);
  let viewer: OpenedViewer | undefined;
  afterEach(async () => {
    await viewer?.close();
    viewer = undefined;
  });
  const start = async (files = slices, options = volume): Promise<OpenedViewer> => {
    viewer = await openViewer(files, options);
    await viewer.page.keyboard.press('m');
    await viewer.page.locator('.mpr-grid').waitFor();
    return viewer;
  };
  const counts = async () => (await viewer?.page.locator('.mpr-count').allInnerTexts())?.join(', ');
  const crosshair = async () => (await viewer?.page.locator('.mpr-readout dd').first().innerText())?.replace(/\s+/g, ' ');
  /** Waits until the counts are these. */
  const reaches = async (wanted: string) => {
    for (let tries = 0; tries < 40 && (await counts()) !== wanted; tries += 1) await viewer?.page.waitForTimeout(50);
    assert.equal(await counts(), wanted);
  };

  it('start in the slice that was shown, and lead the stack along', async () => {
    const { page, problems } = await start();
    await reaches('7 / 12, 9 / 16, 8 / 16');
    assert.equal(await crosshair(), '688 HU L 1.0 P 1.0 H 130.0 mm');
    await page.keyboard.press('PageDown');
    await reaches('8 / 12, 9 / 16, 8 / 16');
    await page.keyboard.press('m');
    await page.locator('.stage canvas').waitFor();
    await page.getByText('CT, Image 8 / 12').waitFor({ state: 'attached' });
    assert.deepEqual(problems, []);
  });

  it('share the window with the stack, both ways', async () => {
    const { page } = await start();
    const pane = page.locator('.mpr-pane[data-plane=sagittal]');
    await pane.focus();
    await page.keyboard.press(']');
    await page.keyboard.press('m');
    await page.getByText(/Window 1500\.\d, level 700 HU/).waitFor();
  });

  it('follow a linked viewer into its slice, and keep their place in it', async () => {
    const { page, announce } = await start();
    await page.keyboard.press('l');
    await page.locator('.mpr-pane[data-plane=axial]').focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForTimeout(400);
    const before = (await counts())?.split(', ').slice(1).join(', ');
    announce('linked', { frameOfReference: '1.2.3', positionMm: [0, 0, 110], part: 0, window: null });
    await reaches(`3 / 12, ${before}`);
  });

  it('show a tilted gantry straight', async () => {
    await start(Array.from({ length: 12 }, (_, z) => slice(z, -2)));
    // Twelve slices, each 2 mm farther to the front: eleven rows more.
    await reaches('7 / 12, 14 / 27, 8 / 16');
  });
});
