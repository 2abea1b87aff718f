import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { AttentionMap } from '../../src/core/experiment/attentionMap';
import type { Label, Mark } from '../../src/core/label/label';
import type { Findings, RunFinding } from '../../src/protocol/findings';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { driveViewer } from './harness/driveViewer';
import { type OpenedViewer, sessionOf, settled, type ViewerOptions } from './harness/openViewer';
import { slice, slices } from './harness/viewerFiles';

const runs = ['20260301-101500-boxes-aaaa', '20260302-111500-boxes-bbbb'] as const;
const image = 'img-0011223344';
const box = (id: string, from: readonly [number, number], to: readonly [number, number], score?: number): Mark => ({
  id,
  kind: 'box',
  name: 'fracture',
  from,
  to,
  ...(score === undefined ? {} : { score }),
});
const label: Label = {
  version: 1,
  image,
  reader: 'ada',
  status: 'final',
  categories: {},
  marks: [box('m', [10, 10], [30, 30]), { id: 'n', kind: 'length', name: 'gap', from: [1, 60], to: [60, 60] }],
};
const finding = (run: string, marks: readonly Mark[]): RunFinding => ({
  run,
  experiment: 'boxes',
  task: 'detection',
  target: 'fracture',
  title: 'Fracture',
  words: null,
  marks,
  share: null,
  problem: '',
});
const findings: Findings = {
  project: '/project',
  image,
  runs,
  images: [image, 'img-2', 'img-3'],
  label,
  labelled: ['Fracture: 1 drawn'],
  labels: [{ name: 'fracture', title: 'Fracture', kind: 'box' }],
  findings: [
    finding(runs[0], [box('a', [11, 11], [31, 31], 0.91), box('b', [40, 40], [58, 58], 0.32)]),
    finding(runs[1], [box('c', [36, 8], [54, 24], 0.55)]),
  ],
  isHidden: false,
  seen: null,
  notes: [],
};
/** Four by four, hot in the upper right cell alone, over the left upper three quarters of the picture. */
const map = (run: string): AttentionMap => ({
  version: 1,
  run,
  image,
  method: 'Grad-CAM',
  layer: 'block4',
  answer: '"fracture"',
  columns: 4,
  rows: 4,
  area: { x: 0, y: 0, width: 48, height: 48 },
  values: Array.from({ length: 16 }, (_, at) => (at === 3 ? 1 : 0)),
});
/** The middle of the hot cell, and of a cold one, in pixels of the picture. */
const hot = [42, 6] as const;
const cold = [6, 42] as const;

