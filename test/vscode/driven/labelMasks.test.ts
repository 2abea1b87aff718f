import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseLabel } from '../../../src/core/label/labelFile';
import { countPixels, parseRuns } from '../../../src/core/label/maskRuns';
import { openSession, type Session } from '../harness/openSession';
import { listenForPolicy } from '../harness/policyListener';
import { untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { closeEditors } from '../harness/viewers';
import { webviewFrame } from '../harness/webviewFrame';

const protocol = `---
labels:
  - name: bone
    title: Bone
    kind: mask
    colour: "#ff4d4d"
    hotkey: z
---
`;

describe('masks in the label editor of VS Code', () => {
  let session: Session;
  let violations: readonly string[];
  let root: string;
  let image: string;

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

  const openLabel = async () => {
    await session.host(
      (vscode, wanted: string) => vscode.commands.executeCommand('radsteps.labels.open', { image: wanted }).then(() => null),
      image,
    );
    const frame = webviewFrame(session.page);
    await frame.locator('.labels .maskrow').waitFor({ timeout: 40_000 });
    return frame;
  };
  /** The text of the mask in the label's file once it satisfies `accept`. */
  const savedRuns = async (accept: (runs: string) => boolean): Promise<string> => {
    const file = join(root, '3-data', 'labels', 'tester', `${image}.json`);
    for (let waited = 0; waited < 40_000; waited += 100) {
      const [mark] = existsSync(file) ? parseLabel(readFileSync(file, 'utf8'), 'label').marks : [];
      if (mark?.kind === 'mask' && accept(mark.runs)) return mark.runs;
      await sleep(100);
    }
    throw new Error('The mask was not saved.');
  };
  const pixels = (runs: string): number => countPixels(parseRuns(runs) ?? assert.fail(runs));
  /** Pixels of the window that show the mask. */
  const shown = (frame: ReturnType<typeof webviewFrame>): Promise<number> =>
    frame.locator('canvas.masks').evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data = [] } = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? {};
      let count = 0;
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) count += 1;
      return count;
    });
  const untilShown = async (frame: ReturnType<typeof webviewFrame>, accept: (count: number) => boolean): Promise<number> => {
    for (let waited = 0; waited < 20_000; waited += 100) {
      const count = await shown(frame);
      if (accept(count)) return count;
      await sleep(100);
    }
    throw new Error(`The mask has ${await shown(frame)} pixels on the screen.`);
  };

  it('paints, undoes, saves, and shows the same pixels when it is opened again', async () => {
    const frame = await openLabel();
    await frame.locator('.labels [data-definition=bone]').click();
    const box = await frame.locator('.stage').boundingBox();
    assert.ok(box !== null);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const { mouse, keyboard } = session.page;
    const drag = async (from: number, to: number): Promise<void> => {
      await mouse.move(x + from, y);
      await mouse.down();
      await mouse.move(x + to, y + 20, { steps: 5 });
      await mouse.up();
    };
    await drag(-60, 0);
    const one = await untilShown(frame, (count) => count > 0);
    await drag(0, 60);
    const two = await untilShown(frame, (count) => count > one);
    await session.page.screenshot({ path: '.cache/tests/pages/vscode-masks.png' });
    await keyboard.press('Control+z');
    await untilShown(frame, (count) => count === one);
    await keyboard.press('Control+s');
    const first = await savedRuns(() => true);
    await keyboard.press('Control+Shift+z');
    await untilShown(frame, (count) => count === two);
    await keyboard.press('Control+s');
    const second = await savedRuns((runs) => runs !== first);
    assert.ok(pixels(second) > pixels(first) && pixels(first) > 20);
    await closeEditors(session);
    const again = await openLabel();
    assert.equal(await untilShown(again, (count) => count > 0), two);
    await closeEditors(session);
    assert.deepEqual(violations, []);
  });
});
