import type { AgreementReport } from '../../core/label/agreementReport';
import type { ConsensusOutcome } from '../../core/label/consensusOutcome';
import type { Progress } from '../../core/progress';
import type { AgreementChoice, ConsensusRequest } from '../../protocol/agreement';
import type { Cli } from '../cli';
import { agreementArguments, consensusArguments } from './agreementArguments';

/** What a project's readers say, as a process computes it: one at a time, and again only when something has changed. */
export class AgreementModel {
  readonly #cli: Cli;
  readonly #project: string;
  readonly #onProgress: (progress: Progress) => void;
  #last: { readonly key: string; readonly report: AgreementReport } | undefined;
  #changes = 0;
  #reading: AbortController | undefined;
  readonly #making = new Set<AbortController>();

  constructor(cli: Cli, project: string, onProgress: (progress: Progress) => void) {
    this.#cli = cli;
    this.#project = project;
    this.#onProgress = onProgress;
  }

  /** Says that files have changed. */
  noteChange(): void {
    this.#changes += 1;
    this.#last = undefined;
  }

  /** The readers' agreement; a newer question ends the one before. */
  async report(choice: AgreementChoice): Promise<AgreementReport> {
    const key = JSON.stringify(choice);
    if (this.#last?.key === key) return this.#last.report;
    this.cancel();
    const controller = new AbortController();
    this.#reading = controller;
    const changes = this.#changes;
    const report = (await this.#run(agreementArguments(choice), controller)) as AgreementReport;
    // What changed while it was read may be missing in it.
    if (this.#changes === changes) this.#last = { key, report };
    return report;
  }

  /** Makes consensus labels; resolves to what became of the images. */
  async makeConsensus(request: ConsensusRequest): Promise<ConsensusOutcome> {
    const controller = new AbortController();
    this.#making.add(controller);
    try {
      return (await this.#run(consensusArguments(request), controller)) as ConsensusOutcome;
    } finally {
      this.#making.delete(controller);
      this.noteChange();
    }
  }

  /** Ends the reading that is under way. */
  cancel(): void {
    this.#reading?.abort();
    this.#reading = undefined;
  }

  dispose(): void {
    this.cancel();
    for (const controller of this.#making) controller.abort();
  }

  #run(words: readonly string[], { signal }: AbortController): Promise<unknown> {
    return this.#cli(['-C', this.#project, ...words], {
      cwd: this.#project,
      signal,
      onEvent: (event) => event.event === 'progress' && this.#onProgress(event),
    });
  }
}
