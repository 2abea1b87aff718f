import { setTimeout as sleep } from 'node:timers/promises';
import type { ViewerStatus } from '../../../src/vscode/viewer/openViewers';
import type { Session } from './openSession';

/** What the viewers of a window show. */
export const viewerStatuses = (session: Session): Promise<readonly ViewerStatus[]> =>
  session.host((vscode) =>
    vscode.extensions
      .getExtension('radsteps.radsteps')
      ?.activate()
      .then(({ viewers }) => viewers()),
  );

/** How many first pictures there were so far. */
export const paintedCount = (session: Session): Promise<number> =>
  session.host((vscode) =>
    vscode.extensions
      .getExtension('radsteps.radsteps')
      ?.activate()
      .then(({ painted }) => painted().length),
  );

/** The viewer of a file (by the end of its address) once `accept` is content with it. */
export async function untilViewer(
  session: Session,
  file: string,
  accept: (status: ViewerStatus) => boolean = ({ isComplete }) => isComplete,
): Promise<ViewerStatus> {
  let last: readonly ViewerStatus[] = [];
  for (let waited = 0; waited < 40_000; waited += 100) {
    last = await viewerStatuses(session);
    const found = last.find((status) => decodeURIComponent(status.uri).endsWith(file) && accept(status));
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`No viewer of ${file} came to show what was waited for: ${JSON.stringify(last)}`);
}

/** Opens a file as a double click in the explorer does. */
export async function openPath(session: Session, path: string, beside = false): Promise<void> {
  await session.host(
    (vscode, asked: { path: string; beside: boolean }) =>
      vscode.commands
        .executeCommand('vscode.open', vscode.Uri.file(asked.path), { preview: false, viewColumn: asked.beside ? -2 : -1 })
        .then(() => null),
    { path, beside },
  );
}

/** Runs "Open in RadSteps Viewer" on a path; not awaited, since it may ask. */
export async function openInViewer(session: Session, path: string): Promise<void> {
  await session.host((vscode, asked: string) => {
    void vscode.commands.executeCommand('radsteps.viewer.open', vscode.Uri.file(asked));
    return null;
  }, path);
}

export const closeEditors = (session: Session): Promise<null> =>
  session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