describe('the findings of runs on an image', () => {
  const { open, press, drag, close } = driveViewer();
  afterEach(close);
  before(() => mkdir('.cache/tests/pages', { recursive: true }));
  const start = (more: Partial<Findings> = {}, options: ViewerOptions = {}) =>
    open([slice(20)], { findings: { ...findings, ...more }, answers: { askAttention: map }, ...options });
  const panel = ({ page }: OpenedViewer) => page.waitForSelector('.finding-panel .finding-item');

  /** How opaque a canvas is at a place of the window, and its colour there. */
  const at = ({ page }: OpenedViewer, canvas: string, x: number, y: number): Promise<readonly number[]> =>
    page.evaluate(
      ([name, left, top]) => {
        const element = document.querySelector<HTMLCanvasElement>(`canvas.${name}`);
        if (element === null || element.hidden) return [0, 0, 0, 0];
        const scale = element.width / element.getBoundingClientRect().width;
        return [...(element.getContext('2d')?.getImageData(Number(left) * scale, Number(top) * scale, 1, 1).data ?? [])];
      },
      [canvas, x, y] as const,
    );
  /** Where the picture's sides are on the canvas, found from the picture itself: around it all is black. */
  const boundsOf = ({ page }: OpenedViewer): Promise<readonly [number, number, number, number]> =>
    page.evaluate(() => {
      const element = document.querySelector<HTMLCanvasElement>('canvas.picture');
      const { data, width, height } = element?.getContext('2d')?.getImageData(0, 0, element.width, element.height) ?? new ImageData(1, 1);
      let [left, top, right, bottom] = [width, height, 0, 0];
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          if ((data[4 * (y * width + x)] ?? 0) > 10) {
            [left, top] = [Math.min(left, x), Math.min(top, y)];
            [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
          }
      return [left, top, right, bottom] as const;
    });

  /** Where a place of the picture (64 x 64) is on the canvas, turned as named. */
  const toCanvas = (
    [left, top, right, bottom]: readonly [number, number, number, number],
    [column, row]: readonly [number, number],
    turn: 'upright' | 'right' | 'mirrored' = 'upright',
  ): readonly [number, number] => {
    const [u, v] = [column / 64, row / 64];
    const [x, y] = turn === 'right' ? [1 - v, u] : turn === 'mirrored' ? [1 - u, v] : [u, v];
    return [left + x * (right - left), top + y * (bottom - top)];
  };
  const opacityAt = async (
    opened: OpenedViewer,
    place: readonly [number, number],
    turn?: 'upright' | 'right' | 'mirrored',
  ): Promise<number> => {
    const [x, y] = toCanvas(await boundsOf(opened), place, turn);
    return (await at(opened, 'finding-attention', x, y))[3] ?? 0;
  };

  const isHot = async (opened: OpenedViewer, turn?: 'upright' | 'right' | 'mirrored'): Promise<void> => {
    const opacity = await opacityAt(opened, hot, turn);
    assert.ok(opacity > 170, `${opacity} at the strongest place, of seven tenths of 255`);
  };

  it('draws label and runs over each other, in words beside them, and hides what is not wanted', async () => {
    const opened = await start();
    const { page } = opened;
    await panel(opened);
    const words = await page.innerText('.finding-list');
    assert.match(words, /Label\s+ada, final\s+Fracture: 1 drawn/);
    assert.match(
      words,
      /A\s+boxes\s+20260301-101500-boxes-aaaa\s+Fracture: 2 boxes, highest score 0\.91\s+1 of 1 labelled box found, 1 false/,
    );
    assert.match(words, /Fracture: 1 box, highest score 0\.55\s+0 of 1 labelled box found, 1 false/);
    const bounds = await boundsOf(opened);
    const edge = async (column: number, row: number): Promise<readonly number[]> =>
      at(opened, 'finding-marks', ...toCanvas(bounds, [column, row]));
    // The label's left side: white; a length of another name is not drawn.
    assert.deepEqual((await edge(10, 20)).slice(0, 3), [255, 255, 255]);
    assert.equal((await edge(30, 60))[3], 0);
    await page.screenshot({ path: '.cache/tests/pages/findings-dark.png' });
    await press('g');
    assert.equal((await edge(10, 12))[3], 0);
    const count = (): Promise<number> =>
      page.evaluate(() => {
        const element = document.querySelector<HTMLCanvasElement>('canvas.finding-marks');
        const data = element?.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? new Uint8ClampedArray();
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
    const both = await count();
    await press('2');
    const one = await count();
    assert.ok(one > 0 && one < both, `${one} of ${both}`);
    await page.getByRole('checkbox', { name: /^A/ }).uncheck();
    assert.equal(await count(), 0);
    await press('1', '2', 'g');
    await page.getByRole('slider', { name: /Boxes from score/ }).fill('0.5');
    await settled(opened);
    assert.match(await page.innerText('.finding-list'), /1 box, highest score 0\.91\s+1 of 1 labelled box found, 0 false/);
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole('button', { name: runs[0] }).click();
    assert.deepEqual(
      opened.asked.filter((entry) => entry.startsWith('open')),
      [`openRun ${runs[0]}`],
    );
  });

  it('lays the attention over the picture, where it belongs however that is turned, mirrored, zoomed and moved', async () => {
    const opened = await start();
    const { page } = opened;
    await panel(opened);
    assert.equal(await opacityAt(opened, hot), 0);
    await press('a', 'g', '1', '2');
    await page.waitForSelector('.finding-ramp');
    await isHot(opened);
    assert.equal(await opacityAt(opened, cold), 0);
    assert.equal(await opacityAt(opened, [56, 6]), 0, 'beyond the area');
    const bounds = await boundsOf(opened);
    const [red = 0, green = 0, blue = 0] = await at(opened, 'finding-attention', ...toCanvas(bounds, hot));
    assert.ok(red > 225 && green > 225 && blue < 60, `${red} ${green} ${blue} is the yellow end`);
    // Bilinear: half way to the next cell's middle there is half of it.
    const between = await opacityAt(opened, [36, 6]);
    assert.ok(Math.abs(between - 0.7 * 255 * 0.75) < 8, `${between}`);
    assert.match(
      await page.innerText('.finding-attention-part'),
      /Attention of A[\s\S]*1, strongest of this image[\s\S]*Grad-CAM at block4, for "fracture"/i,
    );
    await page.screenshot({ path: '.cache/tests/pages/findings-attention-dark.png' });
    assert.deepEqual(await accessibilityProblems(page), []);
    await press('r');
    await isHot(opened, 'right');
    assert.equal(await opacityAt(opened, cold, 'right'), 0);
    await press('Shift+R', 'h');
    await isHot(opened, 'mirrored');
    await press('h', '-', '-');
    await drag([300, 300], [340, 280], 'middle');
    await isHot(opened);
    assert.equal(await opacityAt(opened, cold), 0);
    await page.getByRole('slider', { name: /Opacity/ }).fill('30');
    await settled(opened);
    const paler = await opacityAt(opened, hot);
    assert.ok(Math.abs(paler - 0.3 * 255) < 4, `${paler} at three tenths`);
    // Window, level and inversion are the picture's alone.
    const place = toCanvas(await boundsOf(opened), hot);
    const seen = await at(opened, 'finding-attention', ...place);
    await press('i', '[');
    assert.deepEqual(await at(opened, 'finding-attention', ...place), seen);
    await press('i', 'Shift+A');
    await page.waitForFunction(() => document.querySelector('.finding-attention-part')?.textContent?.includes('Attention of B'));
    await press('a');
    assert.equal(await page.locator('.finding-attention-part').count(), 0);
    assert.equal(await opacityAt(opened, hot), 0);
  });

  it('tells how far a map is, lets it be cancelled, and says why there is none', async () => {
    let answer: (value: AttentionMap | null) => void = () => undefined;
    let refuse: (error: Error) => void = () => undefined;
    const askAttention = () =>
      new Promise<AttentionMap | null>((resolve, reject) => {
        [answer, refuse] = [resolve, reject];
      });
    const stopped: string[] = [];
    const stopAttention = () => {
      stopped.push('stop');
      answer(null);
    };
    const opened = await start({}, { answers: { askAttention, stopAttention } });
    const { page, announce } = opened;
    await panel(opened);
    await page.getByRole('button', { name: 'Attention of B' }).click();
    await page.waitForSelector('.finding-wait');
    announce('attentionProgress', 'Loading the network');
    await page.getByText('Loading the network').waitFor();
    await page.screenshot({ path: '.cache/tests/pages/findings-asked.png' });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForSelector('.finding-wait', { state: 'detached' });
    assert.deepEqual(stopped, ['stop']);
    assert.equal(await page.getAttribute('[aria-label="Attention of B"]', 'aria-pressed'), 'false');
    await press('a');
    refuse(new Error('The weights of run B are not on this machine: reproduce the run.'));
    await page.getByRole('alert').filter({ hasText: 'weights of run B' }).waitFor();
    await page.screenshot({ path: '.cache/tests/pages/findings-no-weights.png' });
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole('button', { name: 'Try Again' }).click();
    answer(map(runs[1]));
    await page.waitForSelector('.finding-ramp');
  });

  it('goes through its list, and keeps what was chosen over the next image and a reload', async () => {
    const opened = await start();
    const { page, asked, announce } = opened;
    await panel(opened);
    await press('a', '2');
    await page.waitForSelector('.finding-ramp');
    await press('j', 'k');
    await page.getByRole('button', { name: 'Next image', exact: true }).last().click();
    assert.deepEqual(
      asked.filter((entry) => entry.startsWith('step')),
      ['stepFindings 1', 'stepFindings -1', 'stepFindings 1'],
    );
    const next = { ...findings, image: 'img-2', label: null, labelled: [], notes: ['Passed over: img-9.'] };
    announce('changed', { ...sessionOf([slice(20)]), key: 'second', image: 'img-2', hasFindings: true });
    announce('findingsReset', next);
    await page.getByText('Passed over: img-9.').waitFor();
    assert.equal(await page.getByRole('checkbox', { name: /^B/ }).isChecked(), false);
    assert.match(await page.innerText('.finding-list'), /Nobody has labelled this image/);
    await page.waitForFunction(() => document.querySelector('.finding-ramp') !== null);
    await settled(opened);
    const state = await opened.state();
    const kept = (state as { findings: { place: unknown; choice: object } }).findings;
    assert.deepEqual(kept.place, { project: '/project', image: 'img-2', runs, images: findings.images });
    await close();
    const again = await start({ image: 'img-2' }, { state });
    await panel(again);
    await again.page.waitForSelector('.finding-ramp');
    assert.equal(await again.page.getByRole('checkbox', { name: /^B/ }).isChecked(), false);
  });

  it('shows words of numbers and classes, and of runs that say nothing', async () => {
    const said = (run: string, more: Partial<RunFinding>): RunFinding => ({
      ...finding(run, []),
      marks: null,
      task: 'regression',
      title: 'Bone age',
      ...more,
    });
    const number = { said: '104.2 months', others: '', against: '3.4 months above the label (100.8 months)', isRight: null };
    const wrong = { said: 'yes, 87 %', others: 'no 13 %', against: 'the label says no', isRight: false };
    const all = [
      said(runs[0], { words: number }),
      said(runs[1], { words: wrong, task: 'classification', title: 'Fracture' }),
      said('20260303-111500-boxes-cccc', { problem: 'This run has not predicted the image: a run predicts those of its tuning part.' }),
    ];
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      const opened = await start({ findings: all, labelled: ['Bone age: 100.8 months', 'Fracture: no'], images: [image] }, { theme });
      await panel(opened);
      const words = await opened.page.innerText('.finding-list');
      assert.match(words, /Bone age: 104\.2 months\s+3\.4 months above the label \(100\.8 months\)/);
      assert.match(words, /Fracture: yes, 87 %\s+no 13 %\s+✗ the label says no/);
      assert.match(words, /has not predicted the image/);
      assert.equal(await opened.page.locator('.finding-stepper').count(), 0);
      assert.equal(await opened.page.getByRole('slider', { name: /score/ }).count(), 0);
      await press('a');
      await opened.page.waitForSelector('.finding-ramp');
      await opened.page.screenshot({ path: `.cache/tests/pages/findings-words-${theme}.png` });
      assert.deepEqual(await accessibilityProblems(opened.page), []);
      await close();
    }
  });

  it('hides all but the label from a blind reader', async () => {
    const opened = await start({
      findings: [],
      label: null,
      labelled: [],
      isHidden: true,
      notes: ['You read blind and have yet to label this image.'],
    });
    const { page, asked } = opened;
    await panel(opened);
    await press('a');
    assert.equal(await page.locator('.finding-look').count(), 0);
    assert.deepEqual(
      asked.filter((entry) => entry.startsWith('ask')),
      [],
    );
    await page.screenshot({ path: '.cache/tests/pages/findings-blind.png' });
    await page.getByRole('button', { name: 'Label This Image' }).click();
    assert.deepEqual(
      asked.filter((entry) => entry === 'labelImage'),
      ['labelImage'],
    );
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it('takes its keys from the viewer before it knows what runs say', async () => {
    let answer: (found: Findings) => void = () => undefined;
    const openFindings = () =>
      new Promise<Findings>((resolve) => {
        answer = resolve;
      });
    const opened = await start({}, { answers: { openFindings, askAttention: map } });
    await press('a');
    assert.match(await opened.page.innerText('.corner.bottom.right'), /Window 400, level 40/);
    answer(findings);
    await panel(opened);
    await press('a');
    await opened.page.waitForSelector('.finding-ramp');
    assert.match(await opened.page.innerText('.corner.bottom.right'), /Window 400, level 40/);
  });

  it('shows on a series what lies on its frames, and the way to it', async () => {
    const files = sessionOf(slices).files.map((file, index) => ({ ...file, instance: `i${index}` }));
    const mask: Mark = {
      id: 'k',
      kind: 'mask',
      name: 'fracture',
      instance: 'i3',
      runs: `20:${Array.from({ length: 16 }, () => '20+16').join(';')}`,
    };
    const area = { ...finding(runs[0], [mask]), task: 'segmentation' as const, share: 256 / 4096 };
    const opened = await open(slices, {
      findings: { ...findings, label: null, findings: [area], seen: 'i0', images: [image] },
      session: { files, hasFindings: true, image },
      answers: { askAttention: map },
      theme: 'light',
    });
    const { page } = opened;
    await panel(opened);
    assert.match(await page.innerText('.finding-list'), /1 area, 6\.3 % of the image/);
    await page.getByRole('button', { name: 'Drawn on Image 4' }).click();
    await settled(opened);
    const [x, y] = toCanvas(await boundsOf(opened), [28, 28]);
    const [, , , painted = 0] = await at(opened, 'finding-marks', x, y);
    assert.ok(painted > 60, `${painted}`);
    await press('a');
    await page.getByRole('button', { name: 'Go to That Image' }).waitFor();
    assert.equal(await opacityAt(opened, hot), 0);
    await page.screenshot({ path: '.cache/tests/pages/findings-series-light.png' });
    await page.getByRole('button', { name: 'Go to That Image' }).click();
    await settled(opened);
    assert.equal(await page.getByRole('button', { name: 'Go to That Image' }).count(), 0);
    assert.match(await page.innerText('.corner.top.right'), /Image 1 \/ 12/);
    await isHot(opened);
  });
});
