import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';
import { makeFilm, makeSlices } from './viewerFiles.mjs';

const slices = 300;
const names = Array.from({ length: 10 }, (_, at) => `organ-${at}`);
const moves = 40;
const budget = 50;

/** What design.md asks of labels: the page's work for a move of the brush and for an edit, with 10 masks on 300 slices and on a large film, in Chromium with software rendering. */
export async function measure() {
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-bench-'));
  try {
    await makeSlices(join(folder, 'ct'), slices);
    await makeFilm(join(folder, 'film.dcm'));
    const volume = readdirSync(join(folder, 'ct')).sort();
    const ct = volume.map((name) => ({ name, bytes: readFileSync(join(folder, 'ct', name)) }));
    const film = { name: 'film.dcm', bytes: readFileSync(join(folder, 'film.dcm')) };
    return [...(await onVolume(ct)), ...(await onFilm(film))];
  } finally {
    await closeBrowser();
    rmSync(folder, { recursive: true });
  }
}

const definition = (name) => ({ name, title: name, kind: 'mask', ...(name === names[9] ? { hotkey: 'z' } : {}) });
const figure = (title, values) => ({
  title: `${title} (most ${Math.max(...values).toFixed(0)})`,
  figure: median(values),
  budget,
  unit: 'ms',
});
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function open(files, marks, stack = {}) {
  const { openViewer, sessionOf } = await loadTypeScript('test/browser/harness/openViewer.ts');
  const label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks };
  const session = sessionOf(files);
  const instances = files.length > 1 ? session.files.map((file, at) => ({ ...file, instance: `I-${at}` })) : session.files;
  const opened = await openViewer(files, {
    label: { label, labels: names.map(definition), locked: null },
    session: { files: instances, frame: Math.floor(files.length / 2) },
    stack,
  });
  await opened.page.waitForSelector('.labels .maskrow', { timeout: 60_000 });
  await opened.page.keyboard.press('z');
  return opened;
}

async function onVolume(files) {
  const { brushRuns } = await loadTypeScript('src/core/label/brushRuns.ts');
  const { formatRuns } = await loadTypeScript('src/core/label/maskRuns.ts');
  const disc = (at, slice) =>
    formatRuns(brushRuns([[256 + 60 * Math.cos(at), 256 + 60 * Math.sin(at)]], 90 + 10 * Math.sin(slice / 9), { rows: 512, columns: 512 }));
  const marks = names.flatMap((name, at) =>
    files.map((_, slice) => ({ id: `m-${at}-${slice}`, kind: 'mask', name, instance: `I-${slice}`, object: name, runs: disc(at, slice) })),
  );
  const opened = await open(files, marks, { isVolume: true });
  try {
    const { page } = opened;
    await page.keyboard.press('k');
    for (let press = 0; press < 6; press += 1) await page.keyboard.press('>');
    const stack = await stroke(opened, '.stage');
    await page.keyboard.press('m');
    await page.waitForSelector('.mpr-pane[data-plane=coronal]', { timeout: 120_000 });
    await page.waitForTimeout(2000);
    const planes = await stroke(opened, '.mpr-pane[data-plane=coronal]');
    return [
      figure('a move of a ball over 10 masks on 300 slices', stack.moves),
      figure('its edit', stack.edits),
      figure('a move of a ball on three planes of them', planes.moves),
      figure('its edit', planes.edits),
    ];
  } finally {
    await opened.close();
  }
}

async function onFilm(file) {
  const { runsOfBitmap, formatRuns } = await loadTypeScript('src/core/label/maskRuns.ts');
  const [rows, columns] = [2500, 2000];
  const noisy = (at) =>
    Uint8Array.from({ length: rows * columns }, (_, place) =>
      Math.hypot((place % columns) - 1000 - 40 * at, place / columns - 1250) < 800 && (place * 7919) % 50 > 0 ? 1 : 0,
    );
  const marks = names
    .slice(0, 3)
    .concat(names[9])
    .map((name, at) => ({ id: `m-${at}`, kind: 'mask', name, runs: formatRuns(runsOfBitmap(noisy(at), { rows, columns })) }));
  const opened = await open([file], marks);
  try {
    const found = await stroke(opened, '.stage');
    return [figure('a move of a brush over 4 speckled masks on 2,000 x 2,500', found.moves), figure('its edit', found.edits)];
  } finally {
    await opened.close();
  }
}

/** Milliseconds of the page's work from an event until its frame is drawn, of every move and of the edits at the ends of five strokes. */
async function stroke({ page, steps }, selector) {
  const before = steps.length;
  const box = await page.locator(selector).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const found = { moves: [], edits: [] };
  for (let round = 0; round < 5; round += 1) {
    await page.mouse.move(x - 60, y + 12 * round);
    await page.mouse.down();
    for (let move = 0; move < moves / 5; move += 1)
      found.moves.push(await worked(page, selector, 'pointermove', x - 50 + 12 * move, y + 12 * round));
    found.edits.push(await worked(page, selector, 'pointerup', x + 40, y + 12 * round));
    await page.mouse.up();
    await page.waitForTimeout(100);
  }
  if (steps.length - before !== 5) throw new Error(`Of five strokes ${steps.length - before} became edits.`);
  return found;
}

const worked = (page, selector, type, x, y) =>
  page.evaluate(
    async ([where, name, clientX, clientY]) => {
      const element = document.querySelector(where);
      const event = { bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', button: 0, buttons: 1, clientX, clientY };
      // What the page does in its next two frames lies between our first and our last call of each.
      const times = [];
      const note = () => times.push(performance.now());
      const inFrames = (then) =>
        requestAnimationFrame(() => {
          note();
          requestAnimationFrame(() => {
            note();
            then();
          });
        });
      const start = performance.now();
      let handled = 0;
      await new Promise((done) => {
        inFrames(() => undefined);
        element.dispatchEvent(new PointerEvent(name, event));
        handled = performance.now() - start;
        inFrames(done);
      });
      const [first, firstEnd, second, secondEnd] = times;
      return handled + firstEnd - first + secondEnd - second;
    },
    [selector, type, x, y],
  );
