import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { type KitReport, kitMarkdown } from '../../core/experiment/kitReport';
import { runWithProgress } from '../cliProgress';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { requireTrust } from '../trust';

const scheme = 'radsteps-kit';
const place = vscode.Uri.from({ scheme, path: '/What this machine offers.md' });

/** Registers the command that tries every backend of this machine and shows what it found as a page, which is nobody's file. */
export function registerKit({ cli, project, log }: Services): vscode.Disposable {
  let text = '';
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const show = async (): Promise<KitReport> => {
    requireTrust('Trying the backends');
    const folder = project.current ?? homedir();
    const report = (await runWithProgress(cli, 'RadSteps: trying what this machine offers', ['-C', folder, 'kit'], folder)) as KitReport;
    text = kitMarkdown(report);
    changed.fire(place);
    await vscode.commands.executeCommand('markdown.showPreview', place);
    return report;
  };
  const all = new Disposables();
  all.add(changed);
  all.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { onDidChange: changed.event, provideTextDocumentContent: () => text }),
  );
  all.add(registerFailableCommand(log, 'radsteps.kit.show', 'try what this machine offers', show));
  return all;
}
