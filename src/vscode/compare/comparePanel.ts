import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Handlers, serve } from '../../protocol/channel';
import type { ComparePage } from '../../protocol/compare';
import { progressText } from '../cliProgress';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { CompareModel } from './compareModel';

/** Milliseconds between two readings of changed files: training changes them every epoch. */
const restMs = 1000;

const run = async (command: string, ...words: readonly unknown[]): Promise<void> => {
  await vscode.commands.executeCommand(command, ...words);
};

/** Opens an image beside the page, with its label and what the runs say of it. */
const openImage = (image: string, runs: readonly string[]): Promise<void> => run('radsteps.findings.show', { image, runs, beside: true });

/** The runs of a page: their project, and how to ask for others. */
export type ComparedRuns = { readonly project: string; readonly runs: readonly string[]; readonly chooseOthers: () => Promise<void> };

const handlersOf = ({ project, runs, chooseOthers }: ComparedRuns, model: CompareModel): Handlers<ComparePage> => ({
  open: async (reference) => {
    requireTrust('Comparing runs');
    return { project, title: basename(project), runs, report: await model.report(reference) };
  },
  importance: (choice) => {
    requireTrust('Comparing runs');
    return model.importance(choice);
  },
  cancel: () => model.dispose(),
  openImage: (image) => openImage(image, runs),
  openRun: (wanted) => run('radsteps.runPage.open', { run: wanted }),
  chooseRuns: chooseOthers,
});

/** Makes a panel the page that compares runs, which follows their files while it is seen. */
export function serveCompare(services: Services, panel: vscode.WebviewPanel, compared: ComparedRuns): void {
  const all = new Disposables();
  const { log, cli, changes, runs: listed, context } = services;
  const { project, runs } = compared;
  const model = all.add(
    new CompareModel(cli, project, runs, (progress) => all.disposed || page.announce('progress', progressText(progress))),
  );
  const describe = (error: unknown): string => describeFailure(log, 'compare the runs', error) ?? 'Cancelled.';
  const page = all.add(serve<ComparePage>(webviewPort(panel.webview), handlersOf(compared, model), describe));
  // A hidden page hears nothing; it asks anew when it is shown.
  const following = all.add(
    restingWork(async () => {
      if (panel.visible && !all.disposed) page.announce('changed', true);
    }, restMs),
  );
  const note = (): void => {
    model.noteChange();
    following.note();
  };
  all.add(
    changes.onDidChange(({ runs: changed, labels }) => {
      const isLabel = labels === 'all' || labels.size > 0;
      if (runs.some((one) => changed.has(one)) || (isLabel && model.isDrawn)) note();
    }),
  );
  // A checkout brings runs into the working tree and takes them out of it.
  const present = (): string => listed.listings.flatMap(({ run: one }) => (runs.includes(one) ? [one] : [])).join(' ');
  let before = present();
  all.add(
    listed.onDidChange(() => {
      const now = present();
      if (now !== before) note();
      before = now;
    }),
  );
  panel.onDidDispose(() => all.dispose());
  fillWebview(panel.webview, context.extensionUri, 'compare', panel.title);
}
