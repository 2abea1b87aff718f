import { html, nothing, render, type TemplateResult } from 'lit';
import type { TriageState } from '../../src/core/experiment/triageStates';
import { triageDisclaimer, triageSummary } from '../../src/core/experiment/triageWords';
import type { Host } from '../../src/protocol/channel';
import type { GalleryThumbnail } from '../../src/protocol/gallery';
import type { TriageLack, TriagePage, TriageSession, TriageSubject } from '../../src/protocol/triage';
import { Thumbnails } from '../shared/thumbnails';
import { lackSection } from './lackSection';
import type { Look } from './look';
import { regionsOf, shownStudies } from './shownStudies';
import { cardHeight } from './studyCard';
import { drawnFilms, drawnPlaces, type Shown, triageFeed } from './triageFeed';
import { aboutSection, countWords, triageToolbar, unreadSection } from './triageHead';

const keyStates: Readonly<Record<string, TriageState | null>> = { a: 'agree', d: 'disagree', r: 'read', u: null };

/** The page: films sorted by an alert, worst first. */
export class TriageApp {
  readonly #root: HTMLElement;
  readonly #host: Host<TriagePage>;
  readonly #subject: TriageSubject;
  readonly #keep: (look: Look) => void;
  readonly #thumbnails: Thumbnails;
  #look: Look;
  #session: TriageSession | null = null;
  #lack: TriageLack | null = null;
  #failure = '';
  #progress = '';
  #sortings = 0;
  #isSorting = false;
  #shown: Shown = [];
  #hasScrolled = false;
  #frame = 0;

