import * as vscode from 'vscode';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import type { CaseAction } from '../../protocol/run';

/** A case of a run's page, and whose labels the run learned from ('' where that is not known). */
export type OpenedCase = { readonly project: string; readonly run: string; readonly image: string; readonly reader: string };

const execute = async (command: string, argument: unknown): Promise<void> => {
  await vscode.commands.executeCommand(command, argument);
};

/** Shows a case in the viewer, or asks about it; throws UserError where this version can't. */
export async function actOnCase(opened: OpenedCase, action: CaseAction): Promise<void> {
  const known = new Set(await vscode.commands.getCommands(true));
  const { project, run, image, reader } = opened;
  switch (action) {
    case 'open':
      if (known.has('radsteps.findings.show')) return execute('radsteps.findings.show', { image, runs: [run] });
      return execute('radsteps.viewer.openImage', { image, beside: true });
    case 'similar':
      if (known.has('radsteps.similar.show')) return execute('radsteps.similar.show', { run, image });
      throw new UserError("This version of RadSteps can't look for similar training images.");
    case 'label':
      return execute('radsteps.labels.open', { image, ...(reader === '' ? {} : { reader }) });
    case 'who':
      if (reader === '') throw new UserError('Whose labels the run learned from is not in its record.');
      return execute('radsteps.labels.who', vscode.Uri.joinPath(vscode.Uri.file(project), labelFile(reader, image)));
  }
}
