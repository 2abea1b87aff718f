import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isGroupName, isSweepName } from '../../core/experiment/groupName';
import type { RunListing } from '../../core/experiment/runListing';
import { foldsFile, localRunFolder, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { type Prediction, predictImages } from './predictImages';
import { runTree } from './runTree';
import { showInGit } from './showInGit';

type Wanted = { readonly run?: string };

function showView(services: Services): vscode.Disposable {
  const all = new Disposables();
  const changed = all.add(new vscode.EventEmitter<undefined>());
  const view = all.add(
    vscode.window.createTreeView('radsteps.runs', {
      treeDataProvider: runTree(services, changed.event),
      showCollapseAll: true,
      canSelectMany: true,
    }),
  );
  const { runs, sweeps } = services;
  all.add(sweeps.onDidChange(() => changed.fire(undefined)));
  all.add(
    runs.onDidChange(() => {
      changed.fire(undefined);
      view.message = runs.problem ?? '';
      const going = runs.running.length;
      view.badge = going > 0 ? { value: going, tooltip: going === 1 ? 'One run is training' : `${going} runs are training` } : undefined;
    }),
  );
  return all;
}

async function wantedRun({ runs }: Services, wanted: Wanted | undefined): Promise<RunListing> {
  const listing = runs.listings.find(({ run }) => run === wanted?.run);
  if (listing === undefined) throw new UserError(`There is no run ${wanted?.run ?? 'named'} in this project.`);
  return listing;
}

async function openFile({ project }: Services, path: string, what: string): Promise<void> {
  const file = join(project.require(), path);
  if (!existsSync(file)) throw new UserError(`This run has no ${what}: ${path} is not there.`);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}

async function commit(services: Services, wanted: Wanted | undefined): Promise<void> {
  requireTrust('Committing a run');
  // Cross-validations and sweeps are no runs.
  const name = wanted?.run ?? '';
  const run = isGroupName(name) || isSweepName(name) ? name : (await wantedRun(services, wanted)).run;
  const root = services.project.require();
  await services.cli(['-C', root, 'commit', run], { cwd: root });
  await services.runs.refresh();
  void vscode.window.showInformationMessage(`The record of run ${run} is committed.`);
}

/** The cross-validation of a run that is one of its folds; a name of another kind is taken for its own. */
const groupOf = ({ runs }: Services, name: string): string => runs.listings.find(({ run }) => run === name)?.fold?.group ?? name;

/** Registers the view of runs and what can be done with one. */
export function registerRuns(services: Services): vscode.Disposable {
  const all = new Disposables();
  all.add(showView(services));
  const command = (id: string, doing: string, run: (wanted?: Wanted) => unknown) =>
    all.add(registerFailableCommand(services.log, id, doing, run));
  const run = (wanted?: Wanted): string => wanted?.run ?? '';
  command('radsteps.runs.refresh', 'list the runs', () => services.runs.refresh());
  command('radsteps.runs.openRecord', 'open the record', (wanted) => openFile(services, `${runFolder(run(wanted))}/record.json`, 'record'));
  command('radsteps.runs.openFolds', 'open the cross-validation', (wanted) =>
    openFile(services, foldsFile(groupOf(services, run(wanted))), 'record of a cross-validation'),
  );
  command('radsteps.runs.openPredictions', 'open the predictions', (wanted) =>
    openFile(services, `${runFolder(run(wanted))}/predictions.csv`, 'table of predictions'),
  );
  command('radsteps.runs.openLog', 'open the log', (wanted) =>
    openFile(services, `${localRunFolder(run(wanted))}/trainer.log`, 'log on this machine'),
  );
  command('radsteps.runs.stop', 'stop the run', (wanted) => vscode.commands.executeCommand('radsteps.training.stop', { run: run(wanted) }));
  command('radsteps.runs.stopWithoutWeights', 'stop the run', (wanted) =>
    vscode.commands.executeCommand('radsteps.training.stop', { run: run(wanted), weights: false }),
  );
  command('radsteps.runs.watch', 'watch the run', (wanted) =>
    vscode.commands.executeCommand('radsteps.watch.show', { runs: [run(wanted)] }),
  );
  command('radsteps.runs.predict', 'predict images', async (wanted?: Prediction) => {
    requireTrust('Predicting images');
    return predictImages(services, (await wantedRun(services, wanted)).run, wanted ?? {});
  });
  command('radsteps.runs.commit', 'commit the run', (wanted) => commit(services, wanted));
  command('radsteps.runs.showInGit', 'show the run in git', async (wanted) => {
    requireTrust('Showing a run in git');
    await showInGit(services.project.require(), (await wantedRun(services, wanted)).run);
  });
  return all;
}
