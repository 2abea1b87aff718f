import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Label } from '../../../src/core/label/label';
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
    kind: category
    values: ["no", "yes"]
    required: true
    guideline: A line, a step or a bulge of the cortex.
  - name: bone_age
    title: Bone age
    kind: number
    unit: months
    minimum: 0
    maximum: 240
    hotkey: g
---
`;

async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 40_000; waited += 20) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(20);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

describe('labelling as work in VS Code', () => {
  let session: Session;
  let violations: readonly string[];
  let root: string;
  let images: readonly string[];
  const file = (image: string) => join(root, '3-data', 'labels', 'ada', `${image}.json`);
  const read = (image: string): Label | undefined =>
    existsSync(file(image)) ? parseLabel(readFileSync(file(image), 'utf8'), 'label') : undefined;
  const command = (id: string, argument?: unknown) =>
    session.host(
      (vscode, { id, argument }: { id: string; argument: unknown }) => {
        void vscode.commands.executeCommand(id, argument);
        return null;
      },
      { id, argument: argument ?? null },
    );
  const frame = () => webviewFrame(session.page);
  const place = () => frame().locator('.workBar .place').innerText({ timeout: 40_000 });
  const untilPlace = (text: string) => until(`the place ${text}`, async () => ((await place()).startsWith(text) ? true : undefined));
  const press = (key: string) => session.page.keyboard.press(key);
  const subjects = () => execFileSync('git', ['log', '--format=%s'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ project: (await smallProject()).root });
    root = session.folder;
    writeFileSync(join(root, '3-data', 'protocol.md'), protocol);
    images = readFileSync(join(root, '3-data', 'images.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0] ?? '');
    violations = listenForPolicy(session.page);
    await untilReady(session);
    await command('radsteps.labels.chooseReader', { reader: 'ada' });
  });
  after(() => session.close());
  afterEach(async () => {
    assert.deepEqual(violations, []);
    await closeEditors(session);
  });

  const start = async (wish: object) => {
    await command('radsteps.labels.startWork', { which: 'open', part: 'any', order: 'index', ...wish });
    await frame().locator('.workBar .place').waitFor({ timeout: 40_000 });
    await frame().locator('.question.active').first().waitFor();
    await frame().locator('.stage').focus();
  };

  it('labels 20 films by keyboard alone, final at once, faster than one a second', async () => {
    await start({ finalAtOnce: true });
    assert.match(await place(), /^1 of 24/);
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-labelWork.png' });
    const times: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      const begun = performance.now();
      await press(at % 3 === 0 ? '2' : '1');
      await press('Enter');
      await untilPlace(`${at + 2} of 24`);
      await until('the picture', async () => ((await frame().locator('.question.active').count()) > 0 ? true : undefined));
      times.push(performance.now() - begun);
    }
    const labels = images.slice(0, 20).map(read);
    assert.deepEqual(
      labels.map((label) => [label?.status, label?.categories.fracture]),
      labels.map((_, at) => ['final', at % 3 === 0 ? 'yes' : 'no']),
    );
    assert.equal(read(images[20] ?? ''), undefined);
    const sorted = times.toSorted((a, b) => a - b);
    const median = sorted[10] ?? 0;
    console.log(`      ${Math.round(median)} ms an image (median of 20), the slowest ${Math.round(sorted[19] ?? 0)} ms`);
    assert.ok(median < 1000, `${median} ms an image`);
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-labelWork-20.png' });
  });

  it('says how long an editor of its own takes to open, which a list does without', async () => {
    const times: number[] = [];
    for (const image of images.slice(20, 24)) {
      const begun = performance.now();
      await command('radsteps.labels.open', { image });
      await until('the editor', async () => ((await frame().locator('.question').count()) > 0 ? true : undefined));
      times.push(performance.now() - begun);
      await closeEditors(session);
    }
    console.log(`      ${times.map((ms) => Math.round(ms)).join(', ')} ms to open an editor`);
  });
});
