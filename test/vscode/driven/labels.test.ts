import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mark } from '../../../src/core/label/label';
import { parseLabel } from '../../../src/core/label/labelFile';
import { bytes, element, part10, picture } from '../../fixtures/dicomBytes';
import { openSession, type Session } from '../harness/openSession';
import { listenForPolicy } from '../harness/policyListener';
import { radstepsCommand, untilReady } from '../harness/radstepsCommand';
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
  - { name: lesion, title: Lesion, kind: outline, hotkey: q }
  - { name: gap, title: Gap, kind: length, hotkey: d }
  - { name: tilt, title: Tilt, kind: angle, hotkey: j }
  - { name: curve, title: Curve, kind: cobb, hotkey: k }
  - { name: tip, title: Tip, kind: point, hotkey: y }
  - { name: bolus, title: Bolus, kind: interval, hotkey: z }
---
`;

/** A series of eight frames over time in one file. */
function cine(): Uint8Array {
  const pixels = new Uint8Array(8 * 64 * 64).map((_, at) => (at % 64) + 16 * Math.floor(at / 4096));
  const head = bytes(
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.12.1'),
    element(0x00080018, 'UI', '1.2.3.4.5'),
    element(0x00080060, 'CS', 'XA'),
    element(0x00100020, 'LO', 'P1'),
    element(0x00181063, 'DS', '100'),
    element(0x0020000d, 'UI', '1.2.3.4'),
    element(0x0020000e, 'UI', '1.2.3.4.1'),
  );
  return part10(
    '1.2.840.10008.1.2.1',
    head,
    picture(pixels, { rows: 64, columns: 64, allocated: 8, pixelVr: 'OB', more: [element(0x00280008, 'IS', '8')] }),
  );
}

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
    // The file is there before VS Code takes its mark away, and the journal goes last.
    await until('no mark of unsaved edits', async () => ((await isDirty()) ? undefined : true));
    const journals = () => readdirSync(join(root, '.radsteps', 'journals', 'tester')).filter((name) => name.endsWith('.jsonl'));
    await until('no journal', async () => (journals().length === 0 ? true : undefined));
  });

  /** The label's page of an image, once its tools are there. */
  const openLabel = async (wanted: string) => {
    await session.host(
      (vscode, asked: string) => vscode.commands.executeCommand('radsteps.labels.open', { image: asked }).then(() => null),
      wanted,
    );
    const frame = webviewFrame(session.page);
    await frame.locator('.labels [data-definition=fracture]').waitFor({ timeout: 40_000 });
    return frame;
  };
  const marksOf = async (wanted: string): Promise<readonly Mark[]> =>
    parseLabel(readFileSync(join(root, '3-data', 'labels', 'tester', `${wanted}.json`), 'utf8'), 'label').marks;

  it('draws every kind with the mouse, saves, and shows the same when it is opened again', async function () {
    this.timeout(240_000);
    const [, , , third = ''] = readFileSync(join(root, '3-data', 'images.csv'), 'utf8')
      .split('\n')
      .map((line) => line.split(',')[0]);
    const frame = await openLabel(third);
    const { page } = session;
    const box = await frame.locator('.stage').boundingBox();
    assert.ok(box !== null);
    const at = (x: number, y: number) => [box.x + box.width / 2 + x, box.y + box.height / 2 + y] as const;
    const drag = async (...places: readonly (readonly [number, number])[]) => {
      const [first = [0, 0], ...others] = places;
      await page.mouse.move(...at(...first));
      await page.mouse.down();
      for (const place of others) await page.mouse.move(...at(...place), { steps: 4 });
      await page.mouse.up();
    };
    const click = async (...places: readonly (readonly [number, number])[]) => {
      for (const place of places) await page.mouse.click(...at(...place));
    };
    const drawn: readonly (readonly [definition: string, act: () => Promise<void>])[] = [
      ['fracture', () => drag([-100, -150], [-60, -100])],
      ['lesion', () => click([-20, -150], [40, -150], [40, -100], [-20, -150])],
      ['lesion', () => drag([80, -120], [110, -150], [130, -110], [90, -90], [80, -118])],
      ['gap', () => drag([-100, -60], [-40, -30])],
      ['tilt', () => click([60, -60], [0, -60], [0, -20])],
      ['curve', () => drag([-100, 20], [0, 30]).then(() => drag([-100, 90], [0, 60]))],
      ['tip', () => click([80, 60])],
    ];
    for (const [index, [definition, act]] of drawn.entries()) {
      await frame.locator(`.labels [data-definition=${definition}]`).click();
      await act();
      await until(`mark ${index + 1}`, async () => ((await frame.locator('[data-mark]').count()) === index + 1 ? true : undefined));
      // Its own tool off, so that the next press begins something new.
      await frame.locator(`.labels [data-definition=${definition}]`).click();
    }
    await page.screenshot({ path: '.cache/tests/pages/vscode-labels-kinds.png' });
    const texts = await frame.locator('.labels .marks').innerText();
    await page.keyboard.press('Control+s');
    const saved = await until('the saved marks', async () => ((await isDirty()) ? undefined : marksOf(third)));
    assert.deepEqual(
      saved.map(({ kind }) => kind),
      ['box', 'outline', 'outline', 'length', 'angle', 'cobb', 'point'],
    );
    await closeEditors(session);
    const again = await openLabel(third);
    await until('the marks again', async () => ((await again.locator('[data-mark]').count()) === drawn.length ? true : undefined));
    await until('what they measure', async () => ((await again.locator('.labels .marks').innerText()) === texts ? true : undefined));
    // A corner that is dragged and undone leaves the file as it is, to the letter.
    const before = readFileSync(join(root, '3-data', 'labels', 'tester', `${third}.json`), 'utf8');
    await click([-100, -125]);
    await drag([-60, -100], [-50, -80]);
    await until('the moved corner', async () => ((await isDirty()) ? true : undefined));
    await page.keyboard.press('Control+z');
    await until('the undone step', async () => ((await isDirty()) ? undefined : true));
    await page.keyboard.press('Control+s');
    assert.equal(readFileSync(join(root, '3-data', 'labels', 'tester', `${third}.json`), 'utf8'), before);
  });

  it('marks an interval of a time series, saves it, and shows it again', async function () {
    this.timeout(240_000);
    const folder = join(session.state, 'cine');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cine.dcm'), cine());
    await radstepsCommand(session, 'radsteps.images.import', { folder });
    const lines = readFileSync(join(root, '3-data', 'images.csv'), 'utf8')
      .trim()
      .split('\n');
    const series = lines.map((line) => line.split(',')).find((cells) => cells.includes('XA'))?.[0] ?? '';
    assert.notEqual(series, '');
    const frame = await openLabel(series);
    await frame.locator('.labels [data-definition=bolus]').click();
    const shown = async () => Number.parseInt(await frame.locator('.slider output').first().innerText(), 10);
    // A key that a busy page has not heard is pressed again.
    const goTo = (time: number) =>
      until(`time ${time}`, async () => {
        const now = await shown();
        if (now === time) return true;
        await session.page.keyboard.press(now < time ? 'ArrowDown' : 'ArrowUp');
        await sleep(500);
        return undefined;
      });
    await goTo(2);
    await session.page.keyboard.press('Enter');
    await frame.locator('.bands rect').waitFor();
    await goTo(4);
    await session.page.keyboard.press('Enter');
    await until('the interval in the document', async () => ((await isDirty()) ? true : undefined));
    await session.page.keyboard.press('Control+s');
    const saved = await until('the saved interval', async () => ((await isDirty()) ? undefined : marksOf(series)));
    const [mark] = saved;
    assert.ok(mark?.kind === 'interval');
    assert.deepEqual([mark.first, mark.last], [1, 3]);
    await closeEditors(session);
    const again = await openLabel(series);
    await again.locator('.bands rect').waitFor();
    assert.match(await again.locator('.labels .marks').innerText(), /times 2 to 4/);
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
