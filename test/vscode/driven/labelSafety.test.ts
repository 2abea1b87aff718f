import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Label, Mark } from '../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../src/core/label/labelFile';
import type { LabelStatus } from '../../../src/vscode/labels/labelDocuments';
import { openSession, type Session } from '../harness/openSession';
import { untilReady, waitForNotification } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { webviewFrame } from '../harness/webviewFrame';

const protocol = `---
labels:
  - name: fracture
    title: Fracture
    kind: box
    colour: "#ff4d4d"
    hotkey: x
---
`;
const box = (id: string, column = 0): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 10], to: [column + 300, 250] });

/** Waits until a question is answered by something other than undefined. */
async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 40_000; waited += 100) {
    const answer = await Promise.resolve()
      .then(ask)
      .catch(() => undefined);
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

/** The labels of one VS Code, driven by page and host. */
function labelsOf(session: () => Session) {
  const frame = () => webviewFrame(session().page);
  const statuses = () =>
    session().host((vscode) =>
      vscode.extensions
        .getExtension('radsteps.radsteps')
        ?.activate()
        .then(({ labels }) => labels()),
    ) as Promise<readonly LabelStatus[]>;
  const command = (name: string) =>
    session().host((vscode, asked: string) => {
      void vscode.commands.executeCommand(asked);
      return null;
    }, name);
  return {
    frame,
    command,
    status: async (image: string) => (await statuses()).find((label) => label.image === image),
    open: async (image: string) => {
      await session().host(
        (vscode, wanted: string) => vscode.commands.executeCommand('radsteps.labels.open', { image: wanted }).then(() => null),
        image,
      );
      await frame().locator('.labels .head').waitFor();
    },
    isDirty: () => session().host((vscode) => vscode.window.tabGroups.activeTabGroup.activeTab?.isDirty ?? false),
    /** Draws a box at a place of its own by key and mouse. */
    draw: async (place: number) => {
      const { page } = session();
      const button = frame().locator('.labels [data-definition=fracture]');
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
      const area = await frame().locator('.stage').boundingBox();
      assert.ok(area !== null);
      const [x, y] = [area.x + area.width * (0.3 + 0.06 * (place % 6)), area.y + area.height * (0.3 + 0.07 * (Math.floor(place / 6) % 5))];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 30, y + 20, { steps: 2 });
      await page.mouse.up();
    },
    closeAll: async () => {
      await session().host((vscode) =>
        vscode.commands
          .executeCommand('workbench.action.files.revert')
          .then(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'))
          .then(() => null),
      );
    },
  };
}

/** A project with the protocol above, and the names of its images. */
function prepare(root: string): readonly string[] {
  writeFileSync(join(root, '3-data', 'protocol.md'), protocol);
  return readFileSync(join(root, '3-data', 'images.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
}

describe('a label in VS Code loses nothing', function () {
  this.timeout(150_000);
  let session: Session;
  let root: string;
  let images: readonly string[];
  let used = 0;
  /** An image of its own for each test. */
  const next = (): string => {
    used += 1;
    return images[used] ?? '';
  };
  const labels = labelsOf(() => session);
  const file = (image: string) => join(root, '3-data', 'labels', 'tester', `${image}.json`);
  const read = (image: string) => parseLabel(readFileSync(file(image), 'utf8'), 'label');
  const label = (image: string, change: Partial<Label> = {}): Label => ({
    version: 1,
    image,
    reader: 'tester',
    status: 'draft',
    categories: {},
    marks: [],
    ...change,
  });
  const write = (image: string, change: Partial<Label>) => {
    mkdirSync(dirname(file(image)), { recursive: true });
    writeFileSync(file(image), formatLabel(label(image, change)));
  };
  const journals = (image: string) => {
    const folder = join(root, '.radsteps', 'journals', 'tester');
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(image) && name.endsWith('.jsonl')) : [];
  };
  const untilMarks = (image: string, count: number) =>
    until(`${count} marks in the label`, async () => {
      const status = await labels.status(image);
      return status?.marks === count ? status : undefined;
    });
  const untilDirty = (wanted: boolean) =>
    until(`the tab to be ${wanted ? 'dirty' : 'clean'}`, async () => ((await labels.isDirty()) === wanted ? true : undefined));
  const note = (id: string) => labels.frame().locator(`.labels [data-note^="${id}"]`);

  before(async () => {
    session = await openSession({ project: (await smallProject()).root });
    root = session.folder;
    images = prepare(root);
    await untilReady(session);
  });
  after(() => session.close());
  afterEach(async () => {
    await labels.closeAll();
  });

  it('comes back after "Reload Window" with its edits, its mark of unsaved edits, and its undo', async () => {
    const image = next();
    await labels.open(image);
    await labels.draw(0);
    await labels.draw(1);
    await untilMarks(image, 2);
    // VS Code backs up a second after the last edit.
    await sleep(2500);
    await session.reopen();
    await untilReady(session);
    const status = await untilMarks(image, 2);
    assert.deepEqual(status.notes, ['recovered']);
    await note('recovered').getByText('2 edits of an earlier window were recovered').waitFor();
    await untilDirty(true);
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-label-recovered.png' });
    await labels.command('undo');
    await untilMarks(image, 1);
    await labels.command('redo');
    await untilMarks(image, 2);
    await labels.command('workbench.action.files.save');
    await until('the saved file', () => (read(image).marks.length === 2 ? true : undefined));
    await untilDirty(false);
    assert.deepEqual(journals(image), []);
    await labels.command('undo');
    await untilMarks(image, 1);
    await untilDirty(true);
    await labels.command('workbench.action.files.saveAll');
    await until('the saved file', () => (read(image).marks.length === 1 ? true : undefined));
  });

  it('offers what was closed with "Don\'t Save", and does not bring it back by itself', async () => {
    const image = next();
    await labels.open(image);
    await labels.draw(2);
    await untilMarks(image, 1);
    await labels.command('workbench.action.closeActiveEditor');
    // Under test VS Code does not ask, and takes "Don't Save" for the answer.
    await until('the closed journal', () => (journals(image).some((name) => name.includes('.closed.')) ? true : undefined));
    await labels.open(image);
    assert.equal((await untilMarks(image, 0)).isDirty, false);
    await note('held')
      .getByText(/One edit of .* was not saved when the editor was closed/)
      .waitFor();
    await note('held').getByRole('button', { name: 'Restore' }).click();
    await untilMarks(image, 1);
    await untilDirty(true);
    await labels.command('workbench.action.files.save');
    await until('the saved file', () => (read(image).marks.length === 1 ? true : undefined));
  });

  it('follows its file, and asks where edits are unsaved', async () => {
    const image = next();
    write(image, { marks: [box('a')] });
    await labels.open(image);
    await untilMarks(image, 1);
    write(image, { marks: [box('a'), box('b', 400)] });
    await untilMarks(image, 2);
    await labels.draw(8);
    await untilMarks(image, 3);
    write(image, { marks: [box('a'), box('b', 400), box('c', 700)] });
    await note('changed').getByRole('button', { name: 'Merge Both' }).waitFor();
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-label-changed.png' });
    await labels.command('workbench.action.files.save');
    await waitForNotification(session, /was changed on the disk since it was opened/);
    assert.equal(read(image).marks.length, 3);
    await note('changed').getByRole('button', { name: 'Merge Both' }).click();
    await untilMarks(image, 4);
    await labels.command('workbench.action.files.save');
    await until('the saved file', () => (read(image).marks.length === 4 ? true : undefined));
    await untilDirty(false);
  });

  it('says why a file can not be saved, and stays unsaved', async () => {
    const image = next();
    write(image, { marks: [box('a')] });
    await labels.open(image);
    await labels.draw(3);
    await untilMarks(image, 2);
    chmodSync(file(image), 0o444);
    await labels.command('workbench.action.files.save');
    await waitForNotification(session, /was not saved: the file is read-only/);
    assert.equal(await labels.isDirty(), true);
    assert.equal(read(image).marks.length, 1);
    chmodSync(file(image), 0o644);
    await labels.command('workbench.action.files.revert');
    await untilMarks(image, 1);
    await untilDirty(false);
  });

  it('shows both sides of what git could not merge, to be chosen one by one', async () => {
    const image = next();
    const git = (...words: readonly string[]): string => {
      const run = () => spawnSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...words], { cwd: root, encoding: 'utf8' });
      let done = run();
      // VS Code looks at the repository at the same time.
      for (let tries = 0; tries < 50 && /\.lock/.test(done.stderr); tries += 1) {
        execFileSync('sleep', ['0.1']);
        done = run();
      }
      assert.ok(done.status === 0 || words[0] === 'merge', `git ${words.join(' ')}: ${done.stderr}`);
      return done.stdout;
    };
    const commit = (marks: readonly Mark[], categories: Label['categories']) => {
      write(image, { marks, categories });
      git('add', '-f', file(image));
      git('commit', '-qm', 'label', '--', file(image));
    };
    git('merge', '--abort');
    commit([box('a')], { side: 'L' });
    const main = git('rev-parse', '--abbrev-ref', 'HEAD').trim();
    git('checkout', '-qB', 'theirs');
    commit([box('a', 600)], { side: 'R' });
    git('checkout', '-q', main);
    commit([box('a', 300)], { side: 'both' });
    // As in a clone where the merge driver was not set up, which our own processes do whenever they open the project.
    for (let tries = 0; tries < 10 && !readFileSync(file(image), 'utf8').includes('<<<<<<<'); tries += 1) {
      git('merge', '--abort');
      writeFileSync(join(root, '.git', 'info', 'attributes'), '*.json merge\n');
      git('merge', 'theirs');
    }
    assert.match(readFileSync(file(image), 'utf8'), /<<<<<<</);
    await labels.open(image);
    await note('merged')
      .getByText(/Git could not merge this label: both sides are here, and 2 conflicts are left/)
      .waitFor();
    await untilDirty(true);
    // The offer to recover all labels at once lies over the editor.
    await session.host((vscode) => vscode.commands.executeCommand('notifications.clearAll').then(() => null));
    const conflicts = labels.frame().locator('.labels .conflict');
    assert.equal(await conflicts.count(), 2);
    await conflicts.nth(1).locator('.plain').click();
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-label-conflicts.png' });
    await conflicts.nth(1).getByRole('button', { name: 'take Theirs' }).press('Enter');
    await until('one conflict left', async () => ((await conflicts.count()) === 1 ? true : undefined));
    await labels.command('undo');
    await until('both conflicts again', async () => ((await conflicts.count()) === 2 ? true : undefined));
    await labels.command('redo');
    await until('one conflict left', async () => ((await conflicts.count()) === 1 ? true : undefined));
    await conflicts.nth(0).getByRole('button', { name: 'take Ours: both' }).click();
    await until('no conflict left', async () => ((await conflicts.count()) === 0 ? true : undefined));
    await labels.command('workbench.action.files.save');
    const saved = await until('the saved file', () => read(image));
    assert.deepEqual([saved.marks, saved.categories, saved.conflicts], [[box('a', 600)], { side: 'both' }, undefined]);
  });

  it('says what to do where the image is not known here, and shows it when it is', async () => {
    const image = next();
    const paths = join(root, '.radsteps', 'paths.csv');
    renameSync(paths, `${paths}.away`);
    await session.host(
      (vscode, wanted: string) => vscode.commands.executeCommand('radsteps.labels.open', { image: wanted }).then(() => null),
      image,
    );
    await labels.frame().getByText(`The files of ${image} are not known on this machine`).waitFor();
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-label-unknown.png' });
    renameSync(`${paths}.away`, paths);
    await labels.frame().locator('.labels .head').waitFor();
  });

  it('says what is wrong with a file that is no label, and leaves it alone', async () => {
    const image = next();
    mkdirSync(dirname(file(image)), { recursive: true });
    writeFileSync(file(image), '{ "version": 1, ');
    await labels.open(image);
    await labels
      .frame()
      .locator('.labels .lock')
      .getByText(/is not JSON/)
      .waitFor();
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-label-broken.png' });
    assert.equal(readFileSync(file(image), 'utf8'), '{ "version": 1, ');
    write(image, { marks: [box('a')] });
    await untilMarks(image, 1);
    assert.equal(await labels.frame().locator('.labels .lock').count(), 0);
  });

  it('shows what it holds where the protocol is damaged, or no longer knows a name', async () => {
    const image = next();
    write(image, { marks: [box('a'), { ...box('b', 400), name: 'forgotten' }] });
    writeFileSync(join(root, '3-data', 'protocol.md'), protocol.replace('kind: box', 'kind: [box'));
    await labels.open(image);
    await note('protocol')
      .getByText(/protocol\.md, line \d+, column \d+/)
      .waitFor();
    assert.equal(await labels.frame().locator('.labels [data-mark]').count(), 2);
    writeFileSync(join(root, '3-data', 'protocol.md'), protocol);
    await labels.frame().locator('.labels [data-definition=fracture]').waitFor();
    assert.equal(await note('protocol').count(), 0);
    await labels.frame().getByText('forgotten 1').waitFor();
  });
});

