import * as vscode from 'vscode';
import { registerAgreement } from './vscode/agreement/registerAgreement';
import { registerCard } from './vscode/card/registerCard';
import { createCli } from './vscode/cli';
import { registerFailableCommand } from './vscode/command';
import { registerCompare } from './vscode/compare/registerCompare';
import { registerDecorations } from './vscode/decorations/registerDecorations';
import { registerDiagnostics } from './vscode/diagnostics/registerDiagnostics';
import { registerExplorer } from './vscode/explorer/registerExplorer';
import { registerExports } from './vscode/exports/registerExports';
import { registerFindings } from './vscode/findings/registerFindings';
import { registerGallery } from './vscode/gallery/registerGallery';
import { registerHistory } from './vscode/history/registerHistory';
import { registerImages } from './vscode/images/registerImages';
import { registerKit } from './vscode/kit/registerKit';
import { registerLabelAuthors } from './vscode/labelAuthors/registerLabelAuthors';
import { registerLabelChanges } from './vscode/labelChanges/registerLabelChanges';
import { LabelStates } from './vscode/labelStates';
import { LabelDocuments, type LabelStatus } from './vscode/labels/labelDocuments';
import { registerLabels } from './vscode/labels/registerLabels';
import { registerMerging } from './vscode/merging/registerMerging';
import { registerOverview } from './vscode/overview/registerOverview';
import { registerProject } from './vscode/project/registerProject';
import { ProjectChanges } from './vscode/projectChanges';
import { ProjectLocator } from './vscode/projectLocator';
import { registerReproduction } from './vscode/reproduction/registerReproduction';
import { RunModel } from './vscode/runModel';
import { registerRunPage } from './vscode/runPage/registerRunPage';
import { registerRuns } from './vscode/runs/registerRuns';
import type { Services } from './vscode/services';
import { registerSimilar } from './vscode/similar/registerSimilar';
import { SweepModel } from './vscode/sweepModel';
import { registerSweeps } from './vscode/sweeps/registerSweeps';
import { registerTidy } from './vscode/tidy/registerTidy';
import { registerTraining } from './vscode/training/registerTraining';
import { registerTriage } from './vscode/triage/registerTriage';
import { OpenViewers, type Painted, type ViewerStatus } from './vscode/viewer/openViewers';
import { registerViewer } from './vscode/viewer/registerViewer';
import { type Drawn, OpenWatches } from './vscode/watch/openWatches';
import { registerWatch } from './vscode/watch/registerWatch';
import { registerYamlHelp } from './vscode/yamlHelp/registerYamlHelp';

/** What other extensions and tests get. */
export type Exports = {
  /** Milliseconds that `activate` took. */
  readonly activationMs: number;
  /** Resolves when the window's project and its runs are known. */
  readonly ready: Promise<void>;
  /** The viewers' first pictures of this window, for benches. */
  readonly painted: () => readonly Painted[];
  readonly viewers: () => readonly ViewerStatus[];
  /** The open labels of this window. */
  readonly labels: () => readonly LabelStatus[];
  /** What pages of running runs have drawn in this window, for benches. */
  readonly watched: () => readonly Drawn[];
};

function createServices(context: vscode.ExtensionContext): Services {
  const keep = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const log = keep(vscode.window.createOutputChannel('RadSteps', { log: true }));
  const project = keep(new ProjectLocator(context.workspaceState));
  const changes = keep(new ProjectChanges(project));
  const runs = keep(new RunModel(project, changes, log));
  const sweeps = keep(new SweepModel(project, runs, log));
  const cli = createCli(context.extensionPath, log);
  const labelStates = keep(new LabelStates(project, changes, cli, log));
  return { context, log, project, changes, runs, sweeps, labelStates, cli };
}

async function findProject({ project, runs, log }: Services): Promise<void> {
  try {
    await project.refresh();
    await runs.refresh();
  } catch (error) {
    log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Wires the features together; the looking at files begins after it has returned. */
export function activate(context: vscode.ExtensionContext): Exports {
  const started = performance.now();
  const services = createServices(context);
  const viewers = new OpenViewers();
  const watches = new OpenWatches();
  const viewer = registerViewer(services, viewers);
  const documents = new LabelDocuments();
  context.subscriptions.push(
    registerExplorer(services),
    registerOverview(services),
    registerDiagnostics(services),
    registerDecorations(services),
    registerRuns(services),
    registerProject(services),
    registerImages(services),
    registerMerging(services),
    registerGallery(services),
    registerAgreement(services),
    registerKit(services),
    registerTraining(services),
    registerRunPage(services),
    registerCompare(services),
    registerExports(services),
    registerTidy(services),
    registerReproduction(services),
    registerHistory(services),
    registerSimilar(services),
    registerCard(services),
    registerTriage(services),
    registerSweeps(services),
    registerWatch(services, watches),
    viewer,
    registerLabels(services, viewer.page, documents),
    registerLabelChanges(services, viewer.page),
    registerFindings(services, viewer.page),
    registerLabelAuthors(services),
    registerYamlHelp(services),
    registerFailableCommand(services.log, 'radsteps.log.show', 'show the log', () => services.log.show()),
  );
  return {
    activationMs: performance.now() - started,
    ready: findProject(services),
    painted: () => viewers.painted,
    viewers: () => viewers.statuses,
    labels: () => documents.statuses,
    watched: () => watches.drawn,
  };
}

/** Nothing to end: a training run lives on without its window. */
export function deactivate(): void {}
