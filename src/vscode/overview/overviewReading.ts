import * as vscode from 'vscode';
import type { OverviewHead } from '../../core/overview/overviewHead';
import type { OverviewQuestion } from '../../core/overview/overviewQuestion';
import type { OverviewPart, OverviewParts, ProblemsGlance } from '../../protocol/overview';
import { type AskedProcess, askProcess } from '../askProcess';
import type { Services } from '../services';
import { requireTrust } from '../trust';

/** Reads what an overview shows: the small files here, the rest in a process of its own; what was read last is kept for a page that returns. */
export class OverviewReading {
  readonly #project: string;
  readonly #process: AskedProcess<OverviewQuestion>;
  #parts: Partial<OverviewParts> = {};

  constructor({ cli }: Services, project: string) {
    this.#project = project;
    this.#process = askProcess(cli, 'overview', project);
  }

  /** What was read last. */
  get parts(): Partial<OverviewParts> {
    return this.#parts;
  }

  async head(): Promise<OverviewHead> {
    return (await import('../../node/overview/readHead')).readHead(this.#project);
  }

  async data(): Promise<OverviewParts['data']> {
    requireTrust('Counting images');
    return this.#keep('data', (await this.#process.ask({ ask: 'data' })) as OverviewParts['data']);
  }

  async runs(): Promise<OverviewParts['runs']> {
    return this.#keep(
      'runs',
      vscode.workspace.isTrusted ? ((await this.#process.ask({ ask: 'runs' })) as OverviewParts['runs']) : await this.#runsHere(),
    );
  }

  async problems(): Promise<ProblemsGlance> {
    requireTrust('Checking');
    const found = await vscode.commands.executeCommand<ProblemsGlance | null>('radsteps.diagnostics.report');
    return this.#keep(
      'problems',
      found ?? { counts: { error: 0, warning: 0, information: 0 }, worst: [], failure: 'The project is not checked.' },
    );
  }

  async activity(): Promise<OverviewParts['activity']> {
    requireTrust('Asking git');
    return this.#keep('activity', (await this.#process.ask({ ask: 'activity' })) as OverviewParts['activity']);
  }

  /** Lets the process end while nobody looks. */
  rest(): void {
    this.#process.rest();
  }

  dispose(): void {
    this.#process.dispose('The overview was closed.');
  }

  /** Restricted Mode starts no program: neither git nor our own. */
  async #runsHere(): Promise<OverviewParts['runs']> {
    return (await import('../../node/overview/readRunsGlance')).runsGlanceReader(this.#project, { trusted: false })();
  }

  #keep<P extends OverviewPart>(part: P, value: OverviewParts[P]): OverviewParts[P] {
    this.#parts = { ...this.#parts, [part]: value };
    return value;
  }
}
