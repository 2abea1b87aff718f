import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { projectPages } from '../projectPages';
import type { Services } from '../services';
import { serveAgreement } from './agreementPanel';

const viewType = 'radsteps.agreement';

/** Registers "Show Reader Agreement", and the page's return after a reload of the window. */
export function registerAgreement(services: Services): vscode.Disposable {
  const pages = projectPages(services, { viewType, title: 'Agreement', icon: 'agreement', serve: serveAgreement });
  return vscode.Disposable.from(
    pages,
    registerFailableCommand(services.log, 'radsteps.agreement.show', 'show how readers agree', () => pages.show()),
  );
}
