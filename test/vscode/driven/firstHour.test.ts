import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { sharedFiles } from '../../fixtures/sharedData';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { openPlainWindow, type PlainWindow } from '../harness/plainWindow';
import { treeItems } from '../harness/treeItems';
import { webviewFrame } from '../harness/webviewFrame';

const pictures = join(repository, '.cache', 'tests', 'pages');
/** Films of each of the two folders: as many as train in well under a minute. */
const filmsOfEach = 60;

/** Copies so many films of the public data set, with their boxes and rows, into a folder of the same layout; the number of films. */
function copyFilms(folder: string): number {
  const files = sharedFiles('radiographs/fracatlas');
  const table = files.find((file) => basename(file) === 'dataset_dev.csv');
  if (table === undefined) return 0;
  const from = dirname(table);
  const [header = '', ...rows] = readFileSync(table, 'utf8').trimEnd().split(/\r?\n/);
  const ofKind = (kind: string): readonly string[] => {
    const listed = new Set(rows.map((row) => row.split(',')[0] ?? ''));
    return files
      .filter((file) => dirname(file).endsWith(`/${kind}`) && listed.has(basename(file)))
      .sort()
      .slice(0, filmsOfEach);
  };
  const films = [...ofKind('Fractured'), ...ofKind('Non_fractured')];
  const names = new Set(films.map((file) => basename(file, '.jpg')));
  const wanted = files.filter(
    (file) => films.includes(file) || (file.includes('Annotations') && names.has(basename(file).replace(/\.\w+$/, ''))),
  );
  for (const file of wanted) {
    const to = join(folder, file.slice(from.length + 1));
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(file, to);
  }
  const kept = rows.filter((row) => names.has(basename(row.split(',')[0] ?? '', '.jpg')));
  writeFileSync(join(folder, 'dataset.csv'), `${[header, ...kept].join('\n')}\n`);
  return films.length;
}

