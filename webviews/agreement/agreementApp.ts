import { html, nothing, render, type TemplateResult } from 'lit';
import type { AgreementReport } from '../../src/core/label/agreementReport';
import type { ConsensusOutcome } from '../../src/core/label/consensusOutcome';
import type { ConsensusRule } from '../../src/core/label/consensusRule';
import type { AgreementPage, AgreementSession, ConsensusRequest } from '../../src/protocol/agreement';
import type { Host } from '../../src/protocol/channel';
import { type CaseActions, caseTable } from './caseTable';
import { choiceBar } from './choiceBar';
import type { Cell } from './confusionMatrix';
import { type Batch, type ConsensusActions, consensusPanel } from './consensusPanel';
import type { Deciding } from './decideForm';
import { emptyState } from './emptyState';
import { agreementTab } from './itemSection';
import type { Look } from './look';
import { tabs } from './tabs';
import { asText, counted } from './words';

const noBatch: Batch = { busy: false, progress: '', failure: '', outcome: null };

/** Cases that are drawn at first, and that each "more" adds. */
const caseStep = 200;

/** The page: asks for what the look names, draws it, and makes consensus labels. */
export class AgreementApp {
  readonly #root: HTMLElement;
  readonly #host: Host<AgreementPage>;
  readonly #keep: (session: AgreementSession, look: Look) => void;
  #look: Look;
  #session: AgreementSession | null = null;
  #failure = '';
  #busy = '';
  #asked = 0;
  #cell: Cell | null = null;
  #most = caseStep;
  #deciding: Deciding | null = null;
  #batch: Batch = noBatch;

  constructor(root: HTMLElement, host: Host<AgreementPage>, look: Look, keep: (session: AgreementSession, look: Look) => void) {
    this.#root = root;
    this.#host = host;
    this.#look = look;
    this.#keep = keep;
  }

  /** Asks for the readers' agreement; only the last question's answer counts. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    this.#busy = 'Comparing the readers …';
    this.#failure = '';
    this.#draw();
    try {
      const session = await this.#host.call('open', this.#choice());
      if (own !== this.#asked) return;
      this.#session = session;
      this.#keep(session, this.#look);
    } catch (error) {
      if (own === this.#asked) this.#failure = asText(error);
    }
    if (own !== this.#asked) return;
    this.#busy = '';
    this.#draw();
  }

  progress(words: string): void {
    if (this.#batch.busy) this.#batch = { ...this.#batch, progress: words };
    else if (this.#busy !== '') this.#busy = words;
    this.#draw();
  }

  #choice() {
    return { readers: this.#look.readers, part: this.#look.part };
  }

  readonly #change = (part: Partial<Look>): void => {
    this.#look = { ...this.#look, ...part };
    if (this.#session !== null) this.#keep(this.#session, this.#look);
    if ('pair' in part) this.#cell = null;
    if ('readers' in part || 'part' in part) {
      this.#cell = null;
      this.#deciding = null;
      void this.refresh();
    } else this.#draw();
  };

  readonly #open = (images: readonly string[]): void => this.#attempt(this.#host.call('openImages', images));

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#failure = asText(error);
      this.#draw();
    });
  }

  #request(change: Pick<ConsensusRequest, 'image' | 'settled' | 'replace'>): Promise<ConsensusOutcome> {
    const { rules, final } = this.#look;
    const known = new Map(this.#session?.report.labels.map((label) => [label.name, label.rules]));
    // A rule of a reader who is not compared any more is left out.
    const own = Object.fromEntries(Object.entries(rules).filter(([name, rule]) => known.get(name)?.includes(rule) === true));
    return this.#host.call('makeConsensus', { ...this.#choice(), rules: own, status: final ? 'final' : 'draft', ...change });
  }

  async #makeAll(replace: boolean): Promise<void> {
    this.#batch = { ...noBatch, busy: true };
    this.#draw();
    try {
      this.#batch = { ...noBatch, outcome: await this.#request({ image: null, settled: {}, replace }) };
    } catch (error) {
      this.#batch = { ...noBatch, failure: asText(error) };
    }
    void this.refresh();
  }

  /** A consensus that says something else is only written over when the same is asked for again. */
  async #makeOne(): Promise<void> {
    const deciding = this.#deciding;
    if (deciding === null || deciding.busy) return;
    const { image, settled, asked } = deciding;
    this.#deciding = { ...deciding, words: '', busy: true };
    this.#draw();
    const done = (change: Partial<Deciding>): void => {
      if (this.#deciding?.image === image) this.#deciding = { ...this.#deciding, asked: false, busy: false, ...change };
    };
    try {
      const { made, kept, undecided } = await this.#request({ image, settled, replace: asked });
      const [open] = undecided;
      if (open !== undefined) done({ words: open.why });
      else if (made.length + kept.length > 0) done({ words: made.length > 0 ? 'Written.' : 'It has this consensus already.' });
      else done({ words: 'The image has a consensus that says something else.', asked: true });
    } catch (error) {
      done({ words: asText(error) });
    }
    void this.refresh();
  }

