import { basename } from 'node:path';
import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { askNewProject, type NewProject } from './askNewProject';
import { followFirstHour } from './firstHour';

/** Arguments of `radsteps.project.new` for callers without dialogs. */
export type NewProjectArguments = Partial<NewProject> & { readonly open?: boolean };

type Made = { readonly root: string; readonly files: number; readonly notes: readonly string[] };

async function makeProject({ cli }: Services, { template, region, name, folder, dataRoot }: NewProject): Promise<Made> {
  const option = (word: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [word, value]);
  const args = ['new', template, folder, '--name', name, ...option('--data-root', dataRoot), ...option('--region', region)];
  const title = `RadSteps: making ${name}`;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title },
    () => cli(args, { cwd: process.cwd() }) as Promise<Made>,
  );
}

async function offerToOpen(root: string, name: string): Promise<void> {
  const choices = ['Open', 'Open in New Window'] as const;
  const chosen = await vscode.window.showInformationMessage(`The project ${name} is ready.`, ...choices);
  if (chosen === undefined) return;
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(root), { forceNewWindow: chosen === 'Open in New Window' });
}

async function newProject(services: Services, given: NewProjectArguments = {}): Promise<Made | undefined> {
  requireTrust('Making a project');
  const wanted = await askNewProject(given);
  if (wanted === undefined) return undefined;
  const made = await makeProject(services, wanted);
  for (const note of made.notes) services.log.info(note);
  if (given.open === true) await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(made.root));
  else if (given.open === undefined) void offerToOpen(made.root, wanted.name);
  return made;
}

async function chooseProject({ project }: Services, root?: string): Promise<void> {
  const items = project.all.map((path) => ({ label: basename(path), description: path, path }));
  const chosen = root ?? (await vscode.window.showQuickPick(items, { title: 'RadSteps project of this window' }))?.path;
  if (chosen !== undefined) await project.choose(chosen);
}

/** Registers making a project and choosing among several. */
export function registerProject(services: Services): vscode.Disposable {
  const all = new Disposables();
  const { log } = services;
  all.add(followFirstHour(services));
  all.add(
    registerFailableCommand(log, 'radsteps.project.new', 'make the project', (given?: NewProjectArguments) => newProject(services, given)),
  );
  all.add(registerFailableCommand(log, 'radsteps.project.choose', 'choose the project', (root?: string) => chooseProject(services, root)));
  return all;
}