describe('the first hour of a new user', function () {
  this.timeout(180_000);
  let session: Session;
  let window: PlainWindow;
  let films: string;
  let count = 0;
  let stage = 0;
  const page = (): Page => window.page;
  const box = (): Locator => page().locator('.quick-input-widget:visible');
  const frame = (): FrameLocator => webviewFrame(page());
  const project = () => join(session.state, 'ankles');
  const picture = async (name: string): Promise<void> => {
    stage += 1;
    await page().screenshot({ path: join(pictures, `first-hour-${stage}-${name}.png`) });
  };
  const closeNotifications = () => window.run('Notifications: Clear All Notifications');

  /** Answers the file dialog of a window whose files lie on a server: it passes a click over while it reads a folder. */
  async function chooseFolder(folder: string, button: string, next: Locator): Promise<void> {
    await box().getByText('..', { exact: true }).waitFor();
    await box().locator('input').fill(`${folder}/`);
    for (let tries = 0; tries < 15 && !(await next.isVisible()); tries += 1) {
      await page().waitForTimeout(700);
      await box()
        .getByRole('button', { name: button })
        .click({ timeout: 2000 })
        .catch(() => undefined);
      await next.waitFor({ timeout: 2500 }).catch(() => undefined);
    }
    await next.waitFor();
  }

  before(async function () {
    mkdirSync(pictures, { recursive: true });
    session = await openSession({ project: null });
    films = join(session.state, 'films');
    mkdirSync(films);
    count = copyFilms(films);
    if (count === 0) {
      await session.close();
      this.skip();
    }
    window = await openPlainWindow(session);
    const empty = new URL(page().url());
    empty.searchParams.delete('folder');
    empty.searchParams.set('ew', 'true');
    await page().goto(empty.href);
    await page().locator('.monaco-workbench .statusbar').waitFor();
  });
  after(() => session?.close());

  it('begins in an empty window with the walkthrough', async () => {
    await window.run('Welcome: Open Walkthrough');
    await box().locator('input').fill('The first hour with RadSteps');
    await box().locator('.monaco-list-row', { hasText: 'The first hour with RadSteps' }).first().click();
    await page().getByRole('button', { name: 'New Project...' }).first().waitFor();
    await picture('walkthrough');
  });

  it('makes a project from the template of fractures, and opens it', async () => {
    await page().getByRole('button', { name: 'New Project...' }).first().click();
    await box().getByText('Fractures', { exact: true }).click();
    await box().getByText('All regions', { exact: true }).click();
    await box().getByText('Name of the project').waitFor();
    await box().locator('input').fill('Ankles');
    await page().keyboard.press('Enter');
    await chooseFolder(session.state, 'Make It Here', box().getByText('Standard folder'));
    await box().getByText('Standard folder').click();
    await window.notified(/The project Ankles is ready/);
    await window.press('Open', async () => page().url().includes('ankles'));
    await page().locator('.monaco-workbench .statusbar').waitFor();
    await window.run('View: Show RadSteps');
    await treeItems(page(), 'Steps', 1).filter({ hasText: '1 Problem' }).first().waitFor();
    await picture('steps');
  });

  it('imports the films, with their labels and boxes', async () => {
    await window.run('RadSteps: Import Images...');
    await chooseFolder(films, 'Import', box().getByText('FracAtlas', { exact: true }));
    await box().getByText('FracAtlas', { exact: true }).click();
    await window.notified(new RegExp(`${count} images of \\d+ patients in the project`));
    await picture('imported');
    await closeNotifications();
  });

  it('looks at them in the gallery', async () => {
    await window.run('RadSteps: Show Dataset');
    await frame().getByText(`${count} images`).first().waitFor();
    await frame().locator('.cell img[src]').nth(8).waitFor();
    await page().waitForTimeout(2500);
    await picture('gallery');
  });

  it('splits by patient and trains the quick experiment', async function () {
    this.timeout(300_000);
    await window.run('RadSteps: Split by Patient');
    await window.notified(/Split by patient: train \d+ images/);
    await closeNotifications();
    await window.run('RadSteps: Train...');
    await box().getByText('quick', { exact: true }).waitFor();
    await box().locator('input').fill('quick');
    await page().keyboard.press('Enter');
    const runs = treeItems(page(), 'Runs', 1);
    await runs.first().getByText(/AUC/).waitFor({ timeout: 240_000 });
    await picture('training');
    await runs.first().locator('.codicon-pass').waitFor({ timeout: 240_000 });
  });

  it('opens the page of the run', async () => {
    await closeNotifications();
    await treeItems(page(), 'Runs', 1).first().click();
    await frame().getByRole('button', { name: 'Show Triage List' }).waitFor();
    await frame()
      .getByText(/95 % interval/)
      .first()
      .waitFor();
    await picture('run');
  });

  it('comes to the triage list, worst first, worded as an alert', async () => {
    await frame().getByRole('button', { name: 'Show Triage List' }).click();
    await page().locator('.tab').getByText('Triage List').waitFor();
    const cards = frame().locator('article');
    await cards.first().waitFor();
    await cards.first().locator('img').waitFor();
    await page().waitForTimeout(1500);
    assert.match(await cards.first().innerText(), /Possible fracture: please look at this film first/);
    assert.match(await frame().getByRole('note').innerText(), /an alert to a reader, not a report/);
    const scores = await cards.locator('.score strong').allInnerTexts();
    assert.deepEqual(
      scores,
      scores.toSorted((a, b) => Number(b) - Number(a)),
    );
    assert.equal(await cards.first().locator('.worst .looked').count(), 2, 'where the network looked is drawn on the film');
    await picture('triage');
  });

  it('says what it thinks of the worst film, and opens it with what the run says', async () => {
    const first = frame().locator('article').first();
    const image = await first.locator('.worst').getAttribute('title');
    await first.focus();
    await page().keyboard.press('d');
    await first.locator('[aria-pressed="true"]').waitFor();
    const [file = ''] = readdirSync(join(project(), '.radsteps', 'triage'));
    assert.ok(existsSync(join(project(), '.radsteps', 'triage', file)));
    assert.match(readFileSync(join(project(), '.radsteps', 'triage', file), 'utf8'), /"state": "disagree"/);
    await first.locator('.worst').click();
    await page().locator('.tab').getByText(`${image} (predictions)`).waitFor();
    await page().waitForTimeout(4000);
    await picture('worst-film');
  });
});
