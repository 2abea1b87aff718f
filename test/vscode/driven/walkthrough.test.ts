import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { radstepsCommand, startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';

const pictures = join(repository, '.cache', 'tests', 'pages');
const wait = { timeout: 60_000 };

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
  const step = (shown: Session, title: RegExp) => shown.page.locator('.getting-started-step', { hasText: title });
  const isDone = async (shown: Session, title: RegExp): Promise<void> =>
    step(shown, title).locator('.codicon.complete, .codicon.getting-started-step-checked').first().waitFor(wait);
  before(() => mkdirSync(pictures, { recursive: true }));
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });

  it('begins in an empty window, step by step, with words and pictures', async () => {
    const shown = await open(null);
    await show(shown);
    await step(shown, /^Make a project/).waitFor(wait);
    assert.equal(await shown.page.locator('.getting-started-step').count(), 9);
    for (const [index, title] of [/^Split by patient/, /^Look at images/, /^Show where the project is/].entries()) {
      await step(shown, title).click();
      await shown.page.waitForTimeout(800);
      await shown.page.screenshot({ path: join(pictures, `walkthrough-${index}.png`) });
      const frames = shown.page.frames();
      const sizes = await Promise.all(
        frames.map((frame) => frame.evaluate(() => [...document.images].map((image) => image.naturalWidth)).catch(() => [])),
      );
      assert.ok(
        sizes.flat().some((width) => width > 100),
        `${title} shows its picture`,
      );
    }
  });

  it('ticks off what the project has, and what was looked at', async () => {
    const shown = await open((await smallProject()).root);
    await show(shown);
    for (const title of [/^Make a project/, /^Bring images/, /^Split by patient/, /^Train the quick/]) await isDone(shown, title);
    assert.equal(
      await step(shown, /^Show where/)
        .locator('.codicon.complete, .codicon.getting-started-step-checked')
        .count(),
      0,
    );
    await radstepsCommand(shown, 'radsteps.overview.show');
    await startCommand(shown, 'radsteps.explorer.openTask', { task: '1-problem/problem' });
    await startCommand(shown, 'radsteps.gallery.show');
    await startCommand(shown, 'radsteps.history.show');
    await show(shown);
    for (const title of [/^Show where/, /^Write the question/, /^Look at images/, /^Change one thing/]) await isDone(shown, title);
    await shown.page.screenshot({ path: join(pictures, 'walkthrough-done.png') });
  });
});
