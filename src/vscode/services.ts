import type * as vscode from 'vscode';
import type { Cli } from './cli';
import type { LabelStates } from './labelStates';
import type { ProjectChanges } from './projectChanges';
import type { ProjectLocator } from './projectLocator';
import type { RunModel } from './runModel';
import type { SweepModel } from './sweepModel';

/** What the features share; made once in `extension.ts`. */
export type Services = {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly cli: Cli;
  readonly project: ProjectLocator;
  readonly changes: ProjectChanges;
  readonly runs: RunModel;
  readonly sweeps: SweepModel;
  readonly labelStates: LabelStates;
};
