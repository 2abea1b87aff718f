import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MachineSample } from '../../src/core/machine/machineSample';
import type { Host } from '../../src/protocol/channel';
import type { WatchedRunView, WatchLook, WatchPage, WatchView } from '../../src/protocol/watch';
import { inTime } from '../shared/host';
import type { Kept } from './look';
import { machineStrip } from './machineStrip';
import { type RunActions, runCard } from './runCard';
import { type SweepActions, sweepCard } from './sweepCard';
import { asText, counted } from './words';

type Curves = typeof import('./figures');

/** The page: runs with their curves, the machine, and sweeps with their queues. */
export class WatchApp {
  readonly #root: HTMLElement;
  readonly #host: Host<WatchPage>;
  readonly #keep: (project: string, kept: Kept) => void;
  #kept: Kept;
  #view: WatchView | null = null;
  #machine: MachineSample | null = null;
  #failure = '';
  #curves: Curves | null = null;

  constructor(root: HTMLElement, host: Host<WatchPage>, kept: Kept, keep: (project: string, kept: Kept) => void) {
    this.#root = root;
    this.#host = host;
    this.#kept = kept;
    this.#keep = keep;
    // A click, because a fold that is drawn open fires "toggle" too, and only what somebody did is kept.
    root.addEventListener('click', (event) => this.#noteFold(event));
    window.addEventListener('scroll', () => this.#noteScroll(), { passive: true });
  }

  /** Asks for what the look shows; null takes the one that was kept. */
  async open(look: WatchLook | null = this.#kept.look): Promise<void> {
    this.#failure = '';
    if (this.#view === null) this.#draw();
    try {
      const isFirst = this.#view === null;
      this.show(await inTime(this.#host.call('open', look), 20));
      if (isFirst) void this.#loadCurves();
    } catch (error) {
      this.#failure = asText(error);
      this.#draw();
    }
  }

  show(view: WatchView): void {
    this.#view = view;
    this.#remember({ look: view.look });
    this.#draw();
  }

  showMachine(machine: MachineSample): void {
    this.#machine = machine;
    this.#draw();
  }

  showSweeps(): void {
    const section = this.#root.querySelector<HTMLElement>('#sweeps');
    section?.scrollIntoView({ block: 'start' });
    section?.focus({ preventScroll: true });
  }

  /** Curves need a library that is larger than the page, so they come after the numbers. */
  async #loadCurves(): Promise<void> {
    this.#curves = await import('./figures');
    this.#draw();
    setTimeout(() => window.scrollTo(0, this.#kept.scroll), 60);
  }

  #remember(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    if (this.#view !== null) this.#keep(this.#view.project, this.#kept);
  }

  #noteFold(event: Event): void {
    const summary = event.target instanceof Element ? event.target.closest('summary') : null;
    const details = summary?.parentElement;
    // Before the click has opened or closed it.
    if (details instanceof HTMLDetailsElement) this.#remember({ open: { ...this.#kept.open, [details.id]: !details.open } });
  }

  #timer: ReturnType<typeof setTimeout> | undefined;

  #noteScroll(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#remember({ scroll: window.scrollY }), 150);
  }

  #attempt(work: Promise<unknown>): void {
    this.#failure = '';
    work.catch((error: unknown) => {
      this.#failure = asText(error);
      this.#draw();
    });
  }

  readonly #runActions: RunActions = {
    stop: (run, weights) => this.#attempt(this.#host.call('stop', { run, weights })),
    open: (run) => this.#attempt(this.#host.call('openRun', run)),
    openLog: (run) => this.#attempt(this.#host.call('openLog', run)),
    remove: (run) => {
      const { runs = [], joins = true } = this.#view?.look ?? {};
      void this.open({ runs: runs.filter((other) => other !== run), joins });
    },
  };

  readonly #sweepActions: SweepActions = {
    pause: (group) => this.#attempt(this.#host.call('pauseSweep', group)),
    resume: (group) => this.#attempt(this.#host.call('resumeSweep', group)),
    cancel: (group) => this.#attempt(this.#host.call('cancelSweep', group)),
    compare: (runs) => this.#attempt(this.#host.call('compare', runs)),
    open: (run) => this.#attempt(this.#host.call('openRun', run)),
    move: (group, index, place) => this.#attempt(this.#host.call('moveTrial', { group, index, place })),
    cancelTrial: (group, index) => this.#attempt(this.#host.call('cancelTrial', { group, index })),
  };

