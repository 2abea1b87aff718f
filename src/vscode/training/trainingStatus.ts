import * as vscode from 'vscode';
import { describeLiveRun } from '../../core/experiment/liveRun';
import { Disposables } from '../disposables';
import type { RunModel } from '../runModel';
import type { TrainingSession } from './trainingSession';

/** The status bar entry of what trains now, whoever started it: "RadSteps quick 12/30 · MAE 14.2 months". */
export class TrainingStatus implements vscode.Disposable {
  readonly #runs: RunModel;
  readonly #sessions: ReadonlySet<TrainingSession>;
  readonly #disposables = new Disposables();
  readonly #item = this.#disposables.add(vscode.window.createStatusBarItem('radsteps.training', vscode.StatusBarAlignment.Left, 10));

  constructor(runs: RunModel, sessions: ReadonlySet<TrainingSession>) {
    this.#runs = runs;
    this.#sessions = sessions;
    this.#item.name = 'RadSteps Training';
    this.#disposables.add(runs.onDidChange(() => this.update()));
  }

  update(): void {
    const [newest, ...others] = this.#runs.running;
    const [starting] = [...this.#sessions].filter(({ run }) => run === null);
    if (newest !== undefined) {
      const more = others.length > 0 ? ` (+${others.length})` : '';
      const words = describeLiveRun(this.#runs.live(newest.run));
      this.#show(
        `$(pulse) RadSteps ${newest.experiment} ${words}${more}`,
        `RadSteps trains ${newest.experiment}: ${words}. Click to open the run.`,
      );
      this.#item.command = { command: 'radsteps.runPage.open', title: 'Open Run', arguments: [{ run: newest.run }] };
    } else if (starting !== undefined) {
      this.#show(`$(pulse) RadSteps ${starting.experiment} starting`, 'RadSteps prepares a run. Click to show the log.');
      this.#item.command = 'radsteps.log.show';
    } else this.#item.hide();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #show(text: string, tooltip: string): void {
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: tooltip };
    this.#item.show();
  }
}
