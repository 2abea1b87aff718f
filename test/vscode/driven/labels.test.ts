import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseLabel } from '../../../src/core/label/labelFile';
import { openSession, type Session } from '../harness/openSession';
import { listenForPolicy } from '../harness/policyListener';
import { untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { closeEditors } from '../harness/viewers';
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

/** Waits until a question is answered by something other than undefined. */
async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 40_000; waited += 100) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

describe('the label editor in VS Code', () => {
  let session: Session;
  let violations: readonly string[];
  let root: string;
  let image: string;
  const file = () => join(root, '3-data', 'labels', 'tester', `${image}.json`);
  const marks = async () => (existsSync(file()) ? parseLabel(readFileSync(file(), 'utf8'), 'label').marks : []);
  const status = async () => {
    const all = await session.host((vscode) =>
      vscode.extensions
        .getExtension('radsteps.radsteps')
        ?.activate()
        .then(({ labels }) => labels()),
    );
    return (all as readonly { image: string; marks: number }[]).find((label) => label.image === image);
  };
  const isDirty = () => session.host((vscode) => vscode.window.tabGroups.activeTabGroup.activeTab?.isDirty ?? false);

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ project: (await smallProject()).root });
    root = session.folder;
    writeFileSync(join(root, '3-data', 'protocol.md'), protocol);
    image =
      readFileSync(join(root, '3-data', 'images.csv'), 'utf8')
        .split('\n')[1]
        ?.split(',')[0] ?? '';
    violations = listenForPolicy(session.page);
    await untilReady(session);
  });
  after(() => session.close());
  afterEach(async () => {
    assert.deepEqual(violations, []);
    await closeEditors(session);
  });

  it('draws a box, undoes it, does it again, and saves it with exact coordinates', async () => {
    await session.host(
      (vscode, wanted: string) => vscode.commands.executeCommand('radsteps.labels.open', { image: wanted }).then(() => null),
      image,
    );
    const frame = webviewFrame(session.page);
    await frame.locator('.labels [data-definition=fracture]').waitFor({ timeout: 40_000 });
    await frame.locator('.labels [data-definition=fracture]').click();
    const box = await frame.locator('.stage').boundingBox();
    assert.ok(box !== null);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await session.page.mouse.move(x, y);
    await session.page.mouse.down();
    await session.page.mouse.move(x + 60, y + 40, { steps: 5 });
    await session.page.mouse.up();
    await until('the mark in the document', async () => ((await status())?.marks === 1 ? true : undefined));
    // VS Code hears of the edit a moment after the document.
    await until('the mark of unsaved edits', async () => ((await isDirty()) ? true : undefined));
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-labels.png' });
    await session.page.keyboard.press('Control+z');
    await until('the undone mark', async () => ((await status())?.marks === 0 ? true : undefined));
    assert.equal(await frame.locator('.labels [data-mark]').count(), 0);
    await session.page.keyboard.press('Control+Shift+z');
    await until('the mark done again', async () => ((await status())?.marks === 1 ? true : undefined));
    await session.page.keyboard.press('Control+s');
    const [mark] = await until('the saved mark', async () => ((await marks()).length === 1 ? marks() : undefined));
    assert.ok(mark?.kind === 'box' && mark.name === 'fracture' && mark.frame === undefined);
    await until('the mark to go', async () => ((await isDirty()) ? undefined : true));
    const journals = readdirSync(join(root, '.radsteps', 'journals', 'tester'));
    assert.deepEqual(
      journals.filter((name) => name.endsWith('.jsonl')),
      [],
    );
  });

  it('opens the label of an image that has none yet', async () => {
    const [, , other = ''] = readFileSync(join(root, '3-data', 'images.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(',')[0]);
    const path = join(root, '3-data', 'labels', 'second', `${other}.json`);
    assert.equal(existsSync(path), false);
    await session.host(
      (vscode, wanted: string) =>
        vscode.commands.executeCommand('radsteps.labels.open', { image: wanted, reader: 'second' }).then(() => null),
      other,
    );
    const frame = webviewFrame(session.page);
    await frame.locator('.labels .lock').waitFor({ timeout: 40_000 });
    assert.match(await frame.locator('.labels .lock').innerText(), /label of second, and you are tester/);
    assert.equal(existsSync(path), false);
  });
});
