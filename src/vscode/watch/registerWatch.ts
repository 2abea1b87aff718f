import * as vscode from 'vscode';
import type { WatchLook } from '../../protocol/watch';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import { projectPages } from '../projectPages';
import type { Services } from '../services';
import type { OpenWatches } from './openWatches';
import type { WatchWishes } from './watchPanel';

const viewType = 'radsteps.watch';

/** Arguments of `radsteps.watch.show`: no runs stands for all that train, and those that begin join. */
export type WatchArguments = { readonly runs?: readonly string[] };

type Wish = ReturnType<WatchWishes['take']>;

const lookOf = ({ runs = [] }: WatchArguments): WatchLook => ({ runs, joins: runs.length === 0 });

/** Registers "Watch Runs" and "Show Sweeps", one page a project, and its return after a reload of the window. */
export function registerWatch(services: Services, watches: OpenWatches): vscode.Disposable {
  const all = new Disposables();
  const wished = all.add(new vscode.EventEmitter<string>());
  const waiting = new Map<string, Wish>();
  const wishes: WatchWishes = {
    onWish: wished.event,
    take: (project) => {
      const wish = waiting.get(project) ?? { look: null, sweeps: false };
      waiting.delete(project);
      return wish;
    },
  };
  const pages = all.add(
    projectPages(services, {
      viewType,
      title: 'Watch',
      icon: 'watch',
      serve: (own, panel, project) => void serveSoon(panel, (serve) => serve(own, panel, project, watches, wishes)),
    }),
  );
  const show = (wish: Wish): void => {
    const project = services.project.require();
    waiting.set(project, wish);
    pages.show();
    wished.fire(project);
  };
  all.add(
    registerFailableCommand(services.log, 'radsteps.watch.show', 'watch the runs', (given?: WatchArguments) =>
      show({ look: lookOf(given ?? {}), sweeps: false }),
    ),
  );
  all.add(registerFailableCommand(services.log, 'radsteps.sweeps.show', 'show the sweeps', () => show({ look: null, sweeps: true })));
  return all;
}

type Serve = typeof import('./watchPanel').serveWatch;

/** The page is loaded when the first one opens, so that activation stays short. */
async function serveSoon(panel: vscode.WebviewPanel, begin: (serve: Serve) => void): Promise<void> {
  let isClosed = false;
  const closing = panel.onDidDispose(() => {
    isClosed = true;
  });
  const { serveWatch } = await import('./watchPanel');
  closing.dispose();
  if (!isClosed) begin(serveWatch);
}
