import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { bundleHostTests } from '../../scripts/bundleHostTests.mjs';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';
import { makeFilm, makeSlices } from './viewerFiles.mjs';

const openings = 5;
const slices = 200;
const steps = 100;

/** What design.md asks of the viewer, in the real VS Code with Chromium's software rendering: first pictures, cached scroll, memory, and the size of the page's entry. */
export async function measure() {
  await bundleHostTests();
  const { openSession } = await loadTypeScript('test/vscode/harness/openSession.ts');
  const { smallProject, removeSmallProject } = await loadTypeScript('test/vscode/harness/smallProject.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const session = await openSession({ project: (await smallProject()).root });
  try {
    const folder = join(session.state, 'bench');
    mkdirSync(folder);
    const film = await makeFilm(join(folder, 'film.dcm'));
    const first = await makeSlices(join(folder, 'ct'), slices);
    const filmMs = await firstPicture(session, film);
    const sliceMs = await firstPicture(session, first);
    const { stepMs, heapMb } = await scrollSeries(session, first);
    const picture = (title, { median, all }, budget) => ({ title: `${title} (${all.join(', ')})`, figure: median, budget, unit: 'ms' });
    return [
      picture('first picture of a 2,000 x 2,500 film, from asking for the editor', filmMs, 800),
      picture(`first slice of a CT of ${slices}`, sliceMs, 1000),
      picture('step of a cached scroll, from the key to the end of its frame: quartiles', stepMs, 20),
      {
        title: `heap and buffers that ${slices} slices of 512 x 512 and their page add to the window`,
        figure: heapMb,
        budget: 150,
        unit: 'MB',
      },
      { title: "the viewer page's entry, gzipped", figure: entryKilobytes(), budget: 15, unit: 'KB' },
    ];
  } finally {
    await session.close();
    await closeBrowser();
    await removeSmallProject();
  }
}

/** Milliseconds from the call that opens a file until its picture is on the screen: the median, and all in order. */
async function firstPicture(session, file) {
  const all = [];
  for (let opening = 0; opening < openings; opening += 1) {
    all.push(await openOnce(session, file));
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    await sleep(500);
  }
  return ordered(all);
}

function ordered(values) {
  const all = values.toSorted((a, b) => a - b).map((value) => Math.round(value));
  return { median: all[Math.floor(all.length / 2)], all };
}

const openOnce = (session, file) =>
  session.host(async (vscode, path) => {
    const { painted } = await vscode.extensions.getExtension('radsteps.radsteps').activate();
    const before = painted().length;
    const asked = Date.now();
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { preview: false });
    for (let waited = 0; waited < 30_000 && painted().length === before; waited += 20) await new Promise((done) => setTimeout(done, 20));
    if (painted().length === before) throw new Error('No picture was painted in 30 seconds.');
    return painted().at(-1).paintedAt - asked;
  }, file);

async function scrollSeries(session, first) {
  const before = await heapBytes(session.page);
  await openOnce(session, first);
  const frame = await viewerFrame(session.page);
  await goThrough(frame, slices);
  await sleep(2000);
  // Once there and back, so that each slice was decoded before it is timed.
  await goThrough(frame, slices, 'ArrowUp');
  await sleep(2000);
  const times = (await goThrough(frame, steps)).toSorted((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(share * (times.length - 1))] * 10) / 10;
  return {
    stepMs: { median: at(0.5), all: [at(0.25), at(0.5), at(0.75), at(1)] },
    heapMb: ((await heapBytes(session.page)) - before) / 1e6,
  };
}

/** Bytes of the window's heap and buffers, which VS Code and the viewer's page share. */
async function heapBytes(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize + backingStorageSize;
}

async function viewerFrame(page) {
  for (let waited = 0; waited < 20_000; waited += 100) {
    for (const frame of page.frames())
      if (
        (await frame
          .locator('canvas.picture')
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    await sleep(100);
  }
  throw new Error('The page of the viewer was not found.');
}

/** Presses a key `count` times, each after the last one's frame, and tells the milliseconds that each took. */
const goThrough = (frame, count, key = 'ArrowDown') =>
  frame.evaluate(
    async ({ count, key }) => {
      const times = [];
      for (let step = 0; step < count; step += 1) {
        const began = performance.now();
        document.querySelector('.stage').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        await new Promise((done) => {
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = done;
            port2.postMessage(0);
          });
        });
        times.push(performance.now() - began);
      }
      return times;
    },
    { count, key },
  );

/** The page's script with all that it imports at once. */
function entryKilobytes() {
  const folder = join(repository, 'dist', 'webviews');
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, imported] of readFileSync(join(folder, name), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g)) visit(imported);
  };
  visit('viewer.js');
  return [...seen].reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0) / 1000;
}
