import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isGroupName } from '../../core/experiment/groupName';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import { foldsFile, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { signalOf } from '../cli';
import { progressText } from '../cliProgress';
import { registerFailableCommand, showFailure } from '../command';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { describeCheck, describeVerdict, isReproduced, type Reproduced } from './describeReproduction';

/** Arguments of `radsteps.runs.reproduce`: a run or a cross-validation; left out, it is asked for. */
export type ReproduceArguments = { readonly run?: string };

/** A trainer finishes its batch before it ends, and the worktree is then removed. */
const endWithinMs = 60_000;

async function askRun({ runs }: Services): Promise<string | undefined> {
  await runs.refresh();
  const ended = runs.listings.filter(({ state }) => state === 'finished' || state === 'stopped' || state === 'failed');
  if (ended.length === 0) throw new UserError('No run has ended yet, so there is none to reproduce.');
  const groups = [...new Set(ended.flatMap(({ fold }) => fold?.group ?? []))];
  const items = [
    ...ended.map(({ run, state, fold }) => ({
      label: run,
      description: fold === undefined ? state : `${state}, fold ${fold.index} of ${fold.of}`,
    })),
    ...groups.map((label) => ({ label, description: 'cross-validation, all its folds' })),
  ];
  const sorted = items.toSorted((a, b) => (a.label < b.label ? 1 : -1));
  return (await vscode.window.showQuickPick(sorted, { title: 'Reproduce Run', placeHolder: 'Which one?', matchOnDescription: true }))
    ?.label;
}

async function confirm(check: ReproductionCheck): Promise<boolean> {
  const { question, detail } = describeCheck(check);
  const button = check.blocks.length === 0 ? 'Train Again' : 'Train Anyway';
  const show = check.blocks.length === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  return (await show(question, { modal: true, detail }, button)) === button;
}

/** Trains in a process, which asks back once it knows what can't be had as it was. */
function train({ cli }: Services, root: string, run: string): Thenable<unknown> {
  const options = { location: vscode.ProgressLocation.Notification, title: `RadSteps reproduces ${run}`, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const signal = signalOf(token);
    let send: (line: string | null) => void = () => {};
    signal.addEventListener('abort', () => progress.report({ message: 'stopping' }));
    return cli(['-C', root, 'reproduce', run, '--ask'], {
      cwd: root,
      signal,
      killAfterMs: endWithinMs,
      onInput: (write) => {
        send = write;
      },
      onEvent: (event) => {
        if (event.event === 'progress') progress.report({ message: progressText(event) });
        if (event.event === 'check')
          void confirm(event.check).then(
            (yes) => send(yes ? 'yes' : 'no'),
            () => send('no'),
          );
      },
    });
  });
}

/** The record beside that of the reproduction. */
async function openRecords(root: string, { run, group, recordFile }: Reproduced): Promise<void> {
  if (recordFile === null) return;
  const name = run ?? group ?? '';
  const again = vscode.Uri.file(join(root, recordFile));
  const before = join(root, isGroupName(name) ? foldsFile(name) : `${runFolder(name)}/record.json`);
  // A run of another branch has no record in the working tree.
  if (!existsSync(before)) await vscode.window.showTextDocument(again, { preview: true });
  else await vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(before), again, `${name}: record and reproduction`);
}

async function announce({ log }: Services, root: string, reproduced: Reproduced): Promise<void> {
  const show = isReproduced(reproduced) ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(describeVerdict(reproduced), 'Open Record')) === undefined) return;
  await openRecords(root, reproduced).catch((error: unknown) => showFailure(log, 'open the record', error));
}

async function reproduce(services: Services, given: ReproduceArguments): Promise<Reproduced | undefined> {
  requireTrust('Reproducing a run');
  const root = services.project.require();
  const run = given.run ?? (await askRun(services));
  if (run === undefined) return undefined;
  const reproduced = (await train(services, root, run)) as Reproduced;
  if (reproduced.verdict === null) return undefined;
  void announce(services, root, reproduced);
  return reproduced;
}

/** Registers the reproduction of a run or a cross-validation. */
export const registerReproduction = (services: Services): vscode.Disposable =>
  registerFailableCommand(services.log, 'radsteps.runs.reproduce', 'reproduce the run', (given?: ReproduceArguments) =>
    reproduce(services, given ?? {}),
  );
