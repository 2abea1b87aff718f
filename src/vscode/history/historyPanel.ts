import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { NotesEdit } from '../../core/experiment/runNotes';
import { type Handlers, serve } from '../../protocol/channel';
import type { HistoryKept, HistoryPage, LiveTexts } from '../../protocol/history';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { actOnRuns } from './historyActions';
import { HistoryReading } from './historyReading';
import { watchHistory } from './watchHistory';

/** Milliseconds between two announcements of changed files: a rebase or a sweep changes them for a while. */
const restMs = 700;

const keptKey = (project: string): string => `radsteps.history ${project}`;

const keptOf = ({ context }: Services, project: string): HistoryKept | null =>
  context.workspaceState.get<HistoryKept>(keptKey(project)) ?? null;

/** Where the running runs of a project stand, in a few words; nothing for a project that is not the window's current one. */
async function liveTexts({ runs, project }: Services, shown: string): Promise<LiveTexts> {
  if (project.current !== shown) return {};
  const { describeLiveRun } = await import('../../core/experiment/liveRun');
  return Object.fromEntries(runs.running.map(({ run }) => [run, describeLiveRun(runs.live(run))]));
}

async function changeNotes(project: string, runs: readonly string[], edit: NotesEdit): Promise<void> {
  requireTrust('Noting something of a run');
  const { editRunNotes } = await import('../../node/run/runNotes');
  for (const run of runs) await editRunNotes(project, run, edit);
}

const handlersOf = (services: Services, project: string, reading: HistoryReading): Handlers<HistoryPage> => ({
  open: async ({ all, digest }) => {
    requireTrust('Showing the history of runs');
    const kept = keptOf(services, project);
    const wanted = all ?? kept?.all ?? false;
    const old = digest === '' ? await reading.last(wanted) : null;
    const answer = old ?? (await reading.read({ all: wanted, digest }));
    const live = await liveTexts(services, project);
    return { project, title: basename(project), kept, all: wanted, ...answer, isOld: old !== null, live };
  },
  keep: async (kept) => services.context.workspaceState.update(keptKey(project), kept),
  note: ({ runs, edit }) => changeNotes(project, runs, edit),
  act: ({ what, runs }) => actOnRuns(what, runs),
});

/** Makes a panel the history of a project's runs, which follows the project's files and git's branches while it is seen. */
export function serveHistory(services: Services, panel: vscode.WebviewPanel, project: string): void {
  const all = new Disposables();
  const { log, cli, changes, context } = services;
  const reading = all.add(new HistoryReading(cli, project));
  const describe = (error: unknown): string => describeFailure(log, 'show the history of runs', error) ?? 'Cancelled.';
  const page = all.add(serve<HistoryPage>(webviewPort(panel.webview), handlersOf(services, project, reading), describe));
  // A hidden page hears nothing; it asks anew when it is shown.
  const following = all.add(
    restingWork(async () => {
      if (panel.visible && !all.disposed) page.announce('changed', true);
    }, restMs),
  );
  all.add(changes.onDidChange(({ listing }) => listing && following.note()));
  all.add(
    services.runs.onDidChange(async () => {
      const live = await liveTexts(services, project);
      if (panel.visible && !all.disposed) page.announce('live', live);
    }),
  );
  // Git is asked where the branches lie, which an untrusted folder must not have it do.
  const watch = (): void => void all.add(watchHistory(project, () => following.note()));
  if (vscode.workspace.isTrusted) {
    watch();
    reading.begin(keptOf(services, project)?.all ?? false);
  } else all.add(vscode.workspace.onDidGrantWorkspaceTrust(watch));
  all.add(panel.onDidChangeViewState(() => panel.visible || reading.rest()));
  panel.onDidDispose(() => all.dispose());
  fillWebview(panel.webview, context.extensionUri, 'history', panel.title);
}
