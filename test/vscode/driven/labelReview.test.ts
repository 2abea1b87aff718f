import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Label, Mark } from '../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../src/core/label/labelFile';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { listenForPolicy } from '../harness/policyListener';
import { pressNotificationButton, startCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { closeEditors, openPath } from '../harness/viewers';
import { webviewFrame } from '../harness/webviewFrame';

const protocol = `---
labels:
  - { name: fracture, title: Fracture, kind: box }
  - { name: bone_age, title: Bone age, kind: number, unit: months, tolerance: 12, maximum: 240 }
---
`;

const box = (id: string, column: number): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 300], to: [column + 200, 600] });

async function until<T>(what: string, ask: () => T | undefined): Promise<T> {
  for (let waited = 0; waited < 40_000; waited += 200) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await sleep(200);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

describe('the review of labels in VS Code', () => {
  let session: Session;
  let violations: readonly string[];
  let images: readonly string[];
  const path = (image: string, reader = 'tester') => `3-data/labels/${reader}/${image}.json`;
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', session.folder, '-c', 'user.name=Ada Reader', '-c', 'user.email=ada@example.org', ...args], {
      encoding: 'utf8',
    });
  const tryGit = (...args: readonly string[]) =>
    spawnSync('git', ['-C', session.folder, '-c', 'user.name=Ada Reader', '-c', 'user.email=ada@example.org', ...args], {
      encoding: 'utf8',
    });
  const label = (image: string, change: Partial<Label> = {}): Label => ({
    version: 1,
    image,
    reader: 'tester',
    status: 'final',
    categories: { bone_age: 94 },
    marks: [box('a', 300), box('b', 700)],
    ...change,
  });
  const save = (image: string, change: Partial<Label> = {}): void => {
    const full = label(image, change);
    mkdirSync(join(session.folder, '3-data', 'labels', full.reader), { recursive: true });
    writeFileSync(join(session.folder, path(image, full.reader)), formatLabel(full));
  };
  const read = (image: string): Label => parseLabel(readFileSync(join(session.folder, path(image)), 'utf8'), image);
  const picture = async (name: string): Promise<void> => {
    mkdirSync(join(repository, '.cache', 'tests', 'pages'), { recursive: true });
    await session.page.screenshot({ path: join(repository, '.cache', 'tests', 'pages', `${name}.png`) });
  };
  const [first, second, third] = [() => images[0] ?? '', () => images[1] ?? '', () => images[2] ?? ''];

  before(async function () {
    this.timeout(180_000);
    session = await openSession({ project: (await smallProject()).root });
    violations = listenForPolicy(session.page);
    images = readFileSync(join(session.folder, '3-data', 'images.csv'), 'utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => line.split(',')[0] ?? '');
    writeFileSync(join(session.folder, '3-data', 'protocol.md'), protocol);
    rmSync(join(session.folder, '3-data', 'labels'), { recursive: true });
    for (const image of images) save(image);
    git('add', '-A');
    git('commit', '-qm', 'labels of the first round');
    await untilReady(session);
  });
  after(() => session.close());
  afterEach(async () => {
    assert.deepEqual(violations, []);
    await closeEditors(session);
  });

  it('badges images by the state of their labels and counts them at the step, as they change', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    const tasks = treeItems(session.page, 'Steps', 2);
    await tasks.filter({ hasText: /^Labels.*24 final/ }).waitFor();
    save(first(), { status: 'draft' });
    save(second(), { reader: 'ben', categories: { bone_age: 120 } });
    await tasks.filter({ hasText: /^Labels.*22 final, 1 draft, 1 disagree/ }).waitFor();
    await tasks
      .filter({ hasText: /^Images/ })
      .locator('.monaco-tl-twistie')
      .click();
    const patients = treeItems(session.page, 'Steps', 3);
    await patients.first().waitFor();
    for (const at of [0, 1]) {
      await patients.nth(at).locator('.monaco-tl-twistie').click();
    }
    const item = (image: string) => treeItems(session.page, 'Steps', 4).filter({ hasText: image });
    // VS Code draws badges as generated content.
    const badge = (image: string): Promise<string> =>
      item(image)
        .locator('.monaco-icon-label')
        .evaluate((element) =>
          [...element.querySelectorAll('*'), element].map((part) => getComputedStyle(part, '::after').content).join(' '),
        );
    const untilBadge = async (image: string, sign: string): Promise<void> => {
      await item(image).waitFor();
      for (let waited = 0; waited < 20_000 && !(await badge(image)).includes(sign); waited += 200) await sleep(200);
      assert.match(await badge(image), new RegExp(sign));
    };
    await untilBadge(second(), '≠');
    await untilBadge(first(), '◐');
    assert.match((await item(second()).getAttribute('aria-label')) ?? '', /disagree, Bone age: ben 120 months, tester 94 months/);
    await picture('states-tree');
    // The tree draws only the rows that are seen.
    await tasks
      .filter({ hasText: /^Images/ })
      .locator('.monaco-tl-twistie')
      .click();
    rmSync(join(session.folder, path(second(), 'ben')));
    git('checkout', '--', '3-data/labels');
    await tasks.filter({ hasText: /^Labels.*24 final/ }).waitFor();
  });

  it('shows what a file changed since the last commit, over each other on its image', async () => {
    save(first(), { status: 'draft', categories: { bone_age: 97 }, marks: [box('a', 340), box('c', 1000)] });
    await session.host(
      (vscode, file: string) => {
        // As a row of the Source Control view hands itself over.
        void vscode.commands.executeCommand('radsteps.labels.showChanges', { resourceUri: vscode.Uri.file(file) });
        return null;
      },
      join(session.folder, path(first())),
    );
    const frame = webviewFrame(session.page);
    await frame.locator('.changes [data-change=a]').waitFor();
    const words = (await frame.locator('.changes .words').allInnerTexts()).join('\n');
    assert.match(
      words,
      /^Status: final → draft\nBone age: 94 → 97 months\nFracture \(box a\): Dice 0\.\d+.*\n.*box b\) removed.*\n.*box c\) added/,
    );
    await frame.locator('.changes [data-change=a]').click();
    await picture('changes-vscode');
    await closeEditors(session);
    await openPath(session, join(session.folder, path(first())));
    await session.page.getByRole('button', { name: /^Show Label Changes/ }).click();
    await frame.locator('.changes [data-change=c]').waitFor();
    git('checkout', '--', '3-data/labels');
  });

  it("shows git's versions of a label as text, not as the file of now", async () => {
    const file = join(session.folder, path(first()));
    await session.host((vscode, at: string) => {
      const old = vscode.Uri.file(at).with({ scheme: 'git', query: JSON.stringify({ path: at, ref: 'HEAD' }) });
      return vscode.commands.executeCommand('vscode.open', old).then(() => null);
    }, file);
    await session.page.locator('.monaco-editor').getByText('"bone_age"').first().waitFor();
    const open = await session.host((vscode) =>
      vscode.extensions
        .getExtension('radsteps.radsteps')
        ?.activate()
        .then(({ labels }) => labels()),
    );
    assert.deepEqual(open, []);
  });

  it('lists what a branch changed for a review, with the next label by key', async () => {
    git('checkout', '-qB', 'review');
    save(first(), { categories: { bone_age: 100 } });
    save(third(), { marks: [box('a', 300)] });
    git('commit', '-qam', 'second reading');
    git('checkout', '-q', '-');
    await startCommand(session, 'radsteps.labels.showChanges', null);
    await session.page.getByText('A Branch...').click();
    await session.page.locator('.quick-input-list').getByText('review', { exact: true }).click();
    const frame = webviewFrame(session.page);
    await frame.getByText('Label 1 of 2').waitFor();
    await frame.getByText('Bone age: 94 → 100 months').waitFor();
    await treeItems(session.page, 'Label Changes', 1).filter({ hasText: third() }).waitFor();
    await picture('changes-branch');
    await frame.locator('.stage').click();
    await session.page.keyboard.press('Shift+J');
    await frame.getByText('Label 2 of 2').waitFor();
    await frame.getByText('Fracture (box b) removed').waitFor();
  });

  it('says who labelled what, and shows the commit', async () => {
    save(second(), { categories: { bone_age: 94 }, marks: [box('a', 300), box('b', 720)] });
    git('-c', 'user.name=Ben Second', 'commit', '-qam', 'moved b');
    await session.host(
      (vscode, file: string) => {
        void vscode.commands.executeCommand('radsteps.labels.who', vscode.Uri.file(file));
        return null;
      },
      join(session.folder, path(second())),
    );
    const rows = treeItems(session.page, 'Who Labelled This', 1);
    await rows.filter({ hasText: /Fracture 2.*Ben Second/ }).waitFor();
    await rows.filter({ hasText: /Fracture 1.*Ada Reader/ }).waitFor();
    await picture('who-labelled');
  });

  it('merges what two branches changed apart, by the driver that was set up at the opening', async () => {
    const driver = await until('the merge driver', () => tryGit('config', 'merge.radsteps-labels.driver').stdout.trim() || undefined);
    assert.match(driver, /dist\/cli\.js' merge-labels %O %A %B %P$/);
    git('checkout', '-qB', 'apart');
    save(third(), { categories: { bone_age: 99 }, marks: [box('a', 300), box('b', 700)] });
    git('commit', '-qam', 'age');
    git('checkout', '-q', '-');
    save(third(), { marks: [box('a', 350), box('b', 700), box('d', 1000)] });
    git('commit', '-qam', 'marks');
    const merged = tryGit('merge', '--no-edit', 'apart');
    assert.equal(merged.status, 0, merged.stdout + merged.stderr);
    assert.deepEqual(
      read(third()),
      label(third(), { categories: { bone_age: 99 }, marks: [box('a', 350), box('b', 700), box('d', 1000)] }),
    );
  });

  it('offers to recover what git could not merge, and leaves what both changed to be chosen', async () => {
    git('checkout', '-qB', 'clash');
    save(first(), { categories: { bone_age: 101 }, marks: [box('a', 310), box('b', 700)] });
    git('commit', '-qam', 'theirs');
    git('checkout', '-q', '-');
    save(first(), { categories: { bone_age: 102 }, marks: [box('a', 300), box('b', 720)] });
    git('commit', '-qam', 'ours');
    // As in a clone that was never set up.
    git('config', '--remove-section', 'merge.radsteps-labels');
    assert.equal(tryGit('merge', '--no-edit', 'clash').status, 1);
    assert.throws(() => read(first()), /merge conflict|not JSON/);
    await waitForNotification(session, /1 label file could not be merged/);
    await picture('unmerged-offer');
    const done = session.page
      .locator('.notifications-center')
      .getByText(/In 1 label both sides changed the same/)
      .first();
    await pressNotificationButton(session, 'Recover', done);
    const recovered = read(first());
    assert.deepEqual(recovered.conflicts, [{ on: 'category', name: 'bone_age', base: 94, ours: 102, theirs: 101 }]);
    assert.deepEqual(recovered.marks, [box('a', 310), box('b', 720)]);
    assert.ok(existsSync(join(session.folder, '.git', 'MERGE_HEAD')), 'the merge itself is left to the user');
  });
});
