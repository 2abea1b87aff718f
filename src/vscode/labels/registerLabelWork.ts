import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import { type LabelContext, labelInFront } from './labelContext';
import type { ProposeArguments } from './proposeLabels';
import type { WorkArguments } from './startWork';

/** Registers the commands about labelling as work: lists, status, proposals, reader, blind reading. */
export function registerLabelWork(context: LabelContext, viewType: string): vscode.Disposable {
  const all = new Disposables();
  const { log } = context.services;
  all.add(
    registerFailableCommand(log, 'radsteps.labels.startWork', 'make the work list', async (given?: WorkArguments) =>
      (await import('./startWork')).startWork(context.services, given ?? {}, viewType),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.labels.propose', 'propose labels', async (given?: ProposeArguments) =>
      (await import('./proposeLabels')).proposeLabels(context, given ?? {}),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.labels.chooseReader', 'choose the reader', async (given?: { readonly reader?: string }) =>
      (await import('./chooseReader')).chooseReader(context, given?.reader),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.labels.blind', 'change blind reading', async () =>
      (await import('./toggleBlind')).toggleBlind(context),
    ),
  );
  all.add(registerFailableCommand(log, 'radsteps.labels.signOff', 'sign the label off', () => signOffInFront(context)));
  registerPageCommands(all, context);
  return all;
}

async function signOffInFront(context: LabelContext): Promise<void> {
  const front = labelInFront(context);
  if (front === null) throw new UserError('No label is open in front: open one, then sign it off.');
  if (front.document.isDirty) await front.document.save();
  const { signOff } = await import('./labelSignOff');
  await signOff(front.document);
  // It is saved already: this tells VS Code so.
  await vscode.workspace.save(front.uri);
}

/** The commands of the page that is in front; the page itself has keys and buttons for them, too. */
function registerPageCommands(all: Disposables, context: LabelContext): void {
  const command = (id: string, name: 'next' | 'previous' | 'toggleFinal' | 'toggleOthers' | 'acceptAll'): void => {
    all.add(
      registerFailableCommand(context.services.log, id, 'tell the label editor', () => {
        const front = labelInFront(context);
        const page = front === null ? undefined : context.pages.get(front.uri.toString());
        if (page === undefined) throw new UserError('No label is open in front.');
        page.command(name);
      }),
    );
  };
  command('radsteps.labels.next', 'next');
  command('radsteps.labels.previous', 'previous');
  command('radsteps.labels.toggleFinal', 'toggleFinal');
  command('radsteps.labels.toggleOthers', 'toggleOthers');
  command('radsteps.labels.acceptAll', 'acceptAll');
}