  #draw(): void {
    render(html`<main>${this.#view === null ? this.#waiting() : this.#page(this.#view)}</main>`, this.#root);
    if (this.#view !== null) this.#tellDrawn(this.#view);
  }

  /** Once the frame is on the screen. */
  #tellDrawn({ runs }: WatchView): void {
    const epochs = Object.fromEntries(runs.map(({ run, epoch }) => [run, epoch]));
    const figures = this.#curves !== null;
    requestAnimationFrame(() => setTimeout(() => void this.#host.call('drawn', { epochs, figures }).catch(() => {}), 0));
  }

  #waiting(): TemplateResult {
    if (this.#failure === '') return html`<h1>Watch</h1><p class="muted" role="status">Looking at the runs …</p>`;
    return html`<h1>Watch</h1>
      <p class="message bad" role="alert">${this.#failure}</p>
      <vscode-button @click=${() => void this.open()}>Try Again</vscode-button>`;
  }

  #page(view: WatchView): TemplateResult {
    const { runs, sweeps, trusted } = view;
    return html`<header class="page">
        <h1>Watch</h1>
        <p class="muted subtitle">${view.title} · ${summaryWords(view)}</p>
      </header>
      ${trusted ? nothing : html`<p class="message" role="note">Restricted Mode: runs can be looked at, but not stopped or started. <button class="plain" @click=${() => this.#attempt(this.#host.call('trust'))}>Manage Workspace Trust</button></p>`}
      ${this.#failure === '' ? nothing : html`<p class="message bad" role="alert">${this.#failure}</p>`}
      ${machineStrip(this.#machine)} ${runs.length === 0 ? this.#emptyRuns(trusted, sweeps.length > 0) : this.#runs(view)}
      ${this.#sweeps(view)}`;
  }

  #emptyRuns(trusted: boolean, hasSweeps: boolean): TemplateResult {
    const words = hasSweeps ? 'No run trains now.' : 'No run trains now. Start a training, and its curves are drawn here as they grow.';
    return html`<section class="empty">
      <p>${words} A run that is started in a terminal (<code>radsteps train</code>) appears, too.</p>
      <div class="buttons">
        <vscode-button ?disabled=${!trusted} @click=${() => this.#attempt(this.#host.call('train'))}>Train...</vscode-button>
      </div>
    </section>`;
  }

  #runs({ runs, look, trusted }: WatchView): TemplateResult {
    // Only what has measured something can be compared.
    const ended = runs.filter(({ state, best }) => (state === 'finished' || state === 'stopped') && best !== null).map(({ run }) => run);
    const compare =
      ended.length < 2
        ? nothing
        : html`<vscode-button secondary @click=${() => this.#attempt(this.#host.call('compare', ended))}>Compare the Ended</vscode-button>`;
    const join = look.joins
      ? nothing
      : html`<vscode-button secondary @click=${() => void this.open({ ...look, joins: true })}>Show All That Train</vscode-button>`;
    return html`<section aria-labelledby="runs-title">
      <h2 id="runs-title">Runs</h2>
      ${this.#curves === null ? nothing : this.#curves.learningCurves(runs)}
      <div class="buttons">${compare} ${join}</div>
      ${repeat(
        runs,
        ({ run }) => run,
        (view, place) => runCard(view, place, this.#machine, trusted, this.#isOpen(view, runs), this.#runActions),
      )}
    </section>`;
  }

  /** The log of a run that is alone is open, unless somebody closed it. */
  #isOpen({ run }: WatchedRunView, runs: readonly WatchedRunView[]): boolean {
    return this.#kept.open[`log-${run}`] ?? runs.length === 1;
  }

  #sweeps({ sweeps, trusted }: WatchView): TemplateResult {
    const start = html`<div class="buttons">
      <vscode-button secondary ?disabled=${!trusted} @click=${() => this.#attempt(this.#host.call('startSweep'))}>Start Sweep...</vscode-button>
    </div>`;
    const none = html`<p class="muted">
      No sweep yet. A section <code>sweep</code> in an experiment says which settings to vary; "Start Sweep..." offers to add one.
    </p>`;
    const goesOn = (state: string) => ['running', 'paused', 'killed'].includes(state);
    return html`<section id="sweeps" tabindex="-1" aria-labelledby="sweeps-title">
      <h2 id="sweeps-title">Sweeps</h2>
      ${sweeps.length === 0 ? none : nothing} ${start}
      ${repeat(
        sweeps,
        ({ group }) => group,
        (sweep) => sweepCard(sweep, trusted, this.#kept.open[`trials-${sweep.group}`] ?? goesOn(sweep.state), this.#sweepActions),
      )}
    </section>`;
  }
}

function summaryWords({ runs, sweeps }: WatchView): string {
  const training = runs.filter(({ state }) => state === 'running').length;
  const open = sweeps.filter(({ state }) => ['running', 'paused', 'killed'].includes(state)).length;
  const words = training === 0 ? 'no run trains now' : `${counted(training, 'run')} ${training === 1 ? 'trains' : 'train'} now`;
  return open === 0 ? words : `${words}, ${counted(open, 'sweep')} under way`;
}
