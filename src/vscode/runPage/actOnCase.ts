import * as vscode from 'vscode';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import type { CaseAction } from '../../protocol/run';

/** A case of a run's page, and whose labels the run learned from ('' where that is not known). */
export type OpenedCase = { readonly project: string; readonly run: string; readonly image: string; readonly reader: string };

const execute = async (command: string, argument: unknown): Promise<void> => {
  await vscode.commands.executeCommand(command, argument);
};

/** Shows a case beside the page, or asks about it; throws UserError where the record does not tell enough. */
export async function actOnCase(opened: OpenedCase, action: CaseAction): Promise<void> {
  const { project, run, image, reader } = opened;
  switch (action) {
    case 'open':
      return execute('radsteps.findings.show', { image, runs: [run], beside: true });
    case 'similar':
      return execute('radsteps.similar.show', { run, image, beside: true });
    case 'card':
      return execute('radsteps.card.show', { run, image, beside: true });
    case 'label':
      return execute('radsteps.labels.open', { image, ...(reader === '' ? {} : { reader }) });
    case 'who':
      if (reader === '') throw new UserError('Whose labels the run learned from is not in its record.');
      return execute('radsteps.labels.who', vscode.Uri.joinPath(vscode.Uri.file(project), labelFile(reader, image)));
  }
}
