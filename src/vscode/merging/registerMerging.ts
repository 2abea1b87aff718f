import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { Recovered } from '../../node/label/recoverMerge';
import type { MergeSetup } from '../../node/label/setUpMerge';
import { registerFailableCommand, showFailure } from '../command';
import { Disposables } from '../disposables';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { brokenWords, recoveredWords } from './mergeWords';

/** Git can wait until the window has come up. */
const setUpAfterMs = 3000;
/** Milliseconds between two looks at git's index, which moves in bursts. */
const restMs = 2000;

/** Makes git merge labels mark by mark in the clone of a trusted project, and offers to recover labels that it could not merge. */
export function registerMerging(services: Services): vscode.Disposable {
  const { project, changes, log } = services;
  const all = new Disposables();
  let offered = '';
  const look = async (): Promise<void> => {
    const root = project.current;
    if (root === null || !vscode.workspace.isTrusted) return;
    try {
      const broken = await (await import('../../node/label/recoverMerge')).brokenMerges(root);
      const isNew = broken.length > 0 && broken.join('\n') !== offered;
      offered = broken.join('\n');
      // Not awaited: the message may stay open for hours.
      if (isNew) void offer(broken.length);
    } catch (error) {
      log.error(`Git could not be asked for unmerged labels: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };
  const looking = all.add(restingWork(look, restMs));
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    clearTimeout(timer);
    offered = '';
    timer = setTimeout(() => void setUp(services), setUpAfterMs);
    looking.note();
  };
  all.add({ dispose: () => clearTimeout(timer) });
  all.add(project.onDidChange(begin));
  all.add(vscode.workspace.onDidGrantWorkspaceTrust(begin));
  // Where the project is a folder of its repository git's index is not seen to move, but the files are.
  all.add(changes.onDidChange(({ git, labels }) => (git || labels === 'all' || labels.size > 0) && looking.note()));
  all.add(registerFailableCommand(log, 'radsteps.labels.recover', 'recover the labels', () => recover(services)));
  return all;
}

async function setUp({ project, cli, log }: Services): Promise<void> {
  const root = project.current;
  if (root === null || !vscode.workspace.isTrusted) return;
  try {
    const { state } = (await cli(['-C', root, 'labels', 'setup-merge'], { cwd: root })) as MergeSetup;
    log.info(
      state === 'made'
        ? 'Git merges the labels of this clone mark by mark from now on.'
        : 'Git merges the labels of this clone mark by mark.',
    );
  } catch (error) {
    // The sentence may name a folder of the user, which the log must not keep.
    const why = error instanceof UserError ? '"radsteps labels setup-merge" says why' : String(error);
    log.info(`Git does not merge labels mark by mark here: ${why}.`);
  }
}

async function offer(count: number): Promise<void> {
  const chosen = await vscode.window.showWarningMessage(brokenWords(count), 'Recover');
  if (chosen !== undefined) await vscode.commands.executeCommand('radsteps.labels.recover');
}

/** Recovers all; resolves to what became of each. */
async function recover({ project, cli, log }: Services): Promise<readonly Recovered[]> {
  requireTrust('Recovering labels');
  const root = project.require();
  const recovered = (await cli(['-C', root, 'labels', 'recover'], { cwd: root })) as readonly Recovered[];
  const first = recovered.find((entry) => 'problem' in entry || entry.conflicts > 0);
  const words = recoveredWords(recovered);
  const shown = first === undefined ? vscode.window.showInformationMessage(words) : vscode.window.showWarningMessage(words, 'Open First');
  void shown.then(async (chosen) => {
    if (chosen === undefined || first === undefined) return;
    try {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(root, first.file)));
    } catch (error) {
      await showFailure(log, 'open the label', error);
    }
  });
  return recovered;
}
