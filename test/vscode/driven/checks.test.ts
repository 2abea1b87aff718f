import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../harness/openSession';
import { startCommand } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { webviewFrame } from '../harness/webviewFrame';

/** The findings that the Problems panel has for a file of the project, by code. */
const codesOf = (session: Session, file: string): Promise<readonly string[]> =>
  session.host(
    (vscode, path: string) =>
      vscode.languages.getDiagnostics(vscode.Uri.file(path)).flatMap(({ source, code }) => (source === 'RadSteps' ? [String(code)] : [])),
    join(session.folder, file),
  );

async function untilCodes(session: Session, file: string, accept: (codes: readonly string[]) => boolean): Promise<void> {
  let last: readonly string[] = [];
  for (let waited = 0; waited < 50_000; waited += 250) {
    last = await codesOf(session, file);
    if (accept(last)) return;
    await sleep(250);
  }
  throw new Error(`${file} never had the findings that were waited for; the last were ${last.join(', ')}.`);
}

describe('checks in VS Code', () => {
  let session: Session;
  const split = '3-data/split.csv';
  const read = (file: string): Promise<string> => readFile(join(session.folder, file), 'utf8');
  const change = async (file: string, how: (text: string) => string): Promise<void> =>
    writeFile(join(session.folder, file), how(await read(file)));

  before(async function () {
    this.timeout(120_000);
    session = await openSession({ project: (await smallProject()).root });
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it('shows a planted leak in Problems, and its quick fix removes it', async function () {
    this.timeout(120_000);
    const before = await read(split);
    const [, first = ''] = before.split('\n');
    const [patient = '', part = ''] = first.split(',');
    await change(split, (text) => `${text}${patient},${part === 'test' ? 'train' : 'test'}\n`);
    await untilCodes(session, split, (codes) => codes.includes('patient-in-two-parts'));
    await session.host((vscode) => vscode.commands.executeCommand('workbench.panel.markers.view.focus').then(() => null));
    await session.page.locator('.markers-panel').getByText(`The patient ${patient} is in two parts`).first().waitFor();
    const titles = await session.host(
      async (vscode, path: string) => {
        const { uri } = await vscode.workspace.openTextDocument(path);
        const [found] = vscode.languages.getDiagnostics(uri);
        const range = found?.range ?? new vscode.Range(0, 0, 0, 0);
        const inLine = new vscode.Range(range.start, range.start);
        const actions = await vscode.commands.executeCommand<import('vscode').CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          inLine,
        );
        const ours = actions.filter(({ command }) => command?.command.startsWith('radsteps.'));
        const fix = ours[0]?.command;
        await vscode.commands.executeCommand(fix?.command ?? '', ...(fix?.arguments ?? []));
        return ours.map(({ title }) => title);
      },
      join(session.folder, split),
    );
    assert.deepEqual(titles, [
      `Keep ${patient} in the ${part} part, as split.lock has it`,
      `Keep ${patient} in the ${part === 'test' ? 'train' : 'test'} part only`,
      'Accept With a Reason...',
      'Show the Task',
    ]);
    await untilCodes(session, split, (codes) => codes.length === 0);
    assert.equal(await read(split), before);
  });

  it('accepts a problem with a reason, which git keeps, and finds it again when it is another one', async function () {
    this.timeout(120_000);
    const before = await read(split);
    const [, first = ''] = before.split('\n');
    const [patient = '', part = ''] = first.split(',');
    await change(split, (text) => `${text}${patient},${part === 'test' ? 'train' : 'test'}\n`);
    await untilCodes(session, split, (codes) => codes.includes('patient-in-two-parts'));
    await session.host(
      async (vscode, path: string) => {
        const { uri } = await vscode.workspace.openTextDocument(path);
        const [found] = vscode.languages.getDiagnostics(uri);
        const at = found?.range.start ?? new vscode.Position(0, 0);
        const actions = await vscode.commands.executeCommand<import('vscode').CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          new vscode.Range(at, at),
        );
        const accept = actions.find(({ title }) => title === 'Accept With a Reason...')?.command;
        void vscode.commands.executeCommand(accept?.command ?? '', ...(accept?.arguments ?? []));
        return null;
      },
      join(session.folder, split),
    );
    const input = session.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill('Two numbers of one child, agreed with the statistician');
    await input.press('Enter');
    await untilCodes(session, split, (codes) => !codes.includes('patient-in-two-parts'));
    assert.match(await read('7-governance/accepted.csv'), /agreed with the statistician/);
    await writeFile(join(session.folder, '7-governance/accepted.csv'), (await read('7-governance/accepted.csv')).split('\n')[0] ?? '');
    await untilCodes(session, split, (codes) => codes.includes('patient-in-two-parts'));
    await writeFile(join(session.folder, split), before);
    await untilCodes(session, split, (codes) => codes.length === 0);
  });

  it('changes the state of a task when its file is filled in, and notes what it was made from', async function () {
    this.timeout(120_000);
    const task = (state: string) => session.page.locator(`[role="treeitem"][aria-label^="What it is worth, ${state}"]`);
    await task('open').waitFor();
    await session.host(
      (vscode, path: string) =>
        vscode.workspace.openTextDocument(path).then(async (document) => {
          const edit = new vscode.WorkspaceEdit();
          const whole = new vscode.Range(0, 0, document.lineCount, 0);
          edit.replace(document.uri, whole, document.getText().replaceAll('TODO', 'Known'));
          await vscode.workspace.applyEdit(edit);
          await document.save();
          return null;
        }),
      join(session.folder, '1-problem/economics.yaml'),
    );
    await task('done').waitFor();
    for (
      let waited = 0;
      waited < 30_000 && !(await read('7-governance/made-from.csv').catch(() => '')).includes('1-problem/value');
      waited += 250
    )
      await sleep(250);
    assert.match(await read('7-governance/made-from.csv'), /\n1-problem\/value,1-problem\/problem\.yaml,[0-9a-f]{64}\n/);
    await change('1-problem/problem.yaml', (text) => `${text}# Another thought.\n`);
    await task('stale').waitFor();
  });

  it('marks a task as not needed with a reason, and shows its guidance', async function () {
    this.timeout(120_000);
    await startCommand(session, 'radsteps.explorer.markNotNeeded', { task: '3-data/dpia' });
    const input = session.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill('Synthetic films');
    await input.press('Enter');
    await session.page.locator('[role="treeitem"][aria-label^="Data protection, not needed, Synthetic films (tester"]').waitFor();
    await startCommand(session, 'radsteps.explorer.showGuidance', { task: '3-data/split' });
    await webviewFrame(session.page).getByText('Two pseudonyms of one person in two parts.').waitFor();
  });
});
