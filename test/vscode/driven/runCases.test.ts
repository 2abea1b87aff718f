import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { formatPredictions, type PredictionRow } from '../../../src/core/experiment/predictionTable';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { radstepsCommand, startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { closeEditors, viewerStatuses } from '../harness/viewers';

const wait = { timeout: 60_000 };
const classRun = '20261123-213303-quick-4f2a';

describe('the cases of a run in VS Code', () => {
  let session: Session;
  let run = '';
  const runsFolder = (): string => join(session.folder, '5-network', 'runs');
  /** The page of a run, once it is there: a viewer beside it is a webview, too. */
  const page = async (of: string): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      for (const frame of session.page.frames()) {
        const title = await frame.evaluate(() => document.querySelector('h1')?.textContent).catch(() => null);
        if (title === of) return frame;
      }
      await sleep(200);
    }
    throw new Error(`The page of run ${of} is not there.`);
  };
  const untilViewed = async (image: string): Promise<void> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      if ((await viewerStatuses(session)).some((status) => status.image === image)) return;
      await sleep(200);
    }
    assert.fail(`No viewer shows ${image}: ${JSON.stringify(await viewerStatuses(session))}`);
  };

  /** A second run that tells two classes apart, on the images of the first one's tuning part. */
  const writeClassRun = (): void => {
    const record = JSON.parse(readFileSync(join(runsFolder(), run, 'record.json'), 'utf8'));
    const [, ...lines] = readFileSync(join(runsFolder(), run, 'predictions.csv'), 'utf8')
      .trim()
      .split('\n');
    const rows = lines.map((line, index): PredictionRow => {
      const [image = '', patient = ''] = line.split(',');
      const p = [0.9, 0.3, 0.2, 0.7][index % 4] ?? 0;
      return {
        image,
        patient,
        label: index % 2 === 0 ? 'old' : 'young',
        prediction: p > 0.5 ? 'old' : 'young',
        probabilities: [1 - p, p],
        problem: '',
      };
    });
    mkdirSync(join(runsFolder(), classRun));
    writeFileSync(
      join(runsFolder(), classRun, 'record.json'),
      JSON.stringify({ ...record, run: classRun, task: 'classification', unit: '' }),
    );
    writeFileSync(join(runsFolder(), classRun, 'predictions.csv'), formatPredictions(rows, ['young', 'old']));
  };

  before(async function () {
    this.timeout(180_000);
    session = await openSession({ project: (await smallProject()).root });
    run = readdirSync(runsFolder()).find((name) => /-quick-[0-9a-f]{4}$/.test(name)) ?? '';
    writeClassRun();
    await untilReady(session);
  });
  after(() => session.close());

  it('opens the worst case in the viewer', async () => {
    await radstepsCommand(session, 'radsteps.runPage.open', { run });
    const frame = await page(run);
    await frame.getByText('Lower limit of agreement').waitFor(wait);
    await frame.locator('table.groups').waitFor(wait);
    const first = frame.getByRole('list', { name: 'Worst cases' }).getByRole('listitem').first();
    await first.locator('img').waitFor(wait);
    const image = await first.locator('code').innerText();
    await first.getByRole('button', { name: `Open ${image}` }).click();
    await untilViewed(image);
  });

  it('says who labelled a case, from its menu', async () => {
    const frame = await page(run);
    const first = frame.getByRole('list', { name: 'Worst cases' }).getByRole('listitem').first();
    const image = await first.locator('code').innerText();
    await first.getByLabel(`More about ${image}`).click();
    await first.getByRole('button', { name: 'Who Labelled This' }).click();
    await session.page.getByText(`import/${image}`).first().waitFor(wait);
  });

  it('opens the cases of a cell of the matrix, and moves the threshold', async () => {
    await closeEditors(session);
    await startCommand(session, 'radsteps.runPage.open', { run: classRun });
    const frame = await page(classRun);
    const number = frame.getByLabel('Called "old" from');
    await number.waitFor(wait);
    await number.fill('0.25');
    await number.press('Enter');
    const cell = frame.getByRole('button', { name: /^Labelled young, called old: \d+ images?,/ });
    await cell.click(wait);
    const list = frame.getByRole('list', { name: 'Labelled young, called old' });
    const one = list.getByRole('listitem').first();
    await one.waitFor(wait);
    const image = await one.locator('code').innerText();
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, 'run-cases-vscode.png') });
    await one.getByRole('button', { name: `Open ${image}` }).click();
    await untilViewed(image);
  });
});
