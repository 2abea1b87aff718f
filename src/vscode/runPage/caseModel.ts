import type { CaseChoice, CaseGroups, CaseQuestion, CaseReport, ChosenCases, Operated } from '../../core/experiment/caseReport';
import { type AskedProcess, askProcess } from '../askProcess';
import type { Cli } from '../cli';

/** Milliseconds without a question after which the process ends; the next question starts another. */
const restAfterMs = 60_000;

/** The predictions of a run as a process reads them: large tables never come into the extension host. */
export class CaseModel {
  readonly #process: AskedProcess<CaseQuestion>;
  readonly #run: string;
  #timer: NodeJS.Timeout | undefined;

  constructor(cli: Cli, project: string, run: string) {
    this.#process = askProcess(cli, 'case-answers', project);
    this.#run = run;
  }

  report = (): Promise<CaseReport> => this.#asked(this.#process.ask({ run: this.#run, ask: 'report' })) as Promise<CaseReport>;

  operate = (threshold: number): Promise<Operated> =>
    this.#asked(this.#process.ask({ run: this.#run, ask: 'operating', threshold })) as Promise<Operated>;

  groups = (threshold: number | null): Promise<CaseGroups> =>
    this.#asked(this.#process.ask({ run: this.#run, ask: 'groups', threshold })) as Promise<CaseGroups>;

  pick = (choice: CaseChoice, limit: number): Promise<ChosenCases> =>
    this.#asked(this.#process.ask({ run: this.#run, ask: 'cases', choice, limit })) as Promise<ChosenCases>;

  dispose(): void {
    clearTimeout(this.#timer);
    this.#process.dispose('The page of the run was closed.');
  }

  async #asked(answer: Promise<unknown>): Promise<unknown> {
    clearTimeout(this.#timer);
    try {
      return await answer;
    } finally {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#process.rest(), restAfterMs);
    }
  }
}
