import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { type Handlers, serve } from '../../protocol/channel';
import type { WatchLook, WatchPage } from '../../protocol/watch';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { watchMachine } from './machineWatch';
import type { OpenWatches } from './openWatches';
import { WatchModel } from './watchModel';

/** What a command asks of the page of a project, and how it hears of it. */
export type WatchWishes = {
  /** What the next opening shows, where somebody asked for runs or sweeps; it is forgotten once it is taken. */
  readonly take: (project: string) => { readonly look: WatchLook | null; readonly sweeps: boolean };
  readonly onWish: vscode.Event<string>;
};

const everything: WatchLook = { runs: [], joins: true };

const run = async (command: string, ...words: readonly unknown[]): Promise<void> => {
  await vscode.commands.executeCommand(command, ...words);
};

const compareCommand = 'radsteps.compare.show';

async function compare(runs: readonly string[]): Promise<void> {
  if (!(await vscode.commands.getCommands(true)).includes(compareCommand))
    throw new UserError('This version of RadSteps can compare runs on the command line only: `radsteps compare <runs>`.');
  await run(compareCommand, { runs });
}

type Panel = { readonly services: Services; readonly project: string; readonly watches: OpenWatches };

/** What the page may ask; `open` notes the look that it is to be told of from then on. */
function handlersOf({ services, project, watches }: Panel, open: WatchPageHandlers['open']): WatchPageHandlers {
  const radsteps = async (...words: readonly string[]): Promise<void> => {
    requireTrust('Changing a sweep');
    await services.cli(['-C', project, ...words], { cwd: project });
    await services.sweeps.refresh();
  };
  return {
    open,
    stop: (wish) => run('radsteps.training.stop', wish),
    openRun: (name) => run('radsteps.runPage.open', { run: name }),
    openLog: (name) => run('radsteps.runs.openLog', { run: name }),
    compare,
    // These end when the training has.
    train: () => void run('radsteps.training.start'),
    startSweep: () => void run('radsteps.sweep.start'),
    trust: () => run('workbench.trust.manage'),
    pauseSweep: (group) => run('radsteps.sweeps.pause', { group }),
    resumeSweep: (group) => void run('radsteps.sweeps.resume', { group }),
    cancelSweep: (group) => run('radsteps.sweeps.cancel', { group }),
    cancelTrial: ({ group, index }) => radsteps('sweep', '--cancel', group, '--trial', String(index)),
    moveTrial: ({ group, index, place }) => radsteps('sweep', '--move', group, '--trial', String(index), '--to', String(place)),
    drawn: (what) => watches.note(what),
  };
}

type WatchPageHandlers = Handlers<WatchPage>;

/** Makes a panel the page of a project's running runs and sweeps, which follows their files while it is seen. */
export function serveWatch(
  services: Services,
  panel: vscode.WebviewPanel,
  project: string,
  watches: OpenWatches,
  wishes: WatchWishes,
): void {
  const all = new Disposables();
  const { log, runs, sweeps, context } = services;
  const model = new WatchModel(services, project);
  let look: WatchLook | null = null;
  const open: WatchPageHandlers['open'] = async (kept) => {
    const wish = wishes.take(project);
    if (services.sweeps.listings.length === 0) await services.sweeps.refresh();
    const view = await model.view(wish.look ?? kept ?? everything);
    look = view.look;
    if (wish.sweeps) setTimeout(() => all.disposed || page.announce('showSweeps', true), 50);
    return view;
  };
  const describe = (error: unknown): string => describeFailure(log, 'watch the runs', error) ?? 'Cancelled.';
  const page = all.add(serve<WatchPage>(webviewPort(panel.webview), handlersOf({ services, project, watches }, open), describe));
  let busy = false;
  let again = false;
  // A hidden page hears nothing; it asks anew when it is shown.
  const follow = async (): Promise<void> => {
    if (look === null || !panel.visible || all.disposed) return;
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const view = await model.view(look);
      look = view.look;
      if (!all.disposed) page.announce('changed', view);
    } catch (error) {
      describe(error);
    } finally {
      busy = false;
    }
    if (again) await follow();
  };
  all.add(runs.onDidChange(() => void follow()));
  all.add(sweeps.onDidChange(() => void follow()));
  all.add(
    wishes.onWish((wanted) => {
      if (wanted !== project || look === null) return;
      const wish = wishes.take(project);
      // All that train join those that are shown.
      if (wish.look !== null) page.announce('look', wish.look.joins ? { ...wish.look, runs: look.runs } : wish.look);
      if (wish.sweeps) page.announce('showSweeps', true);
    }),
  );
  all.add(
    watchMachine(
      services,
      project,
      () => panel.visible,
      (sample) => page.announce('machine', sample),
    ),
  );
  panel.onDidDispose(() => all.dispose());
  fillWebview(panel.webview, context.extensionUri, 'watch', panel.title);
}
