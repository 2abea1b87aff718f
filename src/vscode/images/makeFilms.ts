import * as vscode from 'vscode';
import { runWithProgress } from '../cliProgress';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { askFilms, type Films, filmsOfProject } from './askFilms';

type Made = { readonly films: number; readonly table: string; readonly marks: string | null };

/** Draws demo films for the window's project, or for a template that is asked for, and offers to import them with all that is known of them. */
export async function makeFilms({ cli, project }: Services, given: Partial<Films> = {}): Promise<unknown> {
  requireTrust('Generating films');
  const wanted = await askFilms({ ...(await filmsOfProject(project.current)), ...given });
  if (wanted === undefined) return undefined;
  const region = wanted.region === undefined ? [] : ['--region', wanted.region];
  const options = ['--template', wanted.template, '--count', String(wanted.count), '--seed', String(wanted.seed), ...region];
  const made = (await runWithProgress(cli, 'RadSteps: generating films', ['films', wanted.folder, ...options], process.cwd())) as Made;
  const what = made.marks === null ? 'a table of their bone ages' : 'a table of what they show and the boxes and outlines of all breaks';
  void offerImport(`${made.films} synthetic films are made, with ${what}.`, () => importFilms({ cli, project }, wanted.folder, made));
  return made;
}

async function offerImport(message: string, action: () => Promise<void>): Promise<void> {
  if ((await vscode.window.showInformationMessage(message, 'Import Them')) !== undefined) await action();
}

/** Images with the table, then the marks, which need the images. */
async function importFilms({ cli, project }: Pick<Services, 'cli' | 'project'>, folder: string, { table, marks }: Made): Promise<void> {
  const imported = await vscode.commands.executeCommand('radsteps.images.import', { folder, labels: table });
  if (imported === undefined || marks === null) return;
  const root = project.require();
  await runWithProgress(cli, 'RadSteps: taking over boxes and outlines', ['-C', root, 'labels', 'import', marks], root);
}
