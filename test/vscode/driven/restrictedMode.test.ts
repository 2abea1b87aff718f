import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dicomBytes } from '../../unit/node/dataset/dicomBytes';
import { openSession, type Session } from '../harness/openSession';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { openPath, untilViewer } from '../harness/viewers';
import { webviewFrame } from '../harness/webviewFrame';

describe('a project in Restricted Mode', () => {
  let session: Session;
  const runFolders = () => readdir(join(session.folder, '5-network', 'runs'));

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ project: (await smallProject()).root, restricted: true, viewport: { width: 1440, height: 1300 } });
    assert.equal(await session.host((vscode) => vscode.workspace.isTrusted), false);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it('can be looked at: seven steps and the run', async () => {
    await treeItems(session.page, 'Steps', 1).nth(7).waitFor();
    await treeItems(session.page, 'Runs', 1).first().waitFor();
  });

  it('shows images: a film with what belongs to it', async () => {
    const film = join(session.state, 'film.dcm');
    await writeFile(film, dicomBytes({ instance: '1.2.3', series: '1.2.4', position: [0, 0, 0] }));
    await writeFile(join(session.state, 'next.dcm'), dicomBytes({ instance: '1.2.5', series: '1.2.4', position: [0, 0, 1] }));
    await openPath(session, film);
    assert.equal((await untilViewer(session, 'film.dcm')).files, 2);
  });

  it('does not train, and says why', async () => {
    const before = await runFolders();
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.training.start', { experiment: 'quick' }).then(() => null));
    await session.host((vscode) => vscode.commands.executeCommand('notifications.showList').then(() => null));
    await session.page
      .getByText(/Training is switched off in Restricted Mode/)
      .first()
      .waitFor();
    assert.deepEqual(await runFolders(), before);
  });

  it('watches runs, and neither stops nor starts any', async () => {
    const page = webviewFrame(session.page);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.watch.show').then(() => null));
    await page.getByText(/Restricted Mode: runs can be looked at, but not stopped or started/).waitFor();
    await page.getByText(/No run trains now/).waitFor();
    assert.equal(await page.locator('vscode-button', { hasText: 'Train...' }).getAttribute('disabled'), '');
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
  });

  it('shows the overview, and what of it needs programs', async () => {
    const page = webviewFrame(session.page);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.overview.show').then(() => null));
    await page.getByText('What is the bone age, in months').waitFor();
    await page.getByText(/Counting images starts programs, which Restricted Mode does not/).waitFor();
    await page.getByText('tuning part, n =').waitFor();
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
  });

  it('does not compare labels, which would start git, and says why', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.labels.showChanges').then(() => null));
    await session.host((vscode) => vscode.commands.executeCommand('notifications.showList').then(() => null));
    await session.page
      .getByText(/Comparing labels, which asks git, is switched off in Restricted Mode/)
      .first()
      .waitFor();
    // Nor are the states of labels read, which takes a process: the step says how many files there are.
    await treeItems(session.page, 'Steps', 2)
      .filter({ hasText: /^Labels.*24 images by/ })
      .waitFor();
  });

  it('does not show the images, and says why', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.gallery.show').then(() => null));
    await webviewFrame(session.page)
      .getByRole('alert')
      .getByText(/Showing images is switched off in Restricted Mode/)
      .waitFor();
  });
});
