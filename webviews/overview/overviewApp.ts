import { html, render, type TemplateResult } from 'lit';
import type { OverviewHead } from '../../src/core/overview/overviewHead';
import type { Host } from '../../src/protocol/channel';
import type { OverviewAction, OverviewPage, OverviewPart, OverviewParts } from '../../src/protocol/overview';
import { inTime } from '../shared/host';
import { activitySection } from './activitySection';
import { dataSection } from './dataSection';
import { headerSection } from './headerSection';
import { nextSection } from './nextSection';
import { peopleSection } from './peopleSection';
import { problemsSection } from './problemsSection';
import { runsSection } from './runsSection';
import { stepCards } from './stepCards';

/** A part as the page has it: not yet, as it was read last, or why it can't be read. */
export type Shown<T> = { readonly value: T | null; readonly failure: string };

/** What the sections need besides their own values. */
export type Act = (action: OverviewAction) => void;

const nothingYet = { value: null, failure: '' };
/** Parts that start programs, which Restricted Mode does not. */
const trustedParts: readonly OverviewPart[] = ['data', 'problems', 'activity'];

/** The page: the head at once, and each other part when it has been read. */
export class OverviewApp {
  readonly #root: HTMLElement;
  readonly #host: Host<OverviewPage>;
  readonly #keep: (project: string) => void;
  #head: Shown<OverviewHead> = nothingYet;
  #isTrusted = true;
  #said = '';
  #parts: { readonly [P in OverviewPart]: Shown<OverviewParts[P]> } = {
    data: nothingYet,
    runs: nothingYet,
    problems: nothingYet,
    activity: nothingYet,
  };

  constructor(root: HTMLElement, host: Host<OverviewPage>, keep: (project: string) => void) {
    this.#root = root;
    this.#host = host;
    this.#keep = keep;
    this.#draw();
    performance.mark('overview-skeleton');
  }

  /** Asks for everything. */
  async open(): Promise<void> {
    await this.#askHead();
    const wanted = (['runs', 'data', 'problems', 'activity'] as const).filter((part) => this.#isTrusted || !trustedParts.includes(part));
    await Promise.all(wanted.map((part) => this.#ask(part)));
  }

  /** Asks again for what has changed. */
  async refresh(parts: readonly ('head' | OverviewPart)[]): Promise<void> {
    if (parts.includes('head')) await this.#askHead();
    const others = parts.filter((part) => part !== 'head').filter((part) => this.#isTrusted || !trustedParts.includes(part));
    await Promise.all(others.map((part) => this.#ask(part)));
  }

  async #askHead(): Promise<void> {
    try {
      const { project, head, isTrusted, parts } = await inTime(this.#host.call('open'), 60);
      this.#keep(project);
      this.#head = { value: head, failure: '' };
      this.#isTrusted = isTrusted;
      for (const part of ['data', 'runs', 'problems', 'activity'] as const) this.#take(part, parts);
    } catch (error) {
      this.#head = { value: this.#head.value, failure: sentenceOf(error) };
    }
    this.#draw();
    requestAnimationFrame(() => setTimeout(() => performance.mark('overview-drawn')));
  }

  #take<P extends OverviewPart>(part: P, parts: Partial<OverviewParts>): void {
    const value = parts[part];
    if (value !== undefined && this.#parts[part].value === null) this.#parts = { ...this.#parts, [part]: { value, failure: '' } };
  }

  async #ask(part: OverviewPart): Promise<void> {
    const shown = await this.#host.call(part).then(
      (value) => ({ value, failure: '' }),
      (error: unknown) => ({ value: this.#parts[part].value, failure: sentenceOf(error) }),
    );
    // Only now, since other parts have come meanwhile.
    this.#parts = { ...this.#parts, [part]: shown };
    this.#draw();
  }

  readonly #act: Act = (action) => {
    this.#said = '';
    this.#host.call('act', action).catch((error: unknown) => {
      this.#said = sentenceOf(error);
      this.#draw();
    });
  };

  #draw(): void {
    render(this.#page(), this.#root);
  }

  #page(): TemplateResult {
    const { value: head, failure } = this.#head;
    if (head === null && failure !== '') return this.#broken(failure);
    const { data, runs, problems, activity } = this.#parts;
    const act = this.#act;
    return html`<main>
      ${headerSection(head, act)} ${failure === '' ? '' : html`<p class="failure" role="alert">${failure}</p>`}
      ${this.#said === '' ? '' : html`<p class="failure" role="alert">${this.#said}</p>`} ${nextSection(head, act)}
      ${stepCards(head, act)}
      <div class="columns">
        <div>${runsSection(runs, head?.success ?? null, act)} ${problemsSection(problems, this.#isTrusted, act)}</div>
        <div>${peopleSection(head, act)} ${activitySection(activity, this.#isTrusted)}</div>
      </div>
      ${dataSection(data, this.#isTrusted, act)}
    </main>`;
  }

  #broken(failure: string): TemplateResult {
    return html`<main>
      <h1>The overview can't be shown</h1>
      <p role="alert">${failure}</p>
      <vscode-button @click=${() => void this.open()}>Try Again</vscode-button>
    </main>`;
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
