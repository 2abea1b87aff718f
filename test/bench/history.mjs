import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bundleHostTests } from '../../scripts/bundleHostTests.mjs';
import { repository } from '../../scripts/folders.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const runs = 5000;
const others = 500;
const cli = join(repository, 'dist', 'cli.js');
const filters = ['auc > 0.9', 'learningRate < 0.001 auc > 0.9', 'search-3', 'network.name:resnet -seed=3', 'created > 2026-01-10'];

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The command `radsteps runs` over 5,000 committed runs, its start and git's included, alone and with all branches; a filter over their records; and the history's page, in Chromium and in the real VS Code. */
export async function measure() {
  const folder = await mkdtemp(join(tmpdir(), 'radsteps-history-'));
  try {
    const { writeHistory } = await loadTypeScript('test/bench/historyFiles.ts');
    await writeHistory(folder, runs, others);
    const shown = await timed(() => list(folder), runs);
    const all = await timed(() => list(folder, '--all'), runs + others);
    const { filterMs, megabytes } = await filtering(folder);
    const page = await pageFigures(folder);
    const editor = await editorFigures(folder);
    return [
      { title: `radsteps runs of ${runs} runs, start included`, figure: shown, budget: 1000, unit: 'ms' },
      { title: `radsteps runs --all, ${others} more on another branch`, figure: all, budget: 1500, unit: 'ms' },
      { title: `a filter of ${runs} runs (their records take ${megabytes.toFixed(0)} MB)`, figure: filterMs, budget: 100, unit: 'ms' },
      {
        title: `history's page draws ${runs} runs from its table (${page.megabytes.toFixed(1)} MB of text)`,
        figure: page.drawnMs,
        budget: 500,
        unit: 'ms',
      },
      {
        title: `history's page, from typing a filter to its frame (${page.filterTimes.join(', ')})`,
        figure: page.filterMs,
        budget: 100,
        unit: 'ms',
      },
      {
        title: `history's page, from a click on a column to its frame (${page.sortTimes.join(', ')})`,
        figure: page.sortMs,
        budget: 100,
        unit: 'ms',
      },
      { title: `heap of the history's page with ${runs} runs`, figure: page.heapMb, budget: 60, unit: 'MB' },
      {
        title: `history of ${runs} runs in VS Code that this machine has never shown, from the command to the frame that shows them (${editor.fresh.join(', ')}; the window's first page of all: ${editor.window})`,
        figure: editor.freshMs,
        budget: 2000,
        unit: 'ms',
      },
      {
        title: `history of ${runs} runs in VS Code, from the command to the frame that shows them, as seen last (${editor.times.join(', ')})`,
        figure: editor.shownMs,
        budget: 1000,
        unit: 'ms',
      },
      {
        title: `the same, to the frame after they were read anew (${editor.current.join(', ')})`,
        figure: editor.currentMs,
        budget: 2000,
        unit: 'ms',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function list(folder, ...words) {
  const args = [cli, 'runs', ...words, '-C', folder];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  return stdout.trim().split('\n').length;
}

/** Milliseconds, the median of five; the first, which warms the disk's cache, is not counted. */
async function timed(work, expected) {
  const times = [];
  for (let turn = 0; turn < 6; turn++) {
    const began = performance.now();
    const found = await work();
    if (found !== expected) throw new Error(`radsteps runs printed ${found} lines instead of ${expected}.`);
    if (turn > 0) times.push(performance.now() - began);
  }
  return median(times);
}

async function filtering(folder) {
  const { readHistory } = await loadTypeScript('src/node/run/readHistory.ts');
  const { parseRunFilter } = await loadTypeScript('src/core/experiment/runFilter.ts');
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  const before = process.memoryUsage().heapUsed;
  const history = await readHistory(folder, {}, (run) => run);
  collect();
  const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  const times = filters.map((filter) => {
    const began = performance.now();
    history.filter(parseRunFilter(filter, ['auc']).test);
    return performance.now() - began;
  });
  return { filterMs: Math.max(...times), megabytes };
}

const rounded = (values) => values.map((value) => Math.round(value));

/** The page in Chromium with the real table of the project: the median of five openings, filters and orders, and its heap. */
async function pageFigures(folder) {
  const { historyTableReader } = await loadTypeScript('src/node/run/readHistoryTable.ts');
  const { openHistory } = await loadTypeScript('test/browser/harness/openHistory.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const table = await historyTableReader(folder)(false);
  const drawn = [];
  let opened;
  for (let opening = 0; opening < 5; opening += 1) {
    await opened?.close();
    let begin;
    const ready = new Promise((resolve) => {
      begin = resolve;
    });
    opened = await openHistory(table, { ready });
    await opened.page.evaluate(watchAnswer);
    begin();
    await opened.page.waitForSelector('.line.run');
    drawn.push(await opened.page.evaluate(() => window.answered));
  }
  const filterTimes = await opened.page.evaluate(typeFilters, filters);
  const sortTimes = await opened.page.evaluate(clickColumns, ['AUC', 'Changed settings', 'Who', 'Duration', 'When']);
  const heapMb = (await heapBytes(opened.page)) / 1e6;
  await opened.close();
  await closeBrowser();
  return {
    ...{ drawnMs: median(drawn), megabytes: JSON.stringify(table).length / 1e6, heapMb },
    ...{
      filterMs: Math.max(...filterTimes),
      filterTimes: rounded(filterTimes),
      sortMs: Math.max(...sortTimes),
      sortTimes: rounded(sortTimes),
    },
  };
}

/** In the page: milliseconds from the answer's arrival to the frame that shows it. */
function watchAnswer() {
  window.answered = new Promise((resolve) => {
    const heard = ({ data, timeStamp: began }) => {
      if (data?.name !== 'open' || data.kind !== 'answer') return;
      const look = () => {
        if (document.querySelector('.line.run') === null) requestAnimationFrame(look);
        else setTimeout(() => resolve(performance.now() - began));
      };
      requestAnimationFrame(look);
    };
    window.addEventListener('message', heard, { capture: true });
  });
}

/** In the page: milliseconds from each filter that is typed to the frame that shows what passes it. */
async function typeFilters(wanted) {
  const field = document.querySelector('#filter');
  const status = () => document.querySelector('.title [role=status]').textContent;
  const times = [];
  for (const filter of wanted) {
    const before = status();
    const began = performance.now();
    field.value = filter;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => {
      const look = () => (status() === before ? requestAnimationFrame(look) : setTimeout(done));
      requestAnimationFrame(look);
    });
    times.push(performance.now() - began);
  }
  field.value = '';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => setTimeout(done, 200));
  return times;
}

/** In the page: milliseconds from a click on each column to the frame after it. */
async function clickColumns(titles) {
  const times = [];
  for (const title of titles) {
    const began = performance.now();
    document.querySelector(`[aria-label="Sort by ${title}"]`).click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - began);
  }
  return times;
}

async function heapBytes(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize + backingStorageSize;
}

/** In the real VS Code: milliseconds from the command to the frame that shows the runs, the median of five; the first window of a session is warm by then. */
async function editorFigures(folder) {
  await bundleHostTests();
  const { openSession } = await loadTypeScript('test/vscode/harness/openSession.ts');
  const { untilReady } = await loadTypeScript('test/vscode/harness/radstepsCommand.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const session = await openSession({ project: folder, inPlace: true });
  try {
    await untilReady(session);
    const window = await session.host(openEmpty);
    const openings = async (count, prepare) => {
      const [drawn, current] = [[], []];
      for (let opening = 0; opening < count; opening += 1) {
        await prepare();
        const asked = await session.host(askHistory);
        drawn.push((await drawnAt(session.page, 'history-drawn')) - asked);
        current.push((await drawnAt(session.page, 'history-current')) - asked);
        await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
        await sleep(1000);
      }
      return { drawn, current };
    };
    const fresh = await openings(4, () => rm(join(folder, '.radsteps', 'cache'), { recursive: true, force: true }));
    const again = await openings(6, () => undefined);
    return {
      ...{ window, freshMs: median(fresh.drawn.slice(1)), fresh: rounded(fresh.drawn) },
      ...{ shownMs: median(again.drawn.slice(1)), times: rounded(again.drawn) },
      ...{ currentMs: median(again.current.slice(1)), current: rounded(again.current) },
    };
  } finally {
    await session.close();
    await closeBrowser();
  }
}

function askHistory(vscode) {
  const now = Date.now();
  void vscode.commands.executeCommand('radsteps.history.show');
  return now;
}

/** Milliseconds that the window takes for its first page of all, one with a word in it; VS Code starts what every page needs then. */
async function openEmpty(vscode) {
  const asked = Date.now();
  const panel = vscode.window.createWebviewPanel('radsteps.empty', 'Empty', 1, { enableScripts: true });
  const drawn = new Promise((done) => panel.webview.onDidReceiveMessage(() => done(Date.now() - asked)));
  panel.webview.html = '<html><body>Empty<script>acquireVsCodeApi().postMessage(1)</script></body></html>';
  const time = await drawn;
  panel.dispose();
  return time;
}

/** The moment (milliseconds, as Date.now) at which the page had drawn its runs: as seen last (`history-drawn`) or as they are (`history-current`). */
async function drawnAt(page, name) {
  const read = (wanted) => {
    const [mark] = performance.getEntriesByName(wanted);
    return mark === undefined ? null : performance.timeOrigin + mark.startTime;
  };
  for (let waited = 0; waited < 60_000; waited += 100) {
    for (const frame of page.frames()) {
      const moment = await frame.evaluate(read, name).catch(() => null);
      if (moment !== null) return moment;
    }
    await sleep(100);
  }
  throw new Error('The history was not shown in a minute.');
}
