import * as vscode from 'vscode';
import { type Handlers, serve } from '../../protocol/channel';
import type { OverviewPage } from '../../protocol/overview';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Changes } from '../projectChanges';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { actOnOverview } from './overviewActions';
import { OverviewReading } from './overviewReading';

/** Milliseconds between two announcements of changed files: an import or a checkout changes them for a while. */
const restMs = 700;

type Part = OverviewPage['events']['changed'][number];

function changedParts({ steps, listing, git, labels }: Changes): readonly Part[] {
  const isOfLabels = labels === 'all' || labels.size > 0;
  return [
    ...(steps || listing ? (['head'] as const) : []),
    ...(steps || isOfLabels ? (['data'] as const) : []),
    ...(listing || steps ? (['runs'] as const) : []),
    ...(git ? (['activity'] as const) : []),
  ];
}

/** Makes a panel the overview of a project, which follows the project's files while it is seen. */
export function serveOverview(services: Services, panel: vscode.WebviewPanel, project: string): void {
  const all = new Disposables();
  const { log, changes, context } = services;
  const reading = all.add(new OverviewReading(services, project));
  // Read while the page's script is on its way.
  let begun: ReturnType<OverviewReading['head']> | undefined = reading.head();
  begun.catch(() => undefined);
  const head = (): ReturnType<OverviewReading['head']> => {
    const first = begun ?? reading.head();
    begun = undefined;
    return first;
  };
  const handlers: Handlers<OverviewPage> = {
    open: async () => ({ project, head: await head(), isTrusted: vscode.workspace.isTrusted, parts: reading.parts }),
    data: () => reading.data(),
    runs: () => reading.runs(),
    problems: () => reading.problems(),
    activity: () => reading.activity(),
    act: actOnOverview,
  };
  const describe = (error: unknown): string => describeFailure(log, 'show the overview', error) ?? 'Cancelled.';
  const page = all.add(serve<OverviewPage>(webviewPort(panel.webview), handlers, describe));
  const due = new Set<Part>();
  const following = all.add(
    restingWork(async () => {
      const parts = [...due];
      due.clear();
      // A hidden page hears nothing; it asks anew when it is shown.
      if (panel.visible && !all.disposed && parts.length > 0) page.announce('changed', parts);
    }, restMs),
  );
  const note = (parts: readonly Part[]): void => {
    for (const part of parts) due.add(part);
    if (parts.length > 0) following.note();
  };
  all.add(changes.onDidChange((changed) => note(changedParts(changed))));
  all.add(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const root = vscode.Uri.file(project).path;
      if (uris.some(({ path }) => path.startsWith(`${root}/`))) note(['problems']);
    }),
  );
  all.add(vscode.workspace.onDidGrantWorkspaceTrust(() => note(['head', 'data', 'runs', 'problems', 'activity'])));
  all.add(panel.onDidChangeViewState(() => panel.visible || reading.rest()));
  panel.onDidDispose(() => all.dispose());
  fillWebview(panel.webview, context.extensionUri, 'overview', panel.title);
}
