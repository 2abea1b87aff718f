import * as vscode from 'vscode';
import type { RunListing } from '../../core/experiment/runListing';
import { UserError } from '../../core/userError';
import { progressText } from '../cliProgress';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { announceEnd, announceFolds, type CrossValidated, type Trained } from './announceEnd';
import { askExperiment } from './askExperiment';
import { askFolds } from './askFolds';
import { announceForeignEnds } from './foreignEnds';
import { logLine, type TrainingSession } from './trainingSession';
import { TrainingStatus } from './trainingStatus';

/** Arguments of `radsteps.training.start` for callers without dialogs. */
export type TrainArguments = { readonly experiment?: string; readonly sets?: Readonly<Record<string, string>>; readonly commit?: boolean };

/** Arguments of `radsteps.training.startFolds`. */
export type FoldsArguments = TrainArguments & { readonly folds?: number };

const commitRuns = (): boolean => vscode.workspace.getConfiguration('radsteps').get<boolean>('training.commitRuns', true);

type Training = {
  readonly sessions: Set<TrainingSession>;
  /** Runs that this window started and whose end it tells itself. */
  readonly ownRuns: Set<string>;
  readonly status: TrainingStatus;
};

type Started = { readonly root: string; readonly experiment: string; readonly words: readonly string[] };

/** What the command line is to train; undefined when the user turned away. */
async function askTraining(services: Services, given: TrainArguments, title: string): Promise<Started | undefined> {
  requireTrust('Training');
  const root = services.project.require();
  const experiment = await askExperiment(root, given.experiment, title);
  if (experiment === undefined) return undefined;
  const sets = Object.entries(given.sets ?? {}).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
  const noCommit = (given.commit ?? commitRuns()) ? [] : ['--no-commit'];
  return { root, experiment, words: ['train', experiment, ...sets, ...noCommit] };
}

/** Trains in a process that outlives this window; resolves with what the command says at its end. */
async function follow<T>(services: Services, { sessions, ownRuns, status }: Training, { root, experiment, words }: Started): Promise<T> {
  const session: TrainingSession = { experiment, controller: new AbortController(), run: null };
  sessions.add(session);
  status.update();
  try {
    return (await followTraining(services, session, ownRuns, ['-C', root, ...words], root)) as T;
  } finally {
    sessions.delete(session);
    await services.runs.refresh();
    status.update();
  }
}

async function train(services: Services, training: Training, given: TrainArguments): Promise<unknown> {
  const started = await askTraining(services, given, 'Train');
  if (started === undefined) return undefined;
  const trained = await follow<Trained>(services, training, started);
  void announceEnd(trained);
  return trained;
}

async function trainFolds(services: Services, training: Training, given: FoldsArguments): Promise<unknown> {
  const started = await askTraining(services, given, 'Cross-Validate');
  const folds = started && (await askFolds(given.folds));
  if (started === undefined || folds === undefined) return undefined;
  const done = await follow<CrossValidated>(services, training, { ...started, words: [...started.words, '--folds', String(folds)] });
  void announceFolds(done);
  return done;
}

/** A run that was stopped or failed: the given one, or the one that is picked; undefined when the user turned away. */
async function askEnded({ runs }: Services, given: string | undefined): Promise<RunListing | undefined> {
  const ended = runs.listings.filter(({ state }) => state === 'stopped' || state === 'failed');
  if (given !== undefined) return runs.listings.find(({ run }) => run === given);
  if (ended.length === 0) throw new UserError('No run was stopped or has failed, so there is none to go on with.');
  const picked = await vscode.window.showQuickPick(
    ended.map(({ run, state }) => ({ label: run, description: state })),
    { title: 'Resume Run', placeHolder: 'Which run?' },
  );
  return ended.find(({ run }) => run === picked?.label);
}

/** Goes on with a run, or with the cross-validation that it is a fold of. */
async function resume(services: Services, training: Training, given: Stop): Promise<unknown> {
  requireTrust('Training');
  const root = services.project.require();
  const listing = await askEnded(services, given.run);
  if (listing === undefined) return undefined;
  const words = ['resume', listing.run, ...(commitRuns() ? [] : ['--no-commit'])];
  const done = await follow<Trained | CrossValidated>(services, training, { root, experiment: listing.experiment, words });
  void ('folds' in done ? announceFolds(done) : announceEnd(done));
  return done;
}

function followTraining(
  { cli, log, runs }: Services,
  session: TrainingSession,
  ownRuns: Set<string>,
  args: readonly string[],
  root: string,
): Thenable<unknown> {
  const options = { location: vscode.ProgressLocation.Notification, title: `RadSteps trains ${session.experiment}`, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => session.controller.abort());
    session.controller.signal.addEventListener('abort', () => progress.report({ message: 'stopping after this batch' }));
    return cli(args, {
      cwd: root,
      detached: true,
      signal: session.controller.signal,
      onEvent: (event) => {
        const line = logLine(session.experiment, event);
        if (line !== null) log[line.level](line.text);
        if (event.event === 'progress') progress.report({ message: progressText(event) });
        if (event.event === 'epoch') progress.report({ increment: 100 / event.epochs });
        // Each fold of a cross-validation is a run of its own.
        if (event.event === 'record' && session.run !== event.record.run) {
          session.run = event.record.run;
          ownRuns.add(event.record.run);
          void runs.refresh();
        }
      },
    });
  });
}

async function askRunning({ runs }: Services): Promise<string | undefined> {
  const names = runs.running.map(({ run }) => run);
  if (names.length <= 1) return names[0];
  return vscode.window.showQuickPick(names, { title: 'Stop Training', placeHolder: 'Which run?' });
}

type Stop = { readonly run?: string /** False ends it at once, with numbers and no weights. */; readonly weights?: boolean };

async function stop(services: Services, sessions: ReadonlySet<TrainingSession>, given: Stop): Promise<void> {
  requireTrust('Stopping a run');
  const wanted = given.run ?? (await askRunning(services));
  const own = [...sessions].find(({ run }) => wanted === undefined || run === wanted);
  const keepsWeights = given.weights !== false || wanted === undefined;
  if (own !== undefined && keepsWeights) own.controller.abort();
  else if (wanted === undefined) throw new UserError('No run is training now.');
  else {
    const root = services.project.require();
    await services.cli(['-C', root, 'stop', wanted, ...(keepsWeights ? [] : ['--no-weights'])], { cwd: root });
  }
}

/** Registers training, stopping, the status bar entry, and the message when a run ends that another window or a terminal started. */
export function registerTraining(services: Services): vscode.Disposable {
  const all = new Disposables();
  const { log, runs } = services;
  const sessions = new Set<TrainingSession>();
  const ownRuns = new Set<string>();
  const status = all.add(new TrainingStatus(runs, sessions));
  const training = { sessions, ownRuns, status };
  all.add(announceForeignEnds(runs, (run) => ownRuns.has(run)));
  all.add(
    registerFailableCommand(log, 'radsteps.training.start', 'train', (given?: TrainArguments) => train(services, training, given ?? {})),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.training.startFolds', 'cross-validate', (given?: FoldsArguments) =>
      trainFolds(services, training, given ?? {}),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.training.resume', 'go on with the run', (given?: Stop) =>
      resume(services, training, given ?? {}),
    ),
  );
  all.add(
    registerFailableCommand(log, 'radsteps.training.stop', 'stop the training', (given?: Stop) => stop(services, sessions, given ?? {})),
  );
  return all;
}
