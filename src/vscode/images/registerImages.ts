import { join } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import type { ImportSummary } from '../../node/dataset/importImages';
import { runWithProgress } from '../cliProgress';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import type { Films } from './askFilms';
import { askHoldOut, type HoldOut } from './askHoldOut';
import { askImport, type Import } from './askImport';
import { describeImport, describeSplit, type SplitCounts } from './describeResults';
import { makeFilms } from './makeFilms';

async function offer(message: string, title: string, action: () => unknown): Promise<void> {
  if ((await vscode.window.showInformationMessage(message, title)) !== undefined) await action();
}

async function importImages({ cli, project }: Services, given: Partial<Import> = {}): Promise<unknown> {
  requireTrust('Importing images');
  const root = project.require();
  const wanted = await askImport(given);
  if (wanted === undefined) return undefined;
  const labels = wanted.labels === undefined ? [] : wanted.labels === false ? ['--no-labels'] : ['--labels', wanted.labels];
  const args = ['-C', root, 'import', wanted.folder, '--layout', wanted.layout, ...labels];
  const summary = (await runWithProgress(cli, 'RadSteps: importing images', args, root)) as ImportSummary;
  const words = describeImport(summary);
  if (summary.problems > 0) void offer(words, 'Show Problems', () => vscode.commands.executeCommand('radsteps.images.showProblems'));
  else void offer(words, 'Split by Patient', () => vscode.commands.executeCommand('radsteps.images.split'));
  return summary;
}

/** What a caller of the split decides already; one that says anything is asked nothing. */
type Split = HoldOut & { readonly seed?: number };

async function splitImages({ cli, project }: Services, given: Split | undefined): Promise<unknown> {
  requireTrust('Splitting');
  const root = project.require();
  const wanted: Split | undefined = given ?? (await askHoldOut(root));
  if (wanted === undefined) return undefined;
  const option = (name: 'seed' | 'test' | 'tuning'): readonly string[] =>
    wanted[name] === undefined ? [] : [`--${name}`, String(wanted[name])];
  const options = [...option('seed'), ...option('test'), ...option('tuning')];
  const summary = (await runWithProgress(cli, 'RadSteps: splitting by patient', ['-C', root, 'split', ...options], root)) as SplitCounts;
  void offer(describeSplit(summary), 'Train...', () => vscode.commands.executeCommand('radsteps.training.start'));
  return summary;
}

const showProblems = async ({ project }: Services): Promise<void> => {
  await vscode.window.showTextDocument(vscode.Uri.file(join(project.require(), layout.importProblems)), { preview: true });
};

/** Registers importing, splitting and the demo films. */
export function registerImages(services: Services): vscode.Disposable {
  const all = new Disposables();
  const { log } = services;
  all.add(
    registerFailableCommand(log, 'radsteps.images.import', 'import the images', (given?: Partial<Import>) => importImages(services, given)),
  );
  all.add(registerFailableCommand(log, 'radsteps.images.split', 'split the images', (given?: Split) => splitImages(services, given)));
  all.add(
    registerFailableCommand(log, 'radsteps.images.makeFilms', 'generate the films', (given?: Partial<Films>) => makeFilms(services, given)),
  );
  all.add(registerFailableCommand(log, 'radsteps.images.showProblems', 'show the import problems', () => showProblems(services)));
  return all;
}
