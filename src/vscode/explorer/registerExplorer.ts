import type * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { openTask } from './openTask';
import { StepTree } from './stepTree';

async function openById({ project }: Services, tree: StepTree, id: string): Promise<void> {
  const status = tree.steps.flatMap(({ tasks }) => tasks).find(({ task }) => task.id === id);
  if (status === undefined) throw new UserError(`There is no task ${id}.`);
  await openTask(project.require(), status);
}

/** Registers the view of the seven steps. */
export function registerExplorer(services: Services): vscode.Disposable {
  const all = new Disposables();
  const { log } = services;
  const tree = all.add(new StepTree(services));
  all.add(registerFailableCommand(log, 'radsteps.explorer.refresh', 'look at the steps', () => tree.refresh()));
  all.add(
    registerFailableCommand(log, 'radsteps.explorer.openTask', 'open the task', (wanted?: { task?: string }) =>
      openById(services, tree, wanted?.task ?? ''),
    ),
  );
  return all;
}
