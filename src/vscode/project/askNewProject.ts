import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { folderName, nameProblem } from './folderName';
import { asksRegion, regionChoices, templateChoices } from './templates';

/** What a new project needs; `folder` is the project's own folder, `dataRoot` undefined takes the folder beside it. */
export type NewProject = {
  readonly template: string;
  /** The part of the body, for a template that asks for it. */
  readonly region?: string;
  readonly name: string;
  readonly folder: string;
  readonly dataRoot: string | undefined;
};

async function askTemplate(): Promise<string | undefined> {
  const items = templateChoices.map(({ id, title, detail }) => ({ label: title, detail, id }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'New RadSteps Project: Template',
    placeHolder: 'What is the model to say?',
    ignoreFocusOut: true,
  });
  return chosen?.id;
}

/** "New RadSteps Project (2/4)": a template that asks for a region has a step more. */
const titleOf = (template: string, step: number): string =>
  asksRegion(template) ? `New RadSteps Project (${step + 1}/5)` : `New RadSteps Project (${step}/4)`;

async function askRegion(template: string): Promise<{ readonly region?: string } | undefined> {
  if (!asksRegion(template)) return {};
  const chosen = await vscode.window.showQuickPick(regionChoices, {
    title: 'New RadSteps Project (2/5): Region',
    placeHolder: 'Which part of the body? One region learns faster and is easier to test',
    ignoreFocusOut: true,
  });
  return chosen === undefined ? undefined : { region: chosen.region };
}

const askName = (template: string): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title: `${titleOf(template, 2)}: Name`,
    prompt: 'Name of the project; its folder gets a name made from it.',
    value: templateChoices.find(({ id }) => id === template)?.title ?? '',
    validateInput: nameProblem,
    ignoreFocusOut: true,
  });

async function askParent(template: string, name: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: `${titleOf(template, 3)}: folder in which "${folderName(name)}" is made`,
    openLabel: 'Make It Here',
    canSelectFolders: true,
    canSelectFiles: false,
    defaultUri: vscode.Uri.file(homedir()),
  });
  return chosen?.[0]?.fsPath;
}

const configuredDataRoot = (name: string): string | undefined => {
  const parent = vscode.workspace.getConfiguration('radsteps').get<string>('images.dataRoot', '').trim();
  return parent === '' ? undefined : join(parent, folderName(name));
};

type DataRoot = { readonly dataRoot: string | undefined };

async function askDataRoot(template: string, name: string, folder: string): Promise<DataRoot | undefined> {
  const standard = configuredDataRoot(name);
  const items = [
    { label: 'Standard folder', detail: standard ?? `${folder}-data`, other: false },
    { label: 'Another folder...', detail: 'Outside the project: images never enter git', other: true },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `${titleOf(template, 4)}: Where the images lie`,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  if (!chosen.other) return { dataRoot: standard };
  const picked = await vscode.window.showOpenDialog({ openLabel: 'Use for Images', canSelectFolders: true, canSelectFiles: false });
  const path = picked?.[0]?.fsPath;
  return path === undefined ? undefined : { dataRoot: path };
}

/** Asks what `given` leaves open; undefined when the user turned away. */
export async function askNewProject(given: Partial<NewProject>): Promise<NewProject | undefined> {
  const template = given.template ?? (await askTemplate());
  if (template === undefined) return undefined;
  // A caller that names the folder is a program: nothing more is asked.
  const place = given.region !== undefined ? { region: given.region } : given.folder !== undefined ? {} : await askRegion(template);
  if (place === undefined) return undefined;
  const name = given.name ?? (await askName(template));
  if (name === undefined) return undefined;
  const parent = given.folder === undefined ? await askParent(template, name) : undefined;
  const folder = given.folder ?? (parent === undefined ? undefined : join(parent, folderName(name)));
  if (folder === undefined) return undefined;
  if (given.folder !== undefined) return { template, ...place, name, folder, dataRoot: given.dataRoot ?? configuredDataRoot(name) };
  const data = existsSync(folder) ? { dataRoot: undefined } : await askDataRoot(template, name, folder);
  return data === undefined ? undefined : { template, ...place, name, folder, ...data };
}
