import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import type { Services } from '../services';
import { durationWords, type SweepDryRun } from './durationWords';

/** A section that varies one setting and can be changed from there. */
export const exampleSweep = `
sweep: # "RadSteps: Start Sweep..." trains each combination
  settings:
    train.learningRate: { from: 0.0001, to: 0.01, scale: log, points: 3 }
    train.batch: [8, 16]
  search: grid # or random
  runs: 6 # at most
`;

/** The experiments with a section `sweep`, and the others. */
async function sortExperiments(root: string): Promise<{ readonly ready: readonly string[]; readonly others: readonly string[] }> {
  const { listExperiments, readExperiment } = await import('../../node/project/readExperiment');
  const names = await listExperiments(root);
  if (names.length === 0) throw new UserError(`There is no experiment in ${layout.experiments}: write one there, for example quick.yaml.`);
  // One that can't be read is offered, so that its own sentence is shown.
  const has = await Promise.all(
    names.map((name) =>
      readExperiment(root, name, {}).then(
        ({ sweep }) => sweep !== null,
        () => true,
      ),
    ),
  );
  return { ready: names.filter((_, index) => has[index]), others: names.filter((_, index) => !has[index]) };
}

/** Adds an example to an experiment's file and puts the cursor there; nothing is saved. */
async function addExample(root: string, experiment: string): Promise<void> {
  const file = vscode.Uri.file(join(root, layout.experiments, `${experiment}.yaml`));
  const editor = await vscode.window.showTextDocument(file);
  const { document } = editor;
  const end = document.lineAt(document.lineCount - 1).range.end;
  const text = document.getText().endsWith('\n') || document.getText() === '' ? exampleSweep.slice(1) : exampleSweep;
  await editor.edit((edit) => edit.insert(end, text));
  const line = document
    .getText()
    .split('\n')
    .findIndex((words) => words.includes('train.learningRate: { from'));
  const place = new vscode.Position(Math.max(0, line), 4);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
  void vscode.window.showInformationMessage('Say what to vary, save the file, and start the sweep again.');
}

type Item = vscode.QuickPickItem & { readonly experiment: string; readonly isReady: boolean };

/** The experiment whose sweep is to be trained; undefined when the user turned away, or writes a sweep first. */
export async function askSweptExperiment(root: string, given: string | undefined): Promise<string | undefined> {
  if (given !== undefined) return given;
  const { ready, others } = await sortExperiments(root);
  const items: readonly Item[] = [
    ...ready.map((experiment) => ({ label: experiment, experiment, isReady: true })),
    ...others.map((experiment) => ({
      label: `Add a sweep to ${experiment}...`,
      description: 'writes an example into its file',
      experiment,
      isReady: false,
    })),
  ];
  const placeHolder = ready.length === 0 ? 'No experiment has a section sweep yet: add one to' : 'Which experiment?';
  const picked = await vscode.window.showQuickPick(items, { title: 'Start Sweep', placeHolder });
  if (picked === undefined || picked.isReady) return picked?.experiment;
  await addExample(root, picked.experiment);
  return undefined;
}

const choices = [1, 2, 3, 4, 8];

/** How many runs train at once, after the number of runs and how long they may take; undefined when the user turned away. */
export async function askAtOnce(
  { cli, runs }: Services,
  root: string,
  experiment: string,
  given: number | undefined,
): Promise<number | undefined> {
  if (given !== undefined) return given;
  const plan = (await cli(['-C', root, 'sweep', experiment, '--dry-run'], { cwd: root })) as SweepDryRun;
  const count = plan.trials.length;
  const most = Math.min(count, Math.max(2, availableParallelism()));
  const items = choices
    .filter((atOnce) => atOnce <= most)
    .map((atOnce) => ({
      label:
        atOnce === 1 ? `Train ${count} ${count === 1 ? 'run' : 'runs'}, one after the other` : `Train ${count} runs, ${atOnce} at once`,
      detail: durationWords(plan, runs.listings, experiment, atOnce),
      atOnce,
    }));
  const title = `Start Sweep: ${experiment}`;
  return (await vscode.window.showQuickPick(items, { title, placeHolder: `${count} runs in all` }))?.atOnce;
}
