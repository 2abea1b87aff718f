import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const images = 20_000;
const films = 60;
const frames = 150;
const cli = join(repository, 'dist', 'cli.js');

const sorted = (values) => [...values].sort((a, b) => a - b);
const nearlyAll = (values) => sorted(values)[Math.floor(0.95 * values.length)];
const median = (values) => sorted(values)[Math.floor(values.length / 2)];

/** The gallery of 20,000 images in Chromium: opening, filtering, scrolling; and thumbnails a second of the demo's films. */
export async function measure() {
  const { galleryTableOf } = await loadTypeScript('test/browser/harness/galleryTables.ts');
  const table = galleryTableOf(images);
  const { opened, scriptMs, frameMs } = await lookAt(table);
  const megabytes = (JSON.stringify(table).length / 1e6).toFixed(1);
  const { rate, found } = await thumbnailRate();
  const script = `gallery's own work a frame while scrolling (median ${median(scriptMs).toFixed(1)} ms), 95 of 100 within`;
  const scroll = `gallery's frames while scrolling (median ${median(frameMs).toFixed(1)} ms), 95 of 100 within`;
  return [
    { title: `gallery of ${images} images is drawn from its table (${megabytes} MB)`, figure: opened, budget: 500, unit: 'ms' },
    { title: "gallery's filter, counts and order", figure: await filterMs(table), budget: 50, unit: 'ms' },
    { title: script, figure: nearlyAll(scriptMs), budget: 8, unit: 'ms' },
    { title: scroll, figure: nearlyAll(frameMs), budget: 34, unit: 'ms' },
    { title: "thumbnails of the demo's films, start included", figure: rate, budget: 10, unit: 'a second', atLeast: true },
    { title: 'thumbnails found again, start included', figure: found, budget: 40, unit: 'a second', atLeast: true },
  ];
}

/** The median of queries as they are typed, each for the first time but with the order known. */
async function filterMs(table) {
  const { shownImages } = await loadTypeScript('webviews/gallery/shownImages.ts');
  const show = shownImages(table);
  const look = { sort: 'image', descending: false, group: true };
  show({ ...look, query: '' });
  const queries = [
    'sex:F',
    'sex:F age>10',
    'sex:F age>10 category:fracture',
    'sex:F age>10 category:fracture part:test',
    'wrist',
    'img-0001',
  ];
  return median(
    queries.map((query) => {
      const began = performance.now();
      show({ ...look, query });
      return performance.now() - began;
    }),
  );
}

async function lookAt(table) {
  const { openPage } = await loadTypeScript('test/browser/harness/openPage.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const address = 'http://radsteps.test/thumbnails/';
  const body = await sharp({ create: { width: 200, height: 256, channels: 3, background: '#777777' } })
    .webp()
    .toBuffer();
  let opened;
  const wantThumbnails = (names) =>
    opened?.announce(
      'thumbnails',
      names.map((image) => ({ image, uri: `${address}${image}.webp`, reason: '' })),
    );
  const nothing = () => undefined;
  let begin;
  const ready = new Promise((resolve) => {
    begin = resolve;
  });
  const open = async () => {
    await ready;
    return { project: '/p', title: 'bench', table };
  };
  const handlers = { open, wantThumbnails, remakeThumbnail: nothing, openImages: nothing, importImages: nothing };
  opened = await openPage('gallery', { ...handlers, split: nothing, openTable: nothing, details: nothing });
  await opened.page.route(`${address}**`, (route) => route.fulfill({ contentType: 'image/webp', body }));
  await opened.page.evaluate(watchOpening);
  begin();
  await opened.page.waitForSelector('.cell:not([hidden])');
  const ms = await opened.page.evaluate(() => window.opening);
  await opened.page.waitForTimeout(1000);
  const times = await opened.page.evaluate(scrollThrough, frames);
  await opened.close();
  await closeBrowser();
  return { opened: ms, ...times };
}

/** In the page: milliseconds from the table's arrival to the frame that shows it. */
function watchOpening() {
  window.opening = new Promise((resolve) => {
    window.addEventListener(
      'message',
      ({ data, timeStamp: began }) => {
        if (data?.name !== 'open' || data.kind !== 'answer') return;
        const look = () => {
          if (document.querySelector('.cell') === null) requestAnimationFrame(look);
          else setTimeout(() => resolve(performance.now() - began));
        };
        requestAnimationFrame(look);
      },
      { capture: true },
    );
  });
}

/** In the page: scrolls by more than a line a frame and gives the milliseconds of every frame, and those of the page's own work in it. */
function scrollThrough(count) {
  const grid = document.querySelector('.grid');
  const own = window.requestAnimationFrame.bind(window);
  let script = 0;
  window.requestAnimationFrame = (work) =>
    own((now) => {
      const began = performance.now();
      work(now);
      script += performance.now() - began;
    });
  return new Promise((resolve) => {
    const frameMs = [];
    const scriptMs = [];
    let last = performance.now();
    const step = (now) => {
      frameMs.push(now - last);
      scriptMs.push(script);
      last = now;
      script = 0;
      grid.scrollTop += 300;
      if (frameMs.length < count) own(step);
      else resolve({ frameMs: frameMs.slice(5), scriptMs: scriptMs.slice(5) });
    };
    own(step);
  });
}

async function radsteps(...words) {
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...words, '--json'], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout);
}

/** Thumbnails a second by the process that the gallery starts, made and then found again. */
async function thumbnailRate() {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-bench-'));
  try {
    const [project, source] = [join(folder, 'project'), join(folder, 'films')];
    await radsteps('new', 'bone-age', project, '--reader', 'bench');
    await radsteps('films', source, '--count', String(films));
    await radsteps('-C', project, 'import', source);
    const table = await readFile(join(project, '3-data', 'images.csv'), 'utf8');
    const names = table
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    return { rate: await rateOf(project, names), found: await rateOf(project, names) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rateOf(project, names) {
  const began = performance.now();
  const child = spawn(process.execPath, [cli, '-C', project, 'thumbnails', '--events'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${JSON.stringify({ want: names })}\n`);
  let made = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (JSON.parse(line).file !== undefined) made += 1;
    if (made === names.length) child.stdin.end();
  }
  if (made !== names.length) throw new Error(`Only ${made} of ${names.length} thumbnails were made.`);
  return (1000 * made) / (performance.now() - began);
}
