import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import type { Swept } from '../sweepModel';
import { requireTrust } from '../trust';
import { announceSweepEnds } from './sweepEnds';

/** Arguments of `radsteps.sweep.start` for callers without dialogs. */
export type SweepArguments = {
  readonly experiment?: string;
  readonly atOnce?: number;
  readonly sets?: Readonly<Record<string, string>>;
  readonly commit?: boolean;
};

type Wanted = { readonly group?: string };

const commitRuns = (): boolean => vscode.workspace.getConfiguration('radsteps').get<boolean>('training.commitRuns', true);

/** Conducts a sweep in a process that outlives this window; resolves with what the command says at its end. */
async function conduct({ cli, log, runs, sweeps }: Services, root: string, words: readonly string[]): Promise<unknown> {
  let known = '';
  let group = '';
  try {
    return await cli(['-C', root, 'sweep', ...words], {
      cwd: root,
      detached: true,
      onEvent: (event) => {
        if (event.event === 'warning') log.warn(event.message);
        // Each run of a sweep is to be seen as soon as its record is there.
        if (event.event !== 'record' || event.record.run === known) return;
        known = event.record.run;
        group = event.record.sweep?.group ?? group;
        void runs.refresh().then(() => sweeps.refresh());
      },
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    await sweeps.refresh();
    // A command that was killed is told of with an offer to go on.
    if (sweeps.find(group)?.reason.includes('without a word') !== true) throw error;
    log.error(error instanceof Error ? error.message : String(error));
    return undefined;
  } finally {
    await runs.refresh();
    await sweeps.refresh();
  }
}

async function start(services: Services, given: SweepArguments): Promise<unknown> {
  requireTrust('Training');
  const root = services.project.require();
  const { askAtOnce, askSweptExperiment } = await import('./askSweep');
  const experiment = await askSweptExperiment(root, given.experiment);
  if (experiment === undefined) return undefined;
  const atOnce = await askAtOnce(services, root, experiment, given.atOnce);
  if (atOnce === undefined) return undefined;
  const sets = Object.entries(given.sets ?? {}).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const noCommit = (given.commit ?? commitRuns()) ? [] : ['--no-commit'];
  void vscode.commands.executeCommand('radsteps.sweeps.show');
  return conduct(services, root, [experiment, '--at-once', String(atOnce), ...sets, ...noCommit]);
}

/** The named sweep, or the one of these that is picked; undefined when the user turned away. */
async function askSweep(
  { sweeps }: Services,
  { group }: Wanted,
  fits: (sweep: Swept) => boolean,
  none: string,
): Promise<Swept | undefined> {
  if (group !== undefined) return sweeps.find(group);
  await sweeps.refresh();
  const fitting = sweeps.listings.filter(fits);
  if (fitting.length === 0) throw new UserError(none);
  if (fitting.length === 1) return fitting[0];
  const names = fitting.map((sweep) => sweep.group);
  const picked = await vscode.window.showQuickPick(names, { placeHolder: 'Which sweep?' });
  return fitting.find((sweep) => sweep.group === picked);
}

const isRunning = ({ record }: Swept): boolean => record?.state === 'running';
const isLeft = ({ record }: Swept): boolean => record?.state === 'paused';

async function pause(services: Services, wanted: Wanted): Promise<void> {
  requireTrust('Pausing a sweep');
  const sweep = await askSweep(services, wanted, isRunning, 'No sweep is running now.');
  if (sweep === undefined) return;
  const root = services.project.require();
  await services.cli(['-C', root, 'sweep', '--pause', sweep.group], { cwd: root });
  await services.sweeps.refresh();
}

async function resume(services: Services, wanted: Wanted): Promise<unknown> {
  requireTrust('Training');
  const sweep = await askSweep(services, wanted, isLeft, 'No sweep was paused or killed, so there is none to go on with.');
  if (sweep === undefined) return undefined;
  const noCommit = commitRuns() ? [] : ['--no-commit'];
  return conduct(services, services.project.require(), ['--resume', sweep.group, ...noCommit]);
}

const end = 'End Sweep';

async function cancel(services: Services, wanted: Wanted & { readonly sure?: boolean }): Promise<void> {
  requireTrust('Ending a sweep');
  const sweep = await askSweep(services, wanted, (each) => isRunning(each) || isLeft(each), 'No sweep runs or is paused.');
  if (sweep === undefined) return;
  const detail = 'Its runs finish their batch, what is done is committed, and it can not be gone on with.';
  const sure =
    wanted.sure === true || (await vscode.window.showWarningMessage(`End the sweep ${sweep.group}?`, { modal: true, detail }, end)) === end;
  if (!sure) return;
  const root = services.project.require();
  await services.cli(['-C', root, 'sweep', '--cancel', sweep.group], { cwd: root });
  await services.sweeps.refresh();
}

/** Registers starting, pausing, going on with and ending a sweep, and the message when one has ended. */
export function registerSweeps(services: Services): vscode.Disposable {
  const all = new Disposables();
  const { log } = services;
  all.add(announceSweepEnds(services.sweeps));
  all.add(
    registerFailableCommand(log, 'radsteps.sweep.start', 'start the sweep', (given?: SweepArguments) => start(services, given ?? {})),
  );
  all.add(registerFailableCommand(log, 'radsteps.sweeps.pause', 'pause the sweep', (wanted?: Wanted) => pause(services, wanted ?? {})));
  all.add(
    registerFailableCommand(log, 'radsteps.sweeps.resume', 'go on with the sweep', (wanted?: Wanted) => resume(services, wanted ?? {})),
  );
  all.add(registerFailableCommand(log, 'radsteps.sweeps.cancel', 'end the sweep', (wanted?: Wanted) => cancel(services, wanted ?? {})));
  return all;
}
