import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeRsnaFilms } from '../../fixtures/rsnaFilms';
import { openSession, type Session } from '../harness/openSession';
import { pressNotificationButton, radstepsCommand, startCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';

type Imported = { readonly images: number; readonly added: number; readonly problems: number };

describe('images and projects in VS Code', () => {
  let session: Session;
  let films: string;
  const step = (title: string) => treeItems(session.page, 'Steps', 2).filter({ hasText: title });

  before(async function () {
    this.timeout(120_000);
    const small = await smallProject();
    films = small.films;
    session = await openSession({ project: small.root });
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    await step('Split by patient').waitFor();
  });
  after(() => session.close());
  beforeEach(() => session.host((vscode) => vscode.commands.executeCommand('notifications.clearAll').then(() => null)));

  it('imports again without doubling, counts what it can not read, and shows it', async () => {
    const folder = join(session.state, 'more');
    mkdirSync(folder);
    const [first = ''] = readdirSync(films).filter((name) => name.endsWith('.dcm'));
    copyFileSync(join(films, first), join(folder, 'same.dcm'));
    writeFileSync(join(folder, 'cut.dcm'), readFileSync(join(films, first)).subarray(0, 5000));
    const imported = await radstepsCommand<Imported>(session, 'radsteps.images.import', { folder });
    assert.deepEqual([imported?.images, imported?.added, imported?.problems], [24, 0, 1]);
    await waitForNotification(session, /24 images of 12 patients in the project: 0 added/);
    await pressNotificationButton(session, 'Show Problems', session.page.locator('.tab').getByText('import-problems.csv'));
  });

  it('splits, and the steps follow the files', async () => {
    for (const name of ['split.csv', 'split.lock']) rmSync(join(session.folder, '3-data', name));
    await step('Split by patient').locator('.codicon-circle-large-outline').waitFor();
    const split = await radstepsCommand<{ readonly parts: object }>(session, 'radsteps.images.split', { seed: 3 });
    assert.deepEqual(Object.keys(split?.parts ?? {}).sort(), ['test', 'train', 'tuning']);
    assert.match(readFileSync(join(session.folder, '3-data', 'split.lock'), 'utf8'), /"seed": 3/);
    await step('Split by patient').locator('.codicon-pass').waitFor();
  });

  it("opens a task's file by a click, and runs what makes it where there is none", async () => {
    await step('Datasheet').click();
    await session.page.locator('.tab').getByText('datasheet.md').waitFor();
    rmSync(join(session.folder, '3-data', 'split.csv'));
    rmSync(join(session.folder, '3-data', 'split.lock'));
    await step('Split by patient').locator('.codicon-circle-large-outline').waitFor();
    await step('Split by patient').click();
    await waitForNotification(session, /Split by patient: train \d+ images of \d+ patients/);
    assert.ok(existsSync(join(session.folder, '3-data', 'split.csv')));
  });

  it("offers to keep a public data set's own test part", async () => {
    const folder = join(session.state, 'rsna');
    await writeRsnaFilms(folder, { training: 4, validation: 0, test: 2 }, 8);
    const imported = await radstepsCommand<Imported>(session, 'radsteps.images.import', { folder });
    assert.deepEqual([imported?.images, imported?.added, imported?.problems], [30, 6, 0]);
    for (const name of ['split.csv', 'split.lock']) rmSync(join(session.folder, '3-data', name));
    await step('Split by patient').locator('.codicon-circle-large-outline').waitFor();
    await step('Split by patient').click();
    await session.page.locator('.quick-input-widget').getByText('Keep the official test part', { exact: true }).click();
    await waitForNotification(session, /Split by patient: .*test 2 images of 2 patients/);
    assert.match(readFileSync(join(session.folder, '3-data', 'split.lock'), 'utf8'), /"held": \{ "test": "official_part=test" \}/);
  });

  it('says in one sentence what is wrong, and changes nothing', async () => {
    const before = execFileSync('git', ['-C', session.folder, 'status', '--porcelain'], { encoding: 'utf8' });
    await radstepsCommand(session, 'radsteps.images.import', { folder: join(session.state, 'no-such-folder') });
    await waitForNotification(session, /no-such-folder/);
    assert.equal(execFileSync('git', ['-C', session.folder, 'status', '--porcelain'], { encoding: 'utf8' }), before);
  });

  it('makes a project without a question when it is told everything, and refuses a folder that is in use', async () => {
    const project = {
      template: 'fractures',
      name: 'Wrists',
      folder: join(session.state, 'wrists'),
      dataRoot: join(session.state, 'images'),
      open: false,
    };
    const made = await radstepsCommand<{ readonly root: string }>(session, 'radsteps.project.new', project);
    assert.equal(made?.root, project.folder);
    assert.match(readFileSync(join(project.folder, 'radsteps.yaml'), 'utf8'), /name: "Wrists"/);
    assert.match(execFileSync('git', ['-C', project.folder, 'log', '--oneline'], { encoding: 'utf8' }), /\S/);
    await radstepsCommand(session, 'radsteps.project.new', project);
    await waitForNotification(session, /wrists.*not empty|not empty.*wrists/i);
  });

  it('asks for template, name, folder and data root', async () => {
    await startCommand(session, 'radsteps.project.new', { open: false });
    const box = session.page.locator('.quick-input-widget:visible');
    await box.getByText('Bone age', { exact: true }).click();
    await box.locator('input').fill('  ');
    await box.getByText('The project needs a name.').waitFor();
    await box.locator('input').fill('Röntgen Hände');
    await session.page.keyboard.press('Enter');
    await box.getByText(/folder in which "rontgen-hande" is made/).waitFor();
    // The dialog sets its own folder when it has read that, and passes a click over while it reads another.
    await box.getByText('..', { exact: true }).waitFor();
    await box.locator('input').fill(`${session.state}/`);
    await box.getByText('home', { exact: true }).waitFor();
    const next = box.getByText('Standard folder');
    for (let tries = 0; tries < 10 && !(await next.isVisible()); tries += 1) {
      const accept = box.getByRole('button', { name: 'Make It Here' });
      await accept.click({ timeout: 2000 }).catch(() => undefined);
      await next.waitFor({ timeout: 2000 }).catch(() => undefined);
    }
    await next.click();
    await waitForNotification(session, /rontgen-hande|Röntgen Hände/);
    const made = join(session.state, 'rontgen-hande');
    for (let waited = 0; waited < 60_000 && !existsSync(join(made, '.git', 'refs', 'heads', 'main')); waited += 100)
      await session.page.waitForTimeout(100);
    assert.match(readFileSync(join(made, 'radsteps.yaml'), 'utf8'), /Röntgen Hände/);
  });

  it('generates films', async () => {
    const folder = join(session.state, 'films');
    const made = await radstepsCommand<{ readonly films: number }>(session, 'radsteps.images.makeFilms', { folder, count: 3, seed: 2 });
    assert.equal(made?.films, 3);
    await waitForNotification(session, /3 synthetic films are made/);
  });

  it('says so when a broken radsteps.yaml hides the steps, and shows them again when it is mended', async () => {
    const file = join(session.folder, 'radsteps.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, `${text}\ncolour: blue\n`);
    await session.page
      .getByText(/radsteps\.yaml.*colour/)
      .first()
      .waitFor();
    writeFileSync(file, text);
    await step('Datasheet').waitFor();
  });
});
