import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes, element, part10, picture } from '../fixtures/dicomBytes';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { type OpenedViewer, openViewer, settled, type TestFile, type ViewerOptions } from './harness/openViewer';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');
const ds = (tag: number, text: string) => element(tag, 'DS', text);

/** A round phantom in Hounsfield units, cut at `z` mm: water, a rim of bone, a hole of air. */
function slice(z: number): TestFile {
  const size = 128;
  const pixels = Uint16Array.from({ length: size * size }, (_, at) => {
    const [x, y] = [(at % size) - 63.5, Math.floor(at / size) - 63.5];
    const radius = Math.hypot(x, y, 2 * (z - 12));
    if (radius > 56) return 24;
    if (radius > 50) return 1024 + 900;
    return Math.hypot(x - 20, y + 10) < 12 ? 224 : 1024 + 30 + ((at * 7919) % 23);
  });
  const more = [
    ds(0x00280030, '2\\2'),
    ds(0x00281050, '40'),
    ds(0x00281051, '400'),
    ds(0x00281052, '-1024'),
    ds(0x00281053, '1'),
    element(0x00281054, 'LO', 'HU'),
  ];
  const head = [
    element(0x00080060, 'CS', 'CT'),
    element(0x00100010, 'PN', 'Phantom^Round'),
    element(0x00180015, 'CS', 'HEAD'),
    ds(0x00180050, '2'),
    ds(0x00200032, `-127\\-127\\${2 * z}`),
    ds(0x00200037, '1\\0\\0\\0\\1\\0'),
  ];
  const content = picture(new Uint8Array(pixels.buffer), { rows: size, columns: size, stored: 12, more });
  return { name: `${z}.dcm`, bytes: part10('1.2.840.10008.1.2.1', ...head, content) };
}

const slices = Array.from({ length: 25 }, (_, z) => slice(z));
const volume: ViewerOptions = { stack: { isVolume: true }, session: { image: 'img-00112233aa', frame: 12 } };
const broken: readonly TestFile[] = [{ name: 'cut.dcm', bytes: (slices[0]?.bytes ?? bytes()).subarray(0, 9000) }];

type Look = {
  readonly name: string;
  readonly themes: readonly Theme[];
  readonly files?: readonly TestFile[];
  readonly options?: ViewerOptions;
  readonly show?: (viewer: OpenedViewer) => Promise<unknown>;
};

const press =
  (...keys: readonly string[]) =>
  async ({ page }: OpenedViewer) => {
    for (const key of keys) await page.keyboard.press(key);
  };

const looks: readonly Look[] = [
  { name: 'stack', themes: ['dark', 'light', 'contrast'], show: ({ page }) => page.mouse.move(500, 400) },
  {
    name: 'header',
    themes: ['dark', 'light', 'contrast'],
    show: async ({ page }) => {
      await page.keyboard.press('e');
      await page.getByText("Patient's Name").click();
    },
  },
  { name: 'histogram', themes: ['dark', 'light', 'contrast'], show: press('b', 'n') },
  { name: 'keyboard', themes: ['dark', 'light'], show: press('?') },
  {
    name: 'planes',
    themes: ['dark', 'light', 'contrast'],
    show: async ({ page }) => {
      await page.keyboard.press('m');
      await page.locator('.mpr-pane').first().waitFor();
    },
  },
  { name: 'cursor', themes: ['dark'], show: press('c', '+', '+', '+', 'r') },
  {
    name: 'times',
    themes: ['dark', 'light'],
    options: { stack: { timesMs: [0, 100, 200, 300, 400] }, session: { problems: ['2 files were left out: they hold no image.'] } },
  },
  {
    name: 'curve',
    themes: ['dark', 'light', 'contrast'],
    options: { stack: { timesMs: [0, 100, 200, 300, 400] } },
    show: async ({ page }) => {
      await page.keyboard.press('u');
      await page.mouse.move(300, 300);
      await page.locator('.curve-plot').waitFor();
    },
  },
  { name: 'broken', themes: ['dark', 'light', 'contrast'], files: broken, options: {} },
];

describe('the looks of the viewer', () => {
  let opened: OpenedViewer | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  for (const { name, themes, files = slices, options = volume, show } of looks) {
    it(`${name}: accessible in every theme, and as it should be on the pictures`, async function () {
      this.timeout(60_000);
      await mkdir(pictures, { recursive: true });
      for (const theme of themes) {
        opened = await openViewer(files, { ...options, theme });
        await show?.(opened);
        await settled(opened);
        await opened.page.screenshot({ path: join(pictures, `viewer-${name}-${theme}.png`) });
        assert.deepEqual(await accessibilityProblems(opened.page), [], `${name}, ${theme}`);
        assert.deepEqual(opened.problems, [], `${name}, ${theme}`);
        await opened.close();
      }
    });
  }

  it('fits into a narrow editor', async () => {
    opened = await openViewer(slices, { ...volume, viewport: { width: 420, height: 600 } });
    await press('e')(opened);
    await settled(opened);
    await opened.page.screenshot({ path: join(pictures, 'viewer-narrow-dark.png') });
    assert.ok(await opened.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    assert.ok(((await opened.page.locator('.stage').boundingBox())?.height ?? 0) > 150);
  });
});
