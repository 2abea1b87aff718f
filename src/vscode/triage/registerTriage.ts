import * as vscode from 'vscode';
import { isRunName } from '../../core/experiment/runName';
import type { TriageSubject } from '../../protocol/triage';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';

const viewType = 'radsteps.triage';

/** Arguments of `radsteps.triage.show`; what is missing is asked. `paths` (absolute) are films outside the project, or folders of them. */
export type WantedTriage = { readonly run?: string; readonly paths?: readonly string[] };

type Panels = Map<string, vscode.WebviewPanel>;

const keyOf = ({ project, run, outside }: TriageSubject): string => [project, run, outside].join('\n');

/** The run that is meant: '' where none can alert yet, undefined where the user turned away. */
async function chooseRun({ runs }: Services, project: string): Promise<string | undefined> {
  await runs.refresh();
  const { alertRuns } = await import('../../node/run/alertRuns');
  const [first, ...more] = await alertRuns(project, runs.listings);
  if (first === undefined || more.length === 0) return first?.run ?? '';
  const items = [first, ...more].map(({ run, experiment, metric }) => ({
    label: run,
    description: [experiment, metric === null ? '' : `AUC ${metric.value.toFixed(3)}, n = ${metric.n}`].filter(Boolean).join(', '),
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Show Triage List', placeHolder: 'By the alert of which run?' }))?.label;
}

async function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, subject: TriageSubject): Promise<void> {
  panels.set(keyOf(subject), panel);
  let isClosed = false;
  panel.onDidDispose(() => {
    isClosed = true;
    panels.delete(keyOf(subject));
  });
  const { serveTriage } = await import('./triagePanel');
  if (!isClosed) serveTriage(services, panel, subject);
}

async function show(services: Services, panels: Panels, { run: given, paths = [] }: WantedTriage): Promise<void> {
  const project = services.project.require();
  const run = given ?? (await chooseRun(services, project));
  if (run === undefined) return;
  const { rememberOutside } = await import('./outsideFilms');
  const subject = { project, run, outside: await rememberOutside(services.context, paths) };
  const open = panels.get(keyOf(subject));
  if (open !== undefined) return open.reveal();
  await keep(services, panels, vscode.window.createWebviewPanel(viewType, 'Triage List', vscode.ViewColumn.Active), subject);
}

async function showFolder(services: Services, panels: Panels, { run, paths }: WantedTriage): Promise<void> {
  const asked = { title: 'Show Triage List of a Folder', openLabel: 'Sort Films', canSelectFolders: true, canSelectFiles: false };
  const chosen = paths ?? (await vscode.window.showOpenDialog(asked))?.map(({ fsPath }) => fsPath) ?? [];
  if (chosen.length > 0) await show(services, panels, { ...(run === undefined ? {} : { run }), paths: chosen });
}

function subjectOf(state: unknown): TriageSubject | null {
  const kept = typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>) : {};
  const { project, run, outside } = kept;
  if (typeof project !== 'string' || project === '' || typeof run !== 'string' || typeof outside !== 'string') return null;
  return run === '' || isRunName(run) ? { project, run, outside } : null;
}

/** Registers "Show Triage List", that of a folder, and the pages' return after a reload of the window. */
export function registerTriage(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  const given = (wanted?: WantedTriage): WantedTriage => ({
    ...(wanted?.run === undefined ? {} : { run: wanted.run }),
    ...(wanted?.paths === undefined ? {} : { paths: wanted.paths }),
  });
  all.add(
    registerFailableCommand(services.log, 'radsteps.triage.show', 'show the triage list', (wanted?: WantedTriage) =>
      show(services, panels, given(wanted)),
    ),
  );
  all.add(
    registerFailableCommand(services.log, 'radsteps.triage.showFolder', 'show the triage list', (wanted?: WantedTriage) =>
      showFolder(services, panels, given(wanted)),
    ),
  );
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const subject = subjectOf(state);
        if (subject === null) panel.dispose();
        else await keep(services, panels, panel, subject);
      },
    }),
  );
  return all;
}
