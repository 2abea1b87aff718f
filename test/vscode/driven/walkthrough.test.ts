import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';

const pictures = join(repository, '.cache', 'tests', 'pages');
const wait = { timeout: 30_000 };

describe('the walkthrough of the first hour in VS Code', function () {
  this.timeout(180_000);
  let session: Session | undefined;
  const open = async (project: string | null): Promise<Session> => {
    session = await openSession({ project, viewport: { width: 1400, height: 950 } });
    await untilReady(session);
    return session;
  };
  const show = (shown: Session) =>
    shown.host((vscode) =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', 'radsteps.radsteps#begin', false).then(() => null),
    );
  const step = (shown: Session, id: string) => shown.page.locator(`.getting-started-step[data-step-id="radsteps.radsteps#begin#${id}"]`);
  const ticked = (shown: Session, id: string) => step(shown, id).locator('[role="checkbox"][aria-checked="true"]');
  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    for (let waited = 0; waited < 30_000; waited += 200) {
      if (await isSo()) return;
      await sleep(200);
    }
    throw new Error(`Not within half a minute: ${what}`);
  };
  /** True where some page of the window shows a picture with these words. */
  const showsPicture = async (shown: Session, words: RegExp): Promise<boolean> => {
    const found = await Promise.all(
      shown.page
        .frames()
        .map((frame) =>
          frame.evaluate(() => [...document.images].filter(({ naturalWidth }) => naturalWidth > 100).map(({ alt }) => alt)).catch(() => []),
        ),
    );
    return found.flat().some((alt) => words.test(alt));
  };
  before(() => mkdirSync(pictures, { recursive: true }));
  beforeEach(async () => {
    await session?.close();
    session = undefined;
  });
  after(() => session?.close());

  it('begins in an empty window, step by step, with words and pictures', async () => {
    const shown = await open(null);
    await show(shown);
    await step(shown, 'project').waitFor(wait);
    assert.equal(await shown.page.locator('.getting-started-step').count(), 10);
    assert.equal(await shown.page.locator('.getting-started-step [aria-checked="true"]').count(), 0);
    for (const [id, words] of [
      ['split', /in one part/],
      ['look', /dataset as a grid/],
      ['overview', /overview of a project/],
    ] as const) {
      await step(shown, id).click();
      await until(`the picture of ${id}`, () => showsPicture(shown, words));
      await shown.page.screenshot({ path: join(pictures, `walkthrough-${id}.png`) });
    }
  });

  it('ticks off what the project has, and what was looked at', async () => {
    const shown = await open((await smallProject()).root);
    await show(shown);
    await step(shown, 'project').waitFor(wait);
    for (const id of ['project', 'images', 'split', 'train']) await ticked(shown, id).waitFor(wait);
    assert.equal(await ticked(shown, 'overview').count(), 0);
    await step(shown, 'overview').click();
    await step(shown, 'overview').locator('a', { hasText: 'Show Overview' }).click();
    await until('the overview is open', async () => (await shown.page.locator('.tab.active').allInnerTexts()).join().includes('Overview'));
    await show(shown);
    await ticked(shown, 'overview').waitFor(wait);
    await shown.page.screenshot({ path: join(pictures, 'walkthrough-done.png') });
  });
});
