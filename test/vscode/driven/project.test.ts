import assert from 'node:assert/strict';
import { openSession, type Session } from '../harness/openSession';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { webviewFrame } from '../harness/webviewFrame';

describe('a project in VS Code', () => {
  let session: Session;

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ project: (await smallProject()).root, viewport: { width: 1440, height: 1300 } });
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it('shows the next task and the seven steps', async () => {
    const rows = treeItems(session.page, 'Steps', 1);
    await rows.nth(7).waitFor();
    assert.equal(await rows.count(), 8);
    assert.equal(await rows.filter({ hasText: /^[1-7] / }).count(), 7);
  });

  it('lists its run with the metric, and opens the page of the run by a click', async () => {
    const runs = treeItems(session.page, 'Runs', 1);
    await runs.first().waitFor();
    assert.equal(await runs.count(), 1);
    assert.match((await runs.first().textContent()) ?? '', /MAE \d+(\.\d+)? months/);
    await runs.first().click();
    const page = webviewFrame(session.page);
    await page
      .getByText(/95 % interval/)
      .first()
      .waitFor();
  });
});
