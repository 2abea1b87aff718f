import type { HistoryAnswer, HistoryQuestion } from '../../core/experiment/historyQuestion';
import { type AskedProcess, askProcess } from '../askProcess';
import type { Cli } from '../cli';

type Wanted = { readonly all: boolean; readonly digest: string };

/** The runs of a project as a process of its own reads them, so that thousands hold nobody up here. */
export class HistoryReading {
  readonly #project: string;
  readonly #process: AskedProcess<HistoryQuestion>;
  #begun: { readonly all: boolean; readonly answer: Promise<HistoryAnswer> } | undefined;

  constructor(cli: Cli, project: string) {
    this.#project = project;
    this.#process = askProcess(cli, 'history', project);
  }

  /** The runs as this machine saw them last; null where it never did. */
  async last(all: boolean): Promise<HistoryAnswer | null> {
    const { readLastHistory } = await import('../../node/run/lastHistory');
    return readLastHistory(this.#project, all);
  }

  /** Begins to read before the page asks: its script has to come first. */
  begin(all: boolean): void {
    const answer = this.last(all).then((last) => this.#ask({ all, digest: last?.digest ?? '' }));
    // Whoever reads it hears of its failure.
    answer.catch(() => undefined);
    this.#begun = { all, answer };
  }

  /** Reads the runs; the table is null where its digest is the given one. */
  async read(wanted: Wanted): Promise<HistoryAnswer> {
    const begun = this.#begun;
    this.#begun = undefined;
    if (begun === undefined || begun.all !== wanted.all) return this.#ask(wanted);
    const answer = await begun.answer;
    if (answer.digest === wanted.digest) return { ...answer, table: null };
    return answer.table === null ? this.#ask(wanted) : answer;
  }

  /** Lets the process end while nobody looks. */
  rest(): void {
    this.#begun = undefined;
    this.#process.rest();
  }

  dispose(): void {
    this.#process.dispose('The history was closed.');
  }

  #ask(wanted: Wanted): Promise<HistoryAnswer> {
    return this.#process.ask(wanted) as Promise<HistoryAnswer>;
  }
}
