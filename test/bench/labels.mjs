import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';
import { makeFilm } from './viewerFiles.mjs';

const outlines = 500;
const rounds = 20;

/** What issue 5 asks of the label editor's page, in Chromium with software rendering: edits, views and the pointer with 500 outlines on one film. */
export async function measure() {
  const { openViewer } = await loadTypeScript('test/browser/harness/openViewer.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-bench-'));
  try {
    const bytes = readFileSync(await makeFilm(join(folder, 'film.dcm')));
    const opened = await openViewer([{ name: 'film.dcm', bytes }], { label: manyOutlines(), viewport: { width: 1440, height: 900 } });
    await opened.page.waitForSelector('.labels [data-mark]');
    const times = await opened.page.evaluate(measureInPage, rounds);
    if (opened.problems.length > 0) throw new Error(opened.problems.join(' '));
    await opened.close();
    return [
      figure(`edit with ${outlines} outlines: a corner is dragged and let go, to the end of the frame`, times.edit, 50),
      figure(`edit with ${outlines} outlines: a mark is deleted`, times.remove, 50),
      figure('a step of that drag', times.drag, 20),
      figure(`zoom by a step with ${outlines} outlines, to the end of the frame`, times.zoom, 50),
      figure(`pan by a step with ${outlines} outlines`, times.pan, 50),
      figure('what lies under the pointer', times.hover, 2),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await closeBrowser();
  }
}

function figure(title, times, budget) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] * 10) / 10;
  return { title: `${title}: quartiles (${[at(0.25), at(0.5), at(0.75), at(1)].join(', ')})`, figure: at(0.5), budget, unit: 'ms' };
}

/** A label of wobbly outlines with 50 to 200 corners in a grid, of three definitions. */
function manyOutlines() {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const across = 20;
  const marks = Array.from({ length: outlines }, (_, at) => {
    const [column, row] = [50 + 100 * (at % across), 50 + 96 * Math.floor(at / across)];
    const count = 50 + Math.floor(150 * random());
    const points = Array.from({ length: count }, (_, corner) => {
      const angle = (2 * Math.PI * corner) / count;
      const radius = 40 + 6 * random();
      return [Math.round((column + radius * Math.cos(angle)) * 1000) / 1000, Math.round((row + radius * Math.sin(angle)) * 1000) / 1000];
    });
    return { id: `m${at}`, kind: 'outline', name: `cell-${at % 3}`, points };
  });
  const labels = [0, 1, 2].map((at) => ({ name: `cell-${at}`, title: `Cell ${at}`, kind: 'outline' }));
  return { label: { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks }, labels, locked: null };
}

/** Runs in the page: times in milliseconds, each from the event to the end of the frame that shows what it did. */
async function measureInPage(rounds) {
  const stage = document.querySelector('.stage');
  const box = stage.getBoundingClientRect();
  const frame = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(0);
      });
    });
  const rest = () => new Promise((done) => setTimeout(done, 150));
  const timed = async (act) => {
    const began = performance.now();
    act();
    await frame();
    return performance.now() - began;
  };
  const pointer = (type, x, y, buttons) =>
    stage.dispatchEvent(
      new PointerEvent(type, {
        clientX: x,
        clientY: y,
        button: 0,
        buttons,
        pointerId: 1,
        pointerType: 'mouse',
        bubbles: true,
        isPrimary: true,
      }),
    );
  const key =
    (name, shiftKey = false) =>
    () =>
      stage.dispatchEvent(new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true }));
  stage.setPointerCapture = () => undefined;
  const times = { edit: [], remove: [], drag: [], zoom: [], pan: [], hover: [] };
  const scale = Math.min(box.width / 2000, box.height / 2500);
  const place = (column, row) => [box.x + box.width / 2 + (column - 1000) * scale, box.y + box.height / 2 + (row - 1250) * scale];
  for (let round = 0; round < rounds; round += 1) {
    document.querySelector(`[data-mark=m${200 + round}]`).click();
    await rest();
    const handle = place(50 + 100 * ((200 + round) % 20) + 43, 50 + 96 * Math.floor((200 + round) / 20));
    pointer('pointermove', ...handle, 0);
    pointer('pointerdown', ...handle, 1);
    await frame();
    for (const step of [6, 12, 18]) times.drag.push(await timed(() => pointer('pointermove', handle[0] + step, handle[1] + step, 1)));
    times.edit.push(await timed(() => pointer('pointerup', handle[0] + 18, handle[1] + 18, 0)));
    await rest();
  }
  for (let round = 0; round < rounds; round += 1) {
    document.querySelector(`[data-mark=m${round}]`).click();
    await rest();
    times.remove.push(await timed(key('Delete')));
  }
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    pointer('pointermove', ...place(30 + 60 * round, 1250 + round), 0);
    times.hover.push(performance.now() - began);
    await frame();
  }
  for (let round = 0; round < rounds; round += 1) {
    times.zoom.push(await timed(key(round % 2 === 0 ? '+' : '-')));
    times.pan.push(await timed(key(round % 2 === 0 ? 'ArrowRight' : 'ArrowLeft', true)));
  }
  return times;
}
