import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { TaskStatus } from '../../core/project/taskStatus';
import { UserError } from '../../core/userError';
import { describeFailure, registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { markNeeded, markNotNeeded, markUpToDate, signOffTask, type WantedTask } from './decideTask';
import { registerGuidance, showGuidance } from './guidanceDocument';
import { openTask } from './openTask';
import { OwnTaskFilter } from './ownTaskFilter';
import { StepTree, teamOf } from './stepTree';

/** A command may come from a click, with the task's id, or from a menu of the tree, with its status. */
type Wanted = WantedTask | TaskStatus | undefined;

const idOf = (wanted: Wanted): string => (typeof wanted?.task === 'object' ? wanted.task.id : (wanted?.task ?? ''));

async function statusOf(tree: StepTree, wanted: Wanted): Promise<TaskStatus> {
  const status = (await tree.steps()).flatMap(({ tasks }) => tasks).find(({ task }) => task.id === idOf(wanted));
  if (status === undefined) throw new UserError(`There is no task ${idOf(wanted)}.`);
  return status;
}

/** The file of a document relative to the project, with forward slashes. */
const pathIn = (root: string, file: string): string => relative(root, file).split(sep).join('/');

/** Registers the view of the seven steps, the guidance of their tasks, and what people decide about them. */
export function registerExplorer(services: Services): vscode.Disposable {
  const all = new Disposables();
  const { log, project } = services;
  const own = new OwnTaskFilter(services.context.workspaceState);
  const tree = all.add(new StepTree(services, own));
  all.add(registerGuidance());
  all.add(registerFailableCommand(log, 'radsteps.explorer.refresh', 'look at the steps', () => tree.refresh()));
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.openTask', 'open the task', async (wanted: Wanted) =>
      openTask(project.require(), await statusOf(tree, wanted)),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.showGuidance', 'show the guidance', async (wanted: Wanted) => {
      await tree.steps();
      await showGuidance(idOf(wanted) === '' ? (tree.next?.task.id ?? '1-problem/problem') : idOf(wanted));
    }),
  );
  registerDecisions(services, tree, all);
  registerOwnTasks(services, tree, own, all);
  all.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => void noteSaved(services, uri)));
  return all;
}

function registerDecisions(services: Services, tree: StepTree, all: Disposables): void {
  const { log } = services;
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.markNotNeeded', 'mark the task', async (wanted: Wanted) => {
      const { task } = await statusOf(tree, wanted);
      await markNotNeeded(services, task.id, task.title);
      await tree.refresh();
    }),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.markNeeded', 'mark the task', async (wanted: Wanted) => {
      await markNeeded(services, idOf(wanted));
      await tree.refresh();
    }),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.markUpToDate', 'mark the task', async (wanted: Wanted) => {
      await markUpToDate(services, idOf(wanted));
      await tree.refresh();
    }),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.signOff', 'sign the task off', async (wanted: Wanted) => {
      const { task } = await statusOf(tree, wanted);
      await signOffTask(services, task.id, task.title);
      await tree.refresh();
    }),
  );
}

function registerOwnTasks({ log, project }: Services, tree: StepTree, own: OwnTaskFilter, all: Disposables): void {
  const ask = async (): Promise<void> => {
    const root = project.require();
    if ((await own.ask(root, await teamOf(root))) !== null) await own.turn(true);
  };
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.showMine', 'show your tasks', async () => {
      const root = project.require();
      if ((await own.person(root, await teamOf(root))) === null) await ask();
      else await own.turn(true);
      await tree.refresh();
    }),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.showAll', 'show all tasks', async () => {
      await own.turn(false);
      await tree.refresh();
    }),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.chooseMe', 'choose who you are', async () => {
      await ask();
      await tree.refresh();
    }),
  );
}

/** What a file was made from is noted when it is saved and complete for the first time. */
async function noteSaved({ project, log }: Services, { scheme, fsPath }: vscode.Uri): Promise<void> {
  const root = project.current;
  if (root === null || scheme !== 'file' || !vscode.workspace.isTrusted) return;
  const path = pathIn(root, fsPath);
  if (!/^[1-7]-\w+\//.test(path)) return;
  try {
    await (await import('../../node/project/noteOnSave')).noteOnSave(root, path);
  } catch (error) {
    describeFailure(log, 'note what a file was made from', error);
  }
}