  constructor(root: HTMLElement, host: Host<TriagePage>, subject: TriageSubject, look: Look, keep: (look: Look) => void) {
    [this.#root, this.#host, this.#subject, this.#look, this.#keep] = [root, host, subject, look, keep];
    this.#thumbnails = new Thumbnails(
      (images) => this.#ask(host.call('wantThumbnails', images)),
      (image) => this.#ask(host.call('remakeThumbnail', image)),
    );
    window.addEventListener('resize', () => this.#draw());
  }

  /** Sorts the films of the chosen part; the list before stays to be seen until then. */
  async sort(): Promise<void> {
    const own = ++this.#sortings;
    [this.#isSorting, this.#failure, this.#progress] = [true, '', ''];
    this.#draw();
    try {
      const answer = await this.#host.call('open', this.#look.part);
      if (own !== this.#sortings) return;
      if ('lack' in answer) [this.#lack, this.#session] = [answer, null];
      else [this.#lack, this.#session] = [null, answer];
    } catch (error) {
      if (own !== this.#sortings) return;
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#isSorting = false;
    this.#draw();
    this.#scrollBack();
  }

  progress(words: string): void {
    this.#progress = words;
    if (this.#isSorting) this.#draw();
  }

  takeThumbnails(list: readonly GalleryThumbnail[]): void {
    this.#thumbnails.take(list);
    this.#draw();
  }

  #change(look: Partial<Look>): void {
    const isOther = look.part !== undefined && look.part !== this.#look.part;
    this.#look = { ...this.#look, ...look };
    this.#keep(this.#look);
    if (isOther) void this.sort();
    else this.#draw();
  }

  /** A request whose failure is a sentence on the page. */
  #ask(answer: Promise<unknown>): void {
    answer.catch((error: unknown) => {
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#draw();
    });
  }

  readonly #open = (image: string): void => {
    const images = this.#shown.flatMap(({ study }) => study.films.map((film) => film.image));
    this.#ask(this.#host.call('openFilm', { image, images }));
  };

  readonly #mark = (study: string, wanted: TriageState | null): void => {
    const now = this.#session?.states[study]?.state;
    const state = now === wanted ? null : wanted;
    this.#look = { ...this.#look, study };
    this.#ask(
      this.#host.call('setState', { study, state }).then((states) => {
        if (this.#session !== null) this.#session = { ...this.#session, states };
        this.#draw();
      }),
    );
  };

  get #focus(): number {
    return this.#shown.findIndex(({ study }) => study.study === this.#look.study);
  }

  /** Moves to a card: it is scrolled to, drawn and focused. */
  #goTo(index: number): void {
    const place = Math.min(Math.max(0, index), this.#shown.length - 1);
    const one = this.#shown[place];
    const [scroll, feed] = [this.#scroller(), this.#root.querySelector<HTMLElement>('.feed')];
    if (one === undefined || scroll === null || feed === null) return;
    this.#look = { ...this.#look, study: one.study.study };
    const top = feed.offsetTop + place * cardHeight;
    if (top < scroll.scrollTop) scroll.scrollTop = place === 0 ? 0 : top;
    else if (top + cardHeight > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + cardHeight - scroll.clientHeight;
    this.#draw();
    this.#root.querySelector<HTMLElement>(`[data-index="${this.#focus}"]`)?.focus({ preventScroll: true });
    this.#keep(this.#look);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('article') : null;
    if (card === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = Number(card.dataset.index);
    const page = Math.max(1, Math.floor((this.#scroller()?.clientHeight ?? 0) / cardHeight));
    const targets: Readonly<Record<string, number>> = {
      ...{ ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page },
      ...{ Home: 0, End: this.#shown.length - 1 },
    };
    const [target, key] = [targets[event.key], event.key.toLowerCase()];
    const study = this.#shown[index]?.study;
    if (target !== undefined) this.#goTo(target);
    else if (study === undefined) return;
    else if (key in keyStates) this.#mark(study.study, keyStates[key] ?? null);
    else if (event.key === 'Enter' && event.target === card) this.#open(study.films[0]?.image ?? '');
    else return;
    event.preventDefault();
  };

  readonly #onFocus = (event: FocusEvent): void => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('article') : null;
    const study = card === null ? undefined : this.#shown[Number(card.dataset.index)]?.study.study;
    if (study !== undefined && study !== this.#look.study) this.#look = { ...this.#look, study };
  };

  readonly #onScroll = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#look = { ...this.#look, scroll: this.#scroller()?.scrollTop ?? 0 };
      this.#keep(this.#look);
      this.#draw();
    });
  };

  #scroller(): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>('.scroll');
  }

  /** Once, to where the page was before it was hidden. */
  #scrollBack(): void {
    const scroll = this.#scroller();
    if (this.#hasScrolled || this.#session === null || scroll === null) return;
    this.#hasScrolled = true;
    scroll.scrollTop = this.#look.scroll;
    this.#draw();
    // So that the keys of a card work at once.
    const first = this.#root.querySelector<HTMLElement>(`[data-index="${Math.max(0, this.#focus)}"]`);
    if (document.activeElement === document.body) first?.focus({ preventScroll: true });
  }

  #draw(): void {
    const session = this.#session;
    this.#shown = session === null ? [] : shownStudies(session.list.studies, session.states, this.#look);
    render(html`<main>${this.#header()} ${this.#status()} ${session === null ? this.#nothing() : this.#list(session)}</main>`, this.#root);
  }

  #header(): TemplateResult {
    const list = this.#session?.list;
    const title = list === undefined ? 'Triage list' : `Triage list: possible ${list.about.target.replaceAll('_', ' ')}`;
    return html`<header>
      <div class="title">
        <h1>${title}</h1>
        ${this.#subject.run === '' ? nothing : html`<button class="link" @click=${() => this.#ask(this.#host.call('openRun'))}>run ${this.#subject.run}</button>`}
      </div>
      <p class="disclaimer" role="note">${triageDisclaimer}</p>
      ${list === undefined || this.#session === null ? nothing : this.#tools(this.#session)}
    </header>`;
  }

  #tools({ list, states }: TriageSession): TemplateResult {
    return html`${triageToolbar({
      look: this.#look,
      regions: regionsOf(list.studies),
      parts: this.#subject.outside === '' ? ['tuning', 'train', 'test'] : null,
      busy: this.#isSorting,
      change: (look) => this.#change(look),
      save: () => this.#ask(this.#host.call('saveList', this.#look.part)),
      chooseFolder: () => this.#ask(this.#host.call('chooseFolder')),
    })}
      <p class="counts" role="status">${triageSummary(list)} <span class="muted">${countWords(this.#shown.length, list, states)}</span></p>`;
  }

  #status(): TemplateResult | typeof nothing {
    if (this.#isSorting)
      return html`<div class="working">
        <p role="status">${this.#progress || 'Opening the network …'}</p>
        <vscode-button secondary @click=${() => this.#ask(this.#host.call('cancel'))}>Cancel</vscode-button>
      </div>`;
    if (this.#failure === '') return nothing;
    return html`<div class="failed">
      <p role="alert">${this.#failure}</p>
      <vscode-button @click=${() => void this.sort()}>Try Again</vscode-button>
      ${
        this.#failure.includes('radsteps reproduce')
          ? html`<vscode-button secondary @click=${() => this.#ask(this.#host.call('reproduce'))}>Reproduce the Run</vscode-button>`
          : nothing
      }
    </div>`;
  }

  #nothing(): TemplateResult | typeof nothing {
    return this.#lack === null || this.#isSorting
      ? nothing
      : lackSection(
          this.#lack,
          this.#host,
          () => void this.sort(),
          (answer) => this.#ask(answer),
        );
  }

  #list({ list, states, notes }: TriageSession): TemplateResult {
    const [scroll, feed] = [this.#scroller(), this.#root.querySelector<HTMLElement>('.feed')];
    const above = (scroll?.scrollTop ?? 0) - (feed?.offsetTop ?? 0);
    const places = drawnPlaces(this.#shown.length, { above, height: scroll?.clientHeight ?? window.innerHeight }, this.#focus);
    this.#thumbnails.see(drawnFilms(this.#shown, places));
    const options = {
      about: list.about,
      picture: (image: string) => this.#thumbnails.picture(image),
      broken: (image: string) => this.#thumbnails.broken(image),
      ...{ open: this.#open, mark: this.#mark },
    };
    return html`<div class="scroll" @scroll=${this.#onScroll} @keydown=${this.#onKey} @focusin=${this.#onFocus}>
      ${aboutSection(list, notes)} ${unreadSection(list.unread)}
      ${this.#shown.length === 0 ? this.#noneShown() : triageFeed(this.#shown, states, places, this.#focus, options)}
    </div>`;
  }

  #noneShown(): TemplateResult {
    const all = { alertsOnly: false, unreadOnly: false, region: '' };
    return this.#session?.list.studies.length === 0
      ? html`<p class="none-shown">No film could be sorted: the list above says why.</p>`
      : html`<p class="none-shown">
          No study fits the filters. <button class="link" @click=${() => this.#change(all)}>Show all studies</button>
        </p>`;
  }
}
