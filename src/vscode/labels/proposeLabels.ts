import * as vscode from 'vscode';
import { isDrawnTask } from '../../core/experiment/taskName';
import { proposeMarks } from '../../core/label/proposals';
import { UserError } from '../../core/userError';
import { readBlind } from '../../node/label/readBlind';
import { runMarks } from '../../node/label/runProposals';
import { readLocal, writeLocal } from '../../node/project/local';
import { readRecord } from '../../node/run/readRecord';
import { runWithProgress } from '../cliProgress';
import { requireTrust } from '../trust';
import { type LabelContext, labelInFront } from './labelContext';
import type { LabelDocument } from './labelDocument';
import { askRun } from './startWork';

/** Arguments of `radsteps.labels.propose`; what is given is not asked. */
export type ProposeArguments = { readonly run?: string; readonly scope?: 'image' | 'all' };

/** Shows what a run says as proposals: categories beside their questions, marks in the label in front or in all drafts. Throws UserError for a blind reader. */
export async function proposeLabels(context: LabelContext, given: ProposeArguments): Promise<void> {
  requireTrust('Proposing labels');
  const { services } = context;
  const root = services.project.require();
  const { isBlind, by } = await readBlind(root);
  if (isBlind)
    throw new UserError(
      by === 'protocol'
        ? 'The protocol asks for blind reading: what a model says is not shown.'
        : 'You read blind here: "RadSteps: Read Labels Blind or Not" ends that.',
    );
  const run = given.run ?? (await askRun(services, 'Whose predictions are proposed?'));
  if (run === undefined) return;
  const { task } = await readRecord(root, run);
  if (isDrawnTask(task)) await proposeDrawn(context, root, run, given.scope);
  else await writeLocal(root, { ...(await readLocal(root)), proposals: run });
  context.refreshed.fire();
  if (!isDrawnTask(task))
    void vscode.window.showInformationMessage(`What ${run} says stands beside each question: Y accepts it, N rejects it.`);
}

async function proposeDrawn(context: LabelContext, root: string, run: string, given?: 'image' | 'all'): Promise<void> {
  const front = labelInFront(context);
  const scope = front === null ? 'all' : (given ?? (await askScope()));
  if (scope === undefined) return;
  if (scope === 'image' && front !== null) return proposeHere(front.document, run);
  const result = await runWithProgress(context.services.cli, 'RadSteps: proposing marks', ['-C', root, 'labels', 'propose', run], root);
  for (const document of [...context.documents.all, ...[...context.works].map(({ current }) => current)])
    if (!document.isDirty) await document.lookAtFile();
  const { marks, images, final } = result as { readonly marks: number; readonly images: number; readonly final: number };
  const left = final === 0 ? '' : ` ${final} final labels were left alone.`;
  void vscode.window.showInformationMessage(`${marks} marks proposed in ${images} labels.${left}`);
}

async function askScope(): Promise<'image' | 'all' | undefined> {
  const items = [
    { label: 'This image', value: 'image' },
    { label: 'All images without a final label', detail: 'Writes proposals into their label files', value: 'all' },
  ] as const;
  return (await vscode.window.showQuickPick(items, { title: 'Propose Labels', placeHolder: 'For which images?' }))?.value;
}

async function proposeHere(document: LabelDocument, run: string): Promise<void> {
  const { root, image } = document.place;
  if (document.guard !== null) throw new UserError(document.guard);
  const marks = await runMarks(root, run, image);
  if (marks === null) throw new UserError(`Run ${run} says nothing of ${image}: only images that it did not learn from have predictions.`);
  const edits = proposeMarks(document.label, marks, run, Math.random);
  if (edits.length === 0) throw new UserError(`Run ${run} found nothing in ${image} that is not proposed already.`);
  await document.step({ words: 'Propose Marks', edits }, null);
}
