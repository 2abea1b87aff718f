import { html, nothing, render, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { cardComparison, cardRange, cardValue } from '../../src/core/experiment/cardDraft';
import type { CardEstimate, FactSource, ResultCard } from '../../src/core/experiment/resultCard';
import { isMonths } from '../../src/core/experiment/tolerances';
import type { CardChoice, CardPage, CardSession } from '../../src/protocol/card';
import type { Host } from '../../src/protocol/channel';
import type { GalleryThumbnail } from '../../src/protocol/gallery';
import { drawFigure } from '../shared/drawFigure';
import { Thumbnails } from '../shared/thumbnails';
import { scaleFigure } from './scaleFigure';

/** What the page is about before anything is estimated. */
export type Subject = Pick<CardSession, 'project' | 'image'> & { readonly run: string };

const sources: Readonly<Record<FactSource, string>> = { index: 'from the index', file: 'from the file', given: 'chosen here' };
const sexes = { F: 'female', M: 'male' } as const;

/** The page: one image and what a run estimates of it, with what speaks against it. */
export class CardApp {
  readonly #root: HTMLElement;
  readonly #host: Host<CardPage>;
  readonly #subject: Subject;
  readonly #keep: (choice: CardChoice) => void;
  readonly #thumbnails: Thumbnails;
  #choice: CardChoice;
  #session: CardSession | null = null;
  #failure = '';
  #said = '';
  #asked = 0;
  #isAsking = false;

  constructor(root: HTMLElement, host: Host<CardPage>, subject: Subject, choice: CardChoice, keep: (choice: CardChoice) => void) {
    this.#root = root;
    this.#host = host;
    this.#subject = subject;
    this.#choice = choice;
    this.#keep = keep;
    this.#thumbnails = new Thumbnails(
      (images) => this.#ask(host.call('wantThumbnails', images)),
      (image) => this.#ask(host.call('remakeThumbnail', image)),
    );
  }

  /** Has the chosen run asked; nothing of an earlier estimate stays while it works, so that no number stands beside another run's name. */
  async open(): Promise<void> {
    const own = ++this.#asked;
    this.#isAsking = true;
    [this.#failure, this.#said] = ['', ''];
    this.#draw();
    try {
      const session = await this.#host.call('open', this.#choice);
      if (own !== this.#asked) return;
      this.#session = session;
    } catch (error) {
      if (own !== this.#asked) return;
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#isAsking = false;
    this.#draw();
  }

  takeThumbnails(list: readonly GalleryThumbnail[]): void {
    this.#thumbnails.take(list);
    this.#draw();
  }

  #choose(choice: Partial<CardChoice>): void {
    this.#choice = { ...this.#choice, ...choice };
    this.#keep(this.#choice);
    void this.open();
  }

  /** A request whose failure is a sentence on the page. */
  #ask(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => {
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#draw();
    });
  }

  async #copy(draft: string): Promise<void> {
    await this.#host.call('copy', draft);
    this.#said = 'The draft is on the clipboard.';
    this.#draw();
  }

  #draw(): void {
    const { image } = this.#subject;
    const session = this.#isAsking || this.#failure !== '' ? null : this.#session;
    this.#thumbnails.see([image]);
    render(
      html`<main>
        <header>
          <h1>${this.#session?.card.title ?? 'Result'}</h1>
          <p class="muted">An automatic estimate for a draft, to be confirmed by a radiologist. Not for use on patients without validation and approval.</p>
        </header>
        ${this.#status()}
        <div class="beside">
          <section class="own" aria-label="The image">${this.#picture(image)}<strong>${image}</strong></section>
          ${session === null ? nothing : html`<div class="result">${this.#result(session.card)} ${this.#facts(session)}</div>`}
        </div>
        ${session === null ? nothing : this.#draft(session.card)}
      </main>`,
      this.#root,
    );
  }

  #status(): TemplateResult | typeof nothing {
    if (this.#isAsking)
      return html`<div class="working">
        <p role="status">Asking the network …</p>
        <vscode-button secondary @click=${() => this.#ask(this.#host.call('cancel'))}>Cancel</vscode-button>
      </div>`;
    if (this.#failure === '') return nothing;
    return html`<div class="failed">
      <p role="alert">${this.#failure}</p>
      <vscode-button @click=${() => void this.open()}>Try Again</vscode-button>
    </div>`;
  }

  #picture(image: string): TemplateResult {
    const { uri, words } = this.#thumbnails.picture(image);
    const name = uri === '' && words !== '' ? `Open ${image}. ${words}` : `Open ${image}`;
    return html`<button class="picture" aria-label=${name} @click=${() => this.#ask(this.#host.call('openImage'))}>
      ${
        uri === ''
          ? html`<span class="words">${words}</span>`
          : html`<img src=${uri} alt="" draggable="false" decoding="async" @error=${() => this.#thumbnails.broken(image)} />`
      }
    </button>`;
  }

  #result(card: ResultCard): TemplateResult {
    const { estimates, age, unit, warnings } = card;
    const [only, other] = estimates;
    return html`<section aria-label="The estimate">
      ${estimates.map((estimate) => estimateLines(estimate, card))}
      ${only === undefined || other !== undefined || !isMonths(unit) ? nothing : html`<p>${cardComparison(only, age)}</p>`}
      <div class="plot" ${ref((element) => drawFigure(element, scaleFigure(card)))}></div>
      ${
        warnings.length === 0
          ? nothing
          : html`<ul class="warnings" aria-label="Warnings">
              ${warnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
      }
    </section>`;
  }

  #facts({ card, runs }: CardSession): TemplateResult {
    const { age, sex, weights, estimates, notes } = card;
    const takesSex = estimates.some((estimate) => estimate.sex !== null);
    return html`<section aria-label="What it comes from">
      <div class="choices">
        <label for="run">Run</label>
        <select id="run" @change=${(event: Event) => this.#choose({ run: (event.target as HTMLSelectElement).value })}>
            ${runs.map(({ run, words }) => html`<option value=${run} ?selected=${run === card.run}>${run}${words === '' ? '' : ` (${words})`}</option>`)}
          </select>
        ${takesSex ? this.#sexChoice(card) : nothing}
      </div>
      <dl>
        ${takesSex ? html`<dt>Sex used</dt><dd>${sex === null ? 'not known: both are estimated' : `${sexes[sex.value]}, ${sources[sex.from]}`}</dd>` : nothing}
        <dt>Chronological age</dt>
        <dd>${age === null ? 'not known' : `${cardValue(age.months, 'months')}, ${sources[age.from]}`}</dd>
        <dt>Weights</dt>
        <dd><code title=${weights}>${weights.slice(0, 12)}</code> <button class="link" @click=${() => this.#ask(this.#host.call('openRun', card.run))}>Open the run</button></dd>
      </dl>
      ${notes.map((note) => html`<p class="muted">${note}</p>`)}
    </section>`;
  }

  #sexChoice({ sex }: ResultCard): TemplateResult {
    const chosen = this.#choice.sex;
    const own = chosen === null && sex !== null ? `As the index says (${sexes[sex.value]})` : 'As the index says';
    return html`<label for="sex">Sex</label>
      <select id="sex"
                @change=${(event: Event) => {
                  const { value } = event.target as HTMLSelectElement;
                  this.#choose({ sex: value === 'F' || value === 'M' ? value : null });
                }}
      >
        <option value="" ?selected=${chosen === null}>${own}</option>
        <option value="F" ?selected=${chosen === 'F'}>Female</option>
        <option value="M" ?selected=${chosen === 'M'}>Male</option>
      </select>`;
  }

  #draft({ draft }: ResultCard): TemplateResult {
    return html`<section aria-labelledby="draft">
      <h2 id="draft">Draft for the report</h2>
      <pre class="draft" tabindex="0">${draft}</pre>
      <div class="choices">
        <vscode-button @click=${() => this.#ask(this.#copy(draft))}>Copy Draft</vscode-button>
        <span role="status">${this.#said}</span>
      </div>
    </section>`;
  }
}

function estimateLines(estimate: CardEstimate, { unit, level, estimates }: ResultCard): TemplateResult {
  const { sex, value, interval } = estimate;
  const who = estimates.length > 1 && sex !== null ? `As a ${sex === 'F' ? 'girl' : 'boy'}: ` : '';
  const range =
    interval === null ? 'No prediction interval.' : `${Math.round(100 * level)} % prediction interval ${cardRange(interval, unit)}`;
  return html`<p class="number">${who}<strong>${cardValue(value, unit)}</strong></p>
    <p>${range}</p>`;
}