  #settle(name: string, rule: ConsensusRule | null): void {
    if (this.#deciding === null) return;
    const { [name]: _, ...others } = this.#deciding.settled;
    this.#deciding = { ...this.#deciding, settled: rule === null ? others : { ...others, [name]: rule }, words: '', asked: false };
    this.#draw();
  }

  #setDeciding(image: string | null): void {
    const before = this.#deciding?.image;
    this.#deciding = image === null ? null : { image, settled: {}, words: '', asked: false, busy: false };
    this.#draw();
    // A form that opens takes the focus, one that closes gives it back.
    const next = image === null ? `button[aria-label="Decide ${before}"]` : '.decide select';
    this.#root.querySelector<HTMLElement>(next)?.focus();
  }

  readonly #caseActions: CaseActions = {
    change: this.#change,
    open: this.#open,
    openLabel: (reader, image) => this.#attempt(this.#host.call('openLabel', { reader, image })),
    decide: (image) => this.#setDeciding(image),
    close: () => this.#setDeciding(null),
    settle: (name, rule) => this.#settle(name, rule),
    make: () => void this.#makeOne(),
    more: () => {
      this.#most += caseStep;
      this.#draw();
    },
  };

  readonly #consensusActions: ConsensusActions = {
    change: this.#change,
    open: this.#open,
    makeAll: (replace) => void this.#makeAll(replace),
    dismiss: () => {
      this.#batch = noBatch;
      this.#draw();
    },
  };

  readonly #matrixActions = {
    open: this.#open,
    choose: (cell: Cell, images: readonly string[]): void => {
      this.#cell = cell;
      this.#draw();
      this.#open(images.slice(0, 1));
    },
  };

  readonly #emptyActions = {
    importImages: () => this.#attempt(this.#host.call('importImages')),
    showDataset: () => this.#attempt(this.#host.call('showDataset')),
    openProtocol: () => this.#attempt(this.#host.call('openProtocol')),
  };

  #draw(): void {
    render(html`<main>${this.#session === null ? this.#waiting() : this.#page(this.#session)}</main>`, this.#root);
  }

  #waiting(): TemplateResult {
    if (this.#failure === '') return html`<h1>Reader agreement</h1> ${this.#busyLine()}`;
    return html`<h1>Reader agreement</h1>
      <p class="message bad" role="alert">${this.#failure}</p>
      <vscode-button @click=${() => void this.refresh()}>Try Again</vscode-button>`;
  }

  #busyLine(): TemplateResult | typeof nothing {
    if (this.#busy === '') return nothing;
    const cancel = () => this.#attempt(this.#host.call('cancel'));
    return html`<p class="busy muted"><span role="status">${this.#busy}</span> <button class="plain" @click=${cancel}>Cancel</button></p>`;
  }

  #page({ title, report }: AgreementSession): TemplateResult {
    const empty = emptyState(report, this.#emptyActions);
    return html`<header>
        <h1>Reader agreement</h1>
        <p class="muted">${title} · ${summaryWords(report)}</p>
        ${report.counts.length > 1 ? choiceBar(report, this.#change) : nothing} ${this.#busyLine()}
      </header>
      ${this.#failure === '' ? nothing : html`<p class="message bad" role="alert">${this.#failure} <button class="plain" @click=${() => void this.refresh()}>Try Again</button></p>`}
      ${report.problems.map((problem) => html`<p class="message">Left out: ${problem}</p>`)} ${empty === nothing ? this.#tabs(report) : empty}`;
  }

  #tabs(report: AgreementReport): TemplateResult {
    const names = [
      ['agreement', 'Agreement'],
      ['adjudicate', `To Adjudicate (${report.adjudicate.length})`],
    ] as const;
    const body =
      this.#look.tab === 'agreement'
        ? agreementTab(report, this.#look, this.#cell, this.#change, this.#matrixActions)
        : html`${consensusPanel(report, this.#look, this.#batch, this.#consensusActions)} ${caseTable(report, this.#look, this.#most, this.#deciding, this.#caseActions)}`;
    return tabs(names, this.#look.tab, (tab) => this.#change({ tab }), body);
  }
}

/** How many images there are, how many two readers have read, and what counts. */
function summaryWords({ images, readTwice, part }: AgreementReport): string {
  const where = part === null ? '' : ` of the ${part} part`;
  return `${counted(images, 'image')}${where}, ${readTwice} of them with final labels of two readers or more; drafts and models' proposals don't count`;
}
