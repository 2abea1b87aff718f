import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** What `activate` of src/extension.ts returns. */
type Exports = { readonly activationMs: number };

const extension = () => {
  const found = vscode.extensions.getExtension<Exports>('radsteps.radsteps');
  assert(found, 'the extension is installed');
  return found;
};

describe('the extension', () => {
  it('activates, and soon', async () => {
    const { activationMs } = await extension().activate();
    // The budget of 50 ms is checked by `npm run bench`, away from other tests; this bound only finds what is heavy.
    assert(activationMs > 0 && activationMs < 500, `${activationMs} ms`);
  });

  it('registers every command that it declares, and no other', async () => {
    await extension().activate();
    const declared: readonly { readonly command: string }[] = extension().packageJSON.contributes.commands;
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('radsteps.') && !madeByVsCode(id));
    assert.deepEqual(registered.sort(), declared.map(({ command }) => command).sort());
  });
});

// VS Code makes commands such as radsteps.runs.focus for each view.
function madeByVsCode(id: string): boolean {
  const views: Readonly<Record<string, readonly { readonly id: string }[]>> = extension().packageJSON.contributes.views ?? {};
  return Object.values(views)
    .flat()
    .some((view) => ['focus', 'open', 'resetViewLocation', 'removeView', 'toggleVisibility'].some((verb) => id === `${view.id}.${verb}`));
}
