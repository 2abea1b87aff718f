import { html, nothing, render, type TemplateResult } from 'lit';
import { comparedImages } from '../../src/core/experiment/comparedImages';
import type { Host } from '../../src/protocol/channel';
import type { ComparePage, CompareSession } from '../../src/protocol/compare';
import { curvesSection } from './curves';
import { imageSection, otherPlace } from './imageSection';
import { ImageTable } from './imageTable';
import type { KnownImportance } from './importance';
import type { Look } from './look';
import { metricsTable } from './metricsTable';
import { runTable } from './runTable';
import { chosenMetric, settingFigures } from './settingFigures';
import { settingsTable } from './settingsTable';
import { verdictList } from './verdicts';

const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The page: asks for the comparison that the look names, and draws it. */
export class CompareApp {
  readonly #root: HTMLElement;
  readonly #host: Host<ComparePage>;
  readonly #keep: (session: CompareSession, look: Look) => void;
  readonly #table: ImageTable;
  #look: Look;
  #session: CompareSession | null = null;
  #failure = '';
  #busy = '';
  #asked = 0;
  #known: KnownImportance = { state: 'busy' };
  #weighed = '';

  constructor(root: HTMLElement, host: Host<ComparePage>, look: Look, keep: (session: CompareSession, look: Look) => void) {
    this.#root = root;
    this.#host = host;
    this.#look = look;
    this.#keep = keep;
    this.#table = new ImageTable({
      open: (image) => this.#attempt(this.#host.call('openImage', image)),
      order: (order) => this.change({ order }),
    });
  }

  /** Asks for the comparison; only the last question's answer counts. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    this.#busy = 'Comparing the runs …';
    this.#failure = '';
    this.#draw();
    const isFirst = this.#session === null;
    try {
      const session = await this.#host.call('open', this.#look.reference);
      if (own !== this.#asked) return;
      this.#session = session;
      this.#keep(session, this.#look);
      this.#weighed = '';
    } catch (error) {
      if (own === this.#asked) this.#failure = asText(error);
    }
    if (own !== this.#asked) return;
    this.#busy = '';
    this.#draw();
    // After the figures have taken their height.
    if (isFirst && this.#session !== null) setTimeout(() => window.scrollTo(0, this.#look.scroll), 60);
  }

  progress(words: string): void {
    if (this.#busy === '') return;
    this.#busy = words;
    this.#draw();
  }

  /** Takes another look, and keeps it. */
  readonly change = (part: Partial<Look>): void => {
    this.#look = { ...this.#look, ...part };
    if (this.#session !== null) this.#keep(this.#session, this.#look);
    if ('reference' in part) void this.refresh();
    else if (!('scroll' in part)) this.#draw();
  };

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#failure = asText(error);
      this.#draw();
    });
  }

  /** Asks for the importance of settings where the look asks for another one than is known. */
  async #weigh({ report, runs }: CompareSession): Promise<void> {
    const choice = { metric: chosenMetric(report, this.#look), over: this.#look.over };
    const key = JSON.stringify([choice, runs]);
    if (key === this.#weighed) return;
    this.#weighed = key;
    this.#known = { state: 'busy' };
    try {
      const found = await this.#host.call('importance', choice);
      if (key === this.#weighed) this.#known = { state: 'known', found };
    } catch (error) {
      if (key === this.#weighed) this.#known = { state: 'failed', why: asText(error) };
    }
    if (key === this.#weighed) this.#draw();
  }

  #draw(): void {
    const session = this.#session;
    if (session !== null) void this.#weigh(session);
    render(html`<main>${session === null ? this.#waiting() : this.#page(session)}</main>`, this.#root);
    if (session !== null) this.#fillTable(session);
  }

  #fillTable({ report, runs }: CompareSession): void {
    this.#table.show({
      report,
      places: runs,
      images: this.#images(report),
      other: otherPlace(report, this.#look),
      order: this.#order(report),
    });
  }

  /** A run by which the images were sorted may be gone. */
  #order({ runs }: CompareSession['report']): Look['order'] {
    const { order } = this.#look;
    return typeof order.by === 'number' && order.by >= runs.length ? { by: 'change', down: true } : order;
  }

  #images(report: CompareSession['report']) {
    const { search } = this.#look;
    const filter = this.#look.filter === 'changed' && /regression|segmentation/.test(report.task) ? 'all' : this.#look.filter;
    return comparedImages(report.cases, { other: otherPlace(report, this.#look), filter, search, order: this.#order(report) });
  }

  #waiting(): TemplateResult {
    if (this.#failure === '') return html`<h1>Comparing runs</h1> ${this.#busyLine()}`;
    return html`<h1>These runs are not compared</h1>
      <p class="message bad" role="alert">${this.#failure}</p>
      <div class="choices">
        <vscode-button @click=${() => this.#attempt(this.#host.call('chooseRuns'))}>Choose Runs...</vscode-button>
        <vscode-button secondary @click=${() => void this.refresh()}>Try Again</vscode-button>
      </div>`;
  }

  #busyLine(): TemplateResult | typeof nothing {
    if (this.#busy === '') return nothing;
    const cancel = () => this.#attempt(this.#host.call('cancel'));
    return html`<p class="busy muted"><span role="status">${this.#busy}</span> <button class="plain" @click=${cancel}>Cancel</button></p>`;
  }

  #page(session: CompareSession): TemplateResult {
    const { report, runs, title } = session;
    const look = this.#look;
    const actions = {
      refer: (reference: string) => this.change({ reference }),
      openRun: (run: string) => this.#attempt(this.#host.call('openRun', run)),
    };
    return html`<header>
        <h1>${runs.length} runs compared</h1>
        ${verdictList(report, runs)}
        <p class="muted">${title} · learns ${report.target} · ${report.notes.join(' ')}</p>
        <div class="choices">
          <vscode-button secondary @click=${() => this.#attempt(this.#host.call('chooseRuns'))}>Choose Runs...</vscode-button>
        </div>
        ${this.#busyLine()} ${this.#failure === '' ? nothing : html`<p class="message bad" role="alert">${this.#failure} <button class="plain" @click=${() => void this.refresh()}>Try Again</button></p>`}
      </header>
      ${runTable(report, look.reference, runs, actions)} ${metricsTable(report, runs)} ${settingsTable(report, look, runs, this.change)}
      ${curvesSection(report, look, runs, this.change)} ${settingFigures(report, look, this.#known, runs, this.change)}
      ${imageSection(report, look, this.#table, this.#images(report).length, this.change)}`;
  }
}
