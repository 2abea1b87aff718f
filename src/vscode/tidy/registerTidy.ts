import * as vscode from 'vscode';
import type { TidyFile, TidyPlan } from '../../core/experiment/tidyPlan';
import { formatBytes } from '../../core/formatBytes';
import { UserError } from '../../core/userError';
import { runWithProgress } from '../cliProgress';
import { registerFailableCommand } from '../command';
import type { Services } from '../services';
import { requireTrust } from '../trust';

/** Arguments of `radsteps.runs.tidy`: the runs to tidy up; left out, they are asked for. */
export type TidyArguments = { readonly runs?: readonly string[]; readonly run?: string };

type Done = { readonly removed: readonly TidyFile[]; readonly freed: number; readonly problems?: readonly string[] };

const title = 'Remove Weights of Runs';
const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);
const sum = (found: readonly TidyFile[]): number => found.reduce((total, { bytes }) => total + bytes, 0);

async function planOf({ cli }: Services, root: string, runs: readonly string[]): Promise<TidyPlan> {
  return (await cli(['-C', root, 'tidy', ...runs], { cwd: root })) as TidyPlan;
}

function itemsOf({ remove }: TidyPlan): readonly vscode.QuickPickItem[] {
  const runs = [...new Set(remove.flatMap((file) => file.runs))].toSorted((a, b) => (a < b ? 1 : -1));
  return runs.map((label) => {
    const own = remove.filter((file) => file.runs.includes(label));
    const parts = own.map(({ kind, bytes, runs: users, resumable }) => {
      const shared = users.length > 1 ? ` (the same in ${users.length} runs)` : '';
      return `${kind} ${formatBytes(bytes)}${shared}${resumable ? ' (it could still go on from it)' : ''}`;
    });
    return { label, description: formatBytes(sum(own)), detail: parts.join(', ') };
  });
}

const reasons = ({ left }: TidyPlan): string =>
  left
    .slice(0, 5)
    .map(({ run, reason }) => `${run}: ${reason}`)
    .join('\n');

function requireFiles(plan: TidyPlan): void {
  if (plan.remove.length > 0) return;
  const why = reasons(plan).replaceAll('\n', ' ');
  throw new UserError(`Nothing of these runs on this machine can be removed.${why === '' ? '' : ` ${why}`}`);
}

/** The runs that are given, or those that are picked among all that have something here; undefined when the user turned away. */
async function askRuns(services: Services, root: string, given: TidyArguments): Promise<readonly string[] | undefined> {
  const named = given.runs ?? (given.run === undefined ? undefined : [given.run]);
  if (named !== undefined) return named;
  const plan = await planOf(services, root, []);
  requireFiles(plan);
  const placeHolder = 'Whose weights and checkpoints may go? The records stay.';
  const picked = await vscode.window.showQuickPick(itemsOf(plan), { title, placeHolder, canPickMany: true, matchOnDetail: true });
  return picked?.map(({ label }) => label);
}

async function confirm(plan: TidyPlan): Promise<boolean> {
  const runs = new Set(plan.remove.flatMap((file) => file.runs)).size;
  const left = plan.left.length === 0 ? '' : `\n\nLeft alone:\n${reasons(plan)}`;
  const lost = plan.remove.some(({ resumable }) => resumable) ? ' Stopped runs among them can no longer be resumed.' : '';
  const detail = `The records stay; "Reproduce Run" gets weights back by training again.${lost}${left}`;
  const question = `Remove ${files(plan.remove.length)} of ${runs === 1 ? 'one run' : `${runs} runs`} (${formatBytes(plan.bytes)}) from this machine?`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Remove')) === 'Remove';
}

async function tidy(services: Services, given: TidyArguments): Promise<Done | undefined> {
  requireTrust('Removing weights');
  const root = services.project.require();
  const runs = await askRuns(services, root, given);
  if (runs === undefined || runs.length === 0) return undefined;
  const plan = await planOf(services, root, runs);
  requireFiles(plan);
  if (!(await confirm(plan))) return undefined;
  const done = (await runWithProgress(services.cli, 'RadSteps removes weights', ['-C', root, 'tidy', ...runs, '--yes'], root)) as Done;
  const { removed, freed, problems = [] } = done;
  const show = problems.length === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  void show([`${files(removed.length)} removed, ${formatBytes(freed)} freed.`, ...problems].join(' '));
  return done;
}

/** Registers the removal of runs' weights and checkpoints from this machine. */
export const registerTidy = (services: Services): vscode.Disposable =>
  registerFailableCommand(services.log, 'radsteps.runs.tidy', 'remove the weights', (given?: TidyArguments) => tidy(services, given ?? {}));
