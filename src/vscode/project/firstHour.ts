import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { Disposables } from '../disposables';
import type { Services } from '../services';

/** True for a table with a row below its head; only its beginning is read. */
async function hasRow(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const [, first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n');
    return first.trim() !== '';
  } finally {
    await handle.close();
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** The walkthrough's page is of no kind that VS Code tells extensions of; other such pages have other words in their tab. */
const isWalkthrough = ({ input, label }: vscode.Tab): boolean => input === undefined && /welcome|walkthrough|first hour/i.test(label);

/** Milliseconds until an opened walkthrough listens. */
const listensAfterMs = 1500;

/**
 * Tells when a walkthrough is looked at. VS Code ticks a step off when its condition comes true, and never where it was true before the walkthrough was
 * opened for the first time in a window: with this in the condition it comes true afterwards.
 */
function followWalkthrough(): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const tell = (isOpen: boolean) => void vscode.commands.executeCommand('setContext', 'radsteps.atWalkthrough', isOpen);
  const look = (): void => {
    clearTimeout(timer);
    const isOpen = vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isWalkthrough));
    if (isOpen) timer = setTimeout(() => tell(true), listensAfterMs);
    else tell(false);
  };
  look();
  return vscode.Disposable.from(vscode.window.tabGroups.onDidChangeTabs(look), { dispose: () => clearTimeout(timer) });
}

/** Tells the walkthrough how far the project is, by what the disk says: its steps are done when the work is, not when a button was pressed. */
export function followFirstHour({ project, changes, runs }: Services): vscode.Disposable {
  const all = new Disposables();
  all.add(followWalkthrough());
  const look = async (): Promise<void> => {
    const root = project.current;
    const hasImages = root !== null && (await hasRow(join(root, layout.images)));
    const hasSplit = root !== null && (await isThere(join(root, layout.split)));
    await vscode.commands.executeCommand('setContext', 'radsteps.hasImages', hasImages);
    await vscode.commands.executeCommand('setContext', 'radsteps.hasSplit', hasSplit);
  };
  all.add(project.onDidChange(() => void look()));
  all.add(changes.onDidChange(({ steps }) => steps && void look()));
  all.add(
    runs.onDidChange(() => {
      const hasResult = runs.listings.some(({ metric }) => metric !== null);
      void vscode.commands.executeCommand('setContext', 'radsteps.hasResult', hasResult);
    }),
  );
  return all;
}