const rounds = process.env.RADSTEPS_LONG === '1' ? 50 : 4;

describe(`a label in a VS Code that is killed, ${rounds} times`, function () {
  this.timeout(120_000 + rounds * 60_000);
  let session: Session;
  let root: string;
  const labels = labelsOf(() => session);

  before(async () => {
    const { root: project } = await smallProject();
    root = join(dirname(project), `killed-${process.pid}`);
    cpSync(project, root, { recursive: true });
    session = await openSession({ project: root, inPlace: true });
  });
  after(async () => {
    await session.close();
    rmSync(root, { recursive: true, force: true });
  });

  const marksOf = (selector = '.labels [data-mark]') =>
    labels
      .frame()
      .locator(selector)
      .evaluateAll((found) => found.map((one) => (one as HTMLElement).dataset.mark ?? ''));

  /** The marks that the page was answered for, as it draws and deletes until `kill` is done. */
  async function editUntil(kill: () => Promise<void>): Promise<string[]> {
    let isKilled = false;
    let known = await marksOf();
    const killed = kill().then(() => {
      isKilled = true;
    });
    for (let place = 0; !isKilled; place++) {
      const said = await edit(place).catch(() => null);
      if (said !== null && !isKilled && said.waiting === '0') known = said.marks;
    }
    await killed;
    return known;
  }

  async function edit(place: number): Promise<{ readonly marks: string[]; readonly waiting: string }> {
    const late = sleep(5000).then(() => Promise.reject(new Error('The page does not answer any more.')));
    const work = (async () => {
      await labels.draw(place);
      return labels
        .frame()
        .locator('.labels')
        .evaluate((panel) => ({
          marks: [...panel.querySelectorAll<HTMLElement>('[data-mark]')].map(({ dataset }) => dataset.mark ?? ''),
          waiting: panel.querySelector<HTMLElement>('[data-waiting]')?.dataset.waiting ?? '',
        }));
    })();
    work.catch(() => undefined);
    return Promise.race([work, late]);
  }

  const kills = {
    host: async () => {
      process.kill(await session.host(() => process.pid), 'SIGKILL');
    },
    server: async () => {
      process.kill(await session.host(() => process.ppid), 'SIGKILL');
    },
    page: async () => {
      const client = await session.page.context().newCDPSession(session.page);
      void client.send('Page.crash').catch(() => undefined);
    },
  };

  it('has every edit that the page was answered for', async () => {
    const [image = ''] = prepare(root);
    await untilReady(session);
    await labels.open(image);
    let answered = 0;
    for (let round = 0; round < rounds; round++) {
      const what = (['host', 'page', 'server'] as const)[round % 3] ?? 'host';
      const known = await editUntil(() => sleep(500 + Math.random() * 4000).then(kills[what]));
      if (what === 'server') {
        await session.close();
        session = await openSession({ project: root, inPlace: true });
      } else {
        await session.page.close();
        await session.reopen();
      }
      await untilReady(session);
      await labels.open(image);
      await until('the marks', async () => ((await labels.status(image)) === undefined ? undefined : true));
      const found = await marksOf();
      const hint = `round ${round} (${what}): ${known.length} were answered, ${found.length} are there`;
      assert.deepEqual(found.slice(0, known.length), known, hint);
      answered = Math.max(answered, known.length);
      if (Math.random() < 0.3) await labels.command('workbench.action.files.save');
    }
    const last = await labels.status(image);
    assert.ok(answered > 0 && last !== undefined && last.marks >= answered, `${answered} were answered: ${JSON.stringify(last)}`);
  });
});

describe('a label in Restricted Mode', () => {
  let session: Session;
  after(() => session?.close());

  it('can be looked at, and says why it can not be edited', async function () {
    this.timeout(150_000);
    session = await openSession({ project: (await smallProject()).root, restricted: true });
    const labels = labelsOf(() => session);
    const [image = ''] = prepare(session.folder);
    await untilReady(session);
    await labels.open(image);
    assert.match(await labels.frame().locator('.labels .lock').innerText(), /In Restricted Mode this label can be looked at only/);
    assert.equal(await labels.frame().locator('.labels [data-definition=fracture]').isDisabled(), true);
  });
});
