import * as vscode from 'vscode';
import type { Finding } from '../../core/check/finding';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { CheckModel } from './checkModel';
import { fixEdit } from './findingDiagnostic';
import { fixActions, type WantedFix } from './fixActions';

/** Registers the findings of `radsteps check` in the Problems panel, with what can be done about them. */
export function registerDiagnostics(services: Services): vscode.Disposable {
  const { log } = services;
  const all = new Disposables();
  const model = all.add(new CheckModel(services));
  const selector = { scheme: 'file', pattern: '**' };
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  all.add(
    vscode.languages.registerCodeActionsProvider(
      selector,
      fixActions((uri) => model.of(uri)),
      kinds,
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.diagnostics.check', 'check the project', async () => {
      requireTrust('Checking');
      services.project.require();
      model.note();
      await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
    }),
  );
  all.add(registerFailableCommand(log, 'radsteps.diagnostics.report', 'tell what was found', () => model.report()));
  all.add(
    registerFailableCommand(log, 'radsteps.diagnostics.fix', 'mend what was found', ({ id, choice }: WantedFix) =>
      applyFix(services, requireFinding(model, id), choice),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.diagnostics.accept', 'accept what was found', ({ id }: Pick<WantedFix, 'id'>) =>
      accept(services, model, requireFinding(model, id)),
    ),
  );
  return all;
}

function requireFinding(model: CheckModel, id: string): Finding {
  const finding = model.find(id);
  if (finding === undefined) throw new UserError('This was mended meanwhile, or the files have changed: look at the Problems panel again.');
  return finding;
}

/** Applies a fix as an edit that can be undone, and saves what it changed, since the checks look at the disk. */
async function applyFix({ project }: Services, { fixes }: Finding, choice: number): Promise<void> {
  requireTrust('Changing files');
  const fix = fixes[choice];
  const root = project.require();
  if (fix === undefined || !(await vscode.workspace.applyEdit(fixEdit(root, fix))))
    throw new UserError('The fix no longer fits the files.');
  const changed = new Set(
    fix.edits.flatMap((edit) => (edit.kind === 'replace' ? [vscode.Uri.joinPath(vscode.Uri.file(root), edit.file).fsPath] : [])),
  );
  const documents = vscode.workspace.textDocuments.filter(({ uri }) => changed.has(uri.fsPath));
  await Promise.all(documents.map((document) => document.save()));
}

async function accept({ project }: Services, model: CheckModel, finding: Finding): Promise<void> {
  requireTrust('Accepting a finding');
  const root = project.require();
  const reason = await vscode.window.showInputBox({
    title: 'Accept With a Reason',
    prompt: finding.message,
    placeHolder: 'Why is this no problem here? It is kept in 7-governance/accepted.csv.',
    ignoreFocusOut: true,
  });
  if (reason === undefined || reason.trim() === '') return;
  const [{ acceptFinding }, { readLocal }] = await Promise.all([
    import('../../node/check/acceptFinding'),
    import('../../node/project/local'),
  ]);
  await acceptFinding(root, finding, { reason, by: (await readLocal(root)).reader, date: new Date().toISOString().slice(0, 10) });
  model.note();
}
