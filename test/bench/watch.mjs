import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleHostTests } from '../../scripts/bundleHostTests.mjs';
import { loadTypeScript } from '../../scripts/loadTypeScript.mjs';

const openings = 7;
const epochs = 12;
const run = '20260102-030405-quick-beef';

/** What issue and design ask of the page of running runs, in the real VS Code: from the command to the drawn page, and from an epoch's line in the events' file to its curve. */
export async function measure() {
  await bundleHostTests();
  const { openSession } = await loadTypeScript('test/vscode/harness/openSession.ts');
  const { smallProject, removeSmallProject } = await loadTypeScript('test/vscode/harness/smallProject.ts');
  const { closeBrowser } = await loadTypeScript('test/launchBrowser.ts');
  const session = await openSession({ project: (await smallProject()).root });
  try {
    const events = fakeRun(session.folder);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.runs.refresh').then(() => null));
    const opened = await openTimes(session);
    const empty = ordered(opened.map((times) => times.empty)).median;
    const followed = await followTimes(session, events);
    const first = ordered(opened.map(({ numbers }) => numbers));
    const curves = ordered(opened.map(({ figures }) => figures));
    return [
      {
        title: `page of running runs, from the command to its numbers (${first.all.join(', ')}; an empty webview: ${empty})`,
        figure: first.median,
        budget: 300,
        unit: 'ms',
      },
      { title: `the same, to its curves (${curves.all.join(', ')})`, figure: curves.median, budget: 600, unit: 'ms' },
      { title: `from an epoch's event to its curve (${followed.all.join(', ')})`, figure: followed.all.at(-1), budget: 1000, unit: 'ms' },
    ];
  } finally {
    await session.close();
    await closeBrowser();
    await removeSmallProject();
  }
}

function ordered(values) {
  const all = values.toSorted((a, b) => a - b).map((value) => Math.round(value));
  return { median: all[Math.floor(all.length / 2)], all };
}

const event = (epoch) => ({
  ...{ event: 'epoch', epoch, epochs: 1000, trainLoss: 1 / epoch, tuningLoss: 1.1 / epoch, best: true, seconds: 1, imagesPerSecond: 100 },
  metrics: { mae: { value: 30 / epoch, interval: [25 / epoch, 35 / epoch], method: 'invented', n: 90, patients: 60, unit: 'months' } },
});

/** A run that trains, as its files say: this process stands for its trainer. Returns its events' file. */
function fakeRun(project) {
  const runs = join(project, '5-network', 'runs');
  const [known] = readRecords(runs);
  const { ended: _, seconds: _s, result: _r, ...record } = known;
  const folder = join(runs, run);
  const local = join(project, '.radsteps', 'runs', run);
  for (const place of [folder, local]) mkdirSync(place, { recursive: true });
  const started = new Date().toISOString();
  const me = { pid: process.pid, start: null };
  writeFileSync(join(local, 'process.json'), JSON.stringify({ version: 1, host: hostname(), boot: null, started, cli: me, trainer: me }));
  const events = join(local, 'events.jsonl');
  writeFileSync(events, Array.from({ length: 100 }, (_each, index) => `${JSON.stringify(event(index + 1))}\n`).join(''));
  writeFileSync(join(folder, 'record.json'), JSON.stringify({ ...record, run, state: 'running', started }));
  return events;
}

function readRecords(runs) {
  return readdirSync(runs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => JSON.parse(readFileSync(join(runs, name, 'record.json'), 'utf8')));
}

/** Milliseconds until the numbers and the curves are on the screen, each time from a closed page; the first opening only warms up. */
async function openTimes(session) {
  const all = [];
  for (let opening = 0; opening <= openings; opening += 1) {
    const empty = await session.host(openEmpty);
    const times = await session.host(openOnce, run);
    if (opening > 0) all.push({ ...times, empty });
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    await sleep(700);
  }
  return all;
}

/** What VS Code itself takes for a page with one word, for comparison. */
async function openEmpty(vscode) {
  const asked = Date.now();
  const panel = vscode.window.createWebviewPanel('radsteps.empty', 'Empty', 1, { enableScripts: true });
  const drawn = new Promise((done) => panel.webview.onDidReceiveMessage(() => done(Date.now() - asked)));
  panel.webview.html = '<html><body>Empty<script>acquireVsCodeApi().postMessage(1)</script></body></html>';
  const time = await drawn;
  panel.dispose();
  return time;
}

async function openOnce(vscode, name) {
  const { watched } = await vscode.extensions.getExtension('radsteps.radsteps').activate();
  const asked = Date.now();
  await vscode.commands.executeCommand('radsteps.watch.show');
  const until = async (fits) => {
    for (let waited = 0; waited < 30_000; waited += 10) {
      const found = watched().find((drawn) => drawn.at >= asked && drawn.epochs[name] !== undefined && fits(drawn));
      if (found !== undefined) return found.at - asked;
      await new Promise((done) => setTimeout(done, 10));
    }
    throw new Error('The page was not drawn in 30 seconds.');
  };
  return { numbers: await until(() => true), figures: await until(({ figures }) => figures) };
}

/** Milliseconds from a line in the events' file to the page that has drawn it; between epochs the trainer tells of its progress, as real ones do. */
async function followTimes(session, events) {
  await session.host(openOnce, run);
  const all = [];
  for (let epoch = 101; epoch <= 100 + epochs; epoch += 1) {
    for (let step = 0; step < 5; step += 1) {
      appendFileSync(
        events,
        `${JSON.stringify({ event: 'progress', phase: 'training', done: step + 1, total: 6, epoch, epochs: 1000, imagesPerSecond: 99 })}\n`,
      );
      await sleep(200);
    }
    const written = Date.now();
    appendFileSync(events, `${JSON.stringify(event(epoch))}\n`);
    all.push((await session.host(untilDrawn, { run, epoch })) - written);
  }
  rmSync(events);
  return ordered(all);
}

async function untilDrawn(vscode, asked) {
  const { watched } = await vscode.extensions.getExtension('radsteps.radsteps').activate();
  for (let waited = 0; waited < 30_000; waited += 10) {
    const found = watched().find(({ epochs }) => epochs[asked.run] >= asked.epoch);
    if (found !== undefined) return found.at;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`Epoch ${asked.epoch} was not drawn in 30 seconds.`);
}
