import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';

/** The experiment to train: the given one, the only one there is, or the one that is picked in a list of this title; undefined when the user turned away. */
export async function askExperiment(root: string, given: string | undefined, title: string): Promise<string | undefined> {
  if (given !== undefined) return given;
  const { listExperiments } = await import('../../node/project/readExperiment');
  const names = await listExperiments(root);
  const [only] = names;
  if (only === undefined) throw new UserError(`There is no experiment in ${layout.experiments}: write one there, for example quick.yaml.`);
  if (names.length === 1) return only;
  // The one that the command line takes when none is named comes first.
  const sorted = [...names].sort((a, b) => Number(b === 'quick') - Number(a === 'quick'));
  return vscode.window.showQuickPick(sorted, { title, placeHolder: 'Which experiment?' });
}
