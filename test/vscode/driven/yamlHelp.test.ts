import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { smallProject } from '../harness/smallProject';

const experiment = '5-network/experiments/quick.yaml';

describe("help with a project's YAML in VS Code", function () {
  this.timeout(120_000);
  let session: Session;
  const at = (file: string, line: number, character: number) => ({ path: join(session.folder, file), line, character });

  const completions = (file: string, line: number, character: number): Promise<readonly string[]> =>
    session.host(
      async (vscode, place: { path: string; line: number; character: number }) => {
        const { items } = await vscode.commands.executeCommand<import('vscode').CompletionList>(
          'vscode.executeCompletionItemProvider',
          vscode.Uri.file(place.path),
          new vscode.Position(place.line, place.character),
        );
        return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      },
      at(file, line, character),
    );

  const hoverText = (file: string, line: number, character: number): Promise<string> =>
    session.host(
      async (vscode, place: { path: string; line: number; character: number }) => {
        const hovers = await vscode.commands.executeCommand<import('vscode').Hover[]>(
          'vscode.executeHoverProvider',
          vscode.Uri.file(place.path),
          new vscode.Position(place.line, place.character),
        );
        return hovers
          .flatMap(({ contents }) => contents)
          .map((content) => (typeof content === 'string' ? content : content.value))
          .join('\n');
      },
      at(file, line, character),
    );

  /** Puts a text in the place of the whole document without saving it. */
  const type = (file: string, text: string): Promise<null> =>
    session.host(
      async (vscode, given: { path: string; text: string }) => {
        const document = await vscode.workspace.openTextDocument(given.path);
        await vscode.window.showTextDocument(document);
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), given.text);
        await vscode.workspace.applyEdit(edit);
        return null;
      },
      { path: join(session.folder, file), text },
    );

  /** Waits for the problems of a file: their messages and lines from 1. */
  async function untilProblems(file: string, fits: (found: readonly string[]) => boolean): Promise<readonly string[]> {
    let found: readonly string[] = [];
    for (let waited = 0; waited < 40_000; waited += 250) {
      found = await session.host(
        (vscode, path: string) =>
          vscode.languages
            .getDiagnostics(vscode.Uri.file(path))
            .filter(({ source, code }) => source === 'RadSteps' && code === 'invalid-file')
            .map(({ message, range }) => `${range.start.line + 1}: ${message}`),
        join(session.folder, file),
      );
      if (fits(found)) return found;
      await sleep(250);
    }
    throw new Error(`${file} never had the problems that were waited for; the last were ${found.join(' | ')}.`);
  }

  before(async () => {
    session = await openSession({ project: (await smallProject()).root });
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it("completes an experiment's keys and values, and labels of the project", async () => {
    await type(experiment, 'data:\n  target: \nnetwork:\n  name: \n\n');
    assert.ok((await completions(experiment, 1, 10)).includes('bone_age'));
    assert.ok((await completions(experiment, 3, 8)).includes('resnet-18'));
    const keys = await completions(experiment, 4, 0);
    assert.ok(keys.includes('train') && !keys.includes('data'), keys.join());
  });

  it('tells on hovering what a key means', async () => {
    await type(experiment, 'data:\n  target: bone_age\ntrain:\n  epochs: 3\n');
    assert.match(await hoverText(experiment, 3, 4), /How often every training image is shown.*Default: 20/s);
  });

  it('completes the head of the protocol, and nothing below it', async () => {
    const file = '3-data/protocol.md';
    const lines = (await readFile(join(session.folder, file), 'utf8')).split('\n');
    const end = lines.indexOf('---', 1);
    await type(file, [...lines.slice(0, end), '  - name: extra', '    kind: ', ...lines.slice(end)].join('\n'));
    assert.ok((await completions(file, end + 1, 10)).includes('category'));
    assert.match(await hoverText(file, end + 1, 6), /one of several values/);
    assert.equal(await hoverText(file, end + 4, 1), '');
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor').then(() => null));
  });

  it('marks a fault while it is typed, once, and takes it back when it is mended', async () => {
    const saved = await readFile(join(session.folder, experiment), 'utf8');
    await type(experiment, 'data:\n  target: bone_age\ntrain:\n  epoch: 3\n');
    const found = await untilProblems(experiment, (problems) => problems.length === 1);
    assert.match(found[0] ?? '', /^4: Unknown key "epoch" in train; did you mean "epochs"\?/);
    const pictures = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(pictures, { recursive: true });
    await session.page.screenshot({ path: join(pictures, 'yaml-problem.png') });
    await type(experiment, 'data:\n  target: bone_age\ntrain:\n  epochs: three\n');
    assert.match((await untilProblems(experiment, (problems) => problems.some((text) => text.includes('epochs'))))[0] ?? '', /^4: /);
    await session.host((vscode) => vscode.workspace.saveAll().then(() => null));
    // The check of the saved file says the same, and not twice.
    await sleep(4000);
    assert.equal((await untilProblems(experiment, (problems) => problems.length > 0)).length, 1);
    await type(experiment, saved);
    await untilProblems(experiment, (problems) => problems.length === 0);
    await session.host((vscode) => vscode.workspace.saveAll().then(() => null));
    await sleep(4000);
    await untilProblems(experiment, (problems) => problems.length === 0);
  });
});
