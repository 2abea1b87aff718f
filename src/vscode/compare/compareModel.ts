import type { ComparisonReport } from '../../core/experiment/comparisonReport';
import type { SettingImportance } from '../../core/experiment/settingImportance';
import type { Progress } from '../../core/progress';
import type { Undefined } from '../../core/statistics/estimate';
import type { ImportanceChoice } from '../../protocol/compare';
import type { Cli } from '../cli';

/** How some runs of a project compare, as a process computes it: one at a time, and again only when something has changed. */
export class CompareModel {
  readonly #cli: Cli;
  readonly #project: string;
  readonly #runs: readonly string[];
  readonly #onProgress: (progress: Progress) => void;
  #last: { readonly reference: string; readonly report: ComparisonReport } | undefined;
  #changes = 0;
  #comparing: AbortController | undefined;
  #weighing: AbortController | undefined;

  constructor(cli: Cli, project: string, runs: readonly string[], onProgress: (progress: Progress) => void) {
    this.#cli = cli;
    this.#project = project;
    this.#runs = runs;
    this.#onProgress = onProgress;
  }

  /** Says that files have changed. */
  noteChange(): void {
    this.#changes += 1;
    this.#last = undefined;
  }

  /** True where the runs predict boxes or masks, so that labels count; false as long as it is not known. */
  get isDrawn(): boolean {
    const task = this.#last?.report.task;
    return task === 'detection' || task === 'segmentation';
  }

  /** The comparison with a run, the first one where it is none of them; a newer question ends the one before. */
  async report(wanted: string): Promise<ComparisonReport> {
    const reference = this.#runs.includes(wanted) ? wanted : (this.#runs[0] ?? '');
    if (this.#last?.reference === reference) return this.#last.report;
    this.#comparing?.abort();
    const controller = new AbortController();
    this.#comparing = controller;
    const changes = this.#changes;
    const others = this.#runs.filter((run) => run !== reference);
    const report = (await this.#run(['compare', reference, ...others], controller, true)) as ComparisonReport;
    // What changed while it was read may be missing in it.
    if (this.#changes === changes) this.#last = { reference, report };
    return report;
  }

  /** Which settings matter; a newer question ends the one before. */
  async importance({ metric, over }: ImportanceChoice): Promise<SettingImportance | Undefined> {
    this.#weighing?.abort();
    const controller = new AbortController();
    this.#weighing = controller;
    const [first = ''] = this.#runs;
    const runs = over === 'compared' ? this.#runs : ['--like', first];
    return (await this.#run(['importance', '--metric', metric, ...runs], controller, false)) as SettingImportance | Undefined;
  }

  /** Ends what is under way. */
  dispose(): void {
    this.#comparing?.abort();
    this.#weighing?.abort();
  }

  #run(words: readonly string[], { signal }: AbortController, tells: boolean): Promise<unknown> {
    return this.#cli(['-C', this.#project, ...words], {
      cwd: this.#project,
      signal,
      onEvent: (event) => tells && event.event === 'progress' && this.#onProgress(event),
    });
  }
}
