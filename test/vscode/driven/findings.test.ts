import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../harness/openSession';
import { repository, temporary } from '../harness/places';
import { listenForPolicy } from '../harness/policyListener';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { webviewFrame } from '../harness/webviewFrame';

const second = '20260101-101500-other-ab12';

/** Stands in for Node: a map of the image is hot at its upper left corner, and the second run has no weights. Everything else is Node's own. */
const standIn = (node: string, columns: number, rows: number): string => `#!/bin/sh
if [ "$4" != attention ]; then exec '${node}' "$@"; fi
if [ "$5" = ${second} ]; then
  echo '{"event":"error","message":"The weights of this run are not on this machine: reproduce it."}'
  exit 1
fi
echo '{"event":"progress","phase":"Looking","done":0,"total":1}'
printf '{"event":"result","result":{"version":1,"run":"%s","image":"%s","method":"Grad-CAM","layer":"conv2","answer":"the number","columns":2,"rows":2,"values":[1,0,0,0],"area":{"x":0,"y":0,"width":${columns},"height":${rows}}}}\\n' "$5" "$6"
`;

describe('the predictions of runs in VS Code', () => {
  let session: Session;
  let folder: string;
  let first: string;
  let images: readonly string[];
  let violations: readonly string[];
  const frame = () => webviewFrame(session.page);
  const picture = async (name: string): Promise<void> => {
    mkdirSync(join(repository, '.cache', 'tests', 'pages'), { recursive: true });
    await session.page.screenshot({ path: join(repository, '.cache', 'tests', 'pages', `${name}.png`) });
  };
  /** How opaque the map is in each quarter of its canvas, on the whole: upper left, upper right, lower left, lower right. */
  const quarters = (): Promise<readonly number[]> =>
    frame()
      .locator('canvas.finding-attention')
      .evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const [width, height] = [Math.floor(canvas.width / 2), Math.floor(canvas.height / 2)];
        return [
          [0, 0],
          [width, 0],
          [0, height],
          [width, height],
        ].map(([x = 0, y = 0]) => {
          const data = canvas.getContext('2d')?.getImageData(x, y, width, height).data ?? new Uint8ClampedArray();
          let sum = 0;
          for (let at = 3; at < data.length; at += 4) sum += data[at] ?? 0;
          return sum / Math.max(1, data.length / 4);
        });
      });

  before(async function () {
    this.timeout(180_000);
    const { root } = await smallProject();
    folder = mkdtempSync(join(temporary(), 'radsteps-findings-'));
    first = readdirSync(join(root, '5-network', 'runs'))[0] ?? '';
    const [head = '', row = ''] = readFileSync(join(root, '3-data', 'images.csv'), 'utf8').split('\n');
    const cell = (name: string): number => Number(row.split(',')[head.split(',').indexOf(name)]);
    const node = join(folder, 'node');
    writeFileSync(node, standIn(process.execPath, cell('columns'), cell('rows')));
    chmodSync(node, 0o755);
    session = await openSession({ project: root });
    violations = listenForPolicy(session.page);
    writeSecondRun();
    await untilReady(session);
    await session.host(
      (vscode, path: string) =>
        vscode.workspace
          .getConfiguration('radsteps')
          .update('training.nodePath', path, true)
          .then(() => null),
      node,
    );
  });
  after(async () => {
    await session.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => assert.deepEqual(violations, []));

  /** The first run once more under another name, with every number 7 months larger. */
  function writeSecondRun(): void {
    const runs = join(session.folder, '5-network', 'runs');
    cpSync(join(runs, first), join(runs, second), { recursive: true });
    const record = JSON.parse(readFileSync(join(runs, first, 'record.json'), 'utf8')) as object;
    writeFileSync(join(runs, second, 'record.json'), JSON.stringify({ ...record, run: second, experiment: 'other' }));
    const [head = '', ...lines] = readFileSync(join(runs, first, 'predictions.csv'), 'utf8')
      .trim()
      .split('\n');
    images = lines.map((line) => line.split(',')[0] ?? '');
    const shifted = lines.map((line) => {
      const [image, patient, label, prediction] = line.split(',');
      return [image, patient, label, Number(prediction) + 7].join(',');
    });
    writeFileSync(join(runs, second, 'predictions.csv'), `${[head, ...shifted].join('\n')}\n`);
  }

  it('asks from the viewer for the runs that predicted its image, and shows both against the label', async function () {
    this.timeout(120_000);
    await session.host(
      (vscode, image: string) => vscode.commands.executeCommand('radsteps.viewer.openImage', { image }).then(() => null),
      images[0] ?? '',
    );
    await frame().locator('.toolbar button').first().waitFor();
    const action = session.page.getByRole('button', { name: /^Show Predictions of Runs/ });
    const list = session.page.locator('.quick-input-list');
    for (let tries = 0; tries < 10 && !(await list.isVisible()); tries += 1) {
      await action.click({ timeout: 5000 }).catch(() => undefined);
      await list.waitFor({ timeout: 5000 }).catch(() => undefined);
    }
    await list.getByText('Predicted this image').waitFor();
    await picture('findings-pick-vscode');
    for (const run of [first, second]) await list.getByText(run, { exact: true }).click();
    await session.page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await frame().locator(`.finding-item[data-run="${first}"]`).waitFor();
    const said = async (run: string): Promise<number> => {
      const words = await frame().locator(`.finding-item[data-run="${run}"]`).innerText();
      assert.match(words, /Bone age: -?[\d.]+ months\s+[\d.]+ months (above|below) the label \([\d.]+ months\)/);
      return Number(/Bone age: (-?[\d.]+) months/.exec(words)?.[1]);
    };
    const [one, two] = [await said(first), await said(second)];
    assert.ok(Math.abs(two - one - 7) < 0.11, `${one} and ${two}`);
    assert.match(await frame().locator('.finding-list').innerText(), /Label\s+import, final/);
  });

  it('lays the attention of one run over the film, and says why another has none', async () => {
    await frame().locator('.stage').click();
    await session.page.keyboard.press('a');
    await frame().locator('.finding-ramp').waitFor();
    for (let waited = 0; waited < 20_000 && ((await quarters())[0] ?? 0) === 0; waited += 200) await sleep(200);
    const [hot = 0, ...cold] = await quarters();
    assert.ok(hot > 20 && cold.every((other) => other < hot), `${hot} against ${cold}`);
    await picture('findings-vscode');
    await session.page.keyboard.press('Shift+A');
    await frame().getByRole('alert').getByText('weights of this run').waitFor();
    await session.page.keyboard.press('Shift+A');
    await frame().locator('.finding-ramp').waitFor();
  });

  it('goes on through a list, and shows the same after a reload of the window', async function () {
    this.timeout(180_000);
    // The project's key decides which patients are in the tuning part: it has two images at least.
    const list = images.slice(0, 3);
    const place = (index: number): string => `Image ${index} of ${list.length}`;
    await startCommand(session, 'radsteps.findings.show', { image: images[0], runs: [first, second], images: list });
    await frame().getByText(place(1)).waitFor();
    await frame().locator('.stage').click();
    await session.page.keyboard.press('j');
    await frame().getByText(place(2)).waitFor();
    await session.page.locator('.tab').getByText(`${images[1]} (predictions)`).waitFor();
    await frame().locator('.finding-ramp').waitFor();
    await frame().getByRole('checkbox', { name: /^B/ }).uncheck();
    // The workbench saves its layout every five seconds.
    await sleep(7000);
    // The host of the new window serves the driver at the same place.
    rmSync(join(session.state, 'host.sock'));
    await session.page.reload();
    await frame().getByText(place(2)).waitFor();
    await frame().locator('.finding-ramp').waitFor();
    assert.equal(await frame().getByRole('checkbox', { name: /^B/ }).isChecked(), false);
    assert.equal(await frame().getByRole('checkbox', { name: /^A/ }).isChecked(), true);
    await picture('findings-reloaded-vscode');
  });

  it('hides what runs say as soon as a reader who has yet to label reads blind', async () => {
    const local = join(session.folder, '.radsteps', 'local.yaml');
    writeFileSync(local, `${readFileSync(local, 'utf8')}blind: true\n`);
    await frame().getByText('You read blind and have yet to label this image').waitFor();
    assert.equal(await frame().locator('.finding-item[data-run]').count(), 0);
    assert.equal(await frame().locator('.finding-ramp').count(), 0);
    await picture('findings-blind-vscode');
  });
});
