import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './run.css';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { RunPage, RunView } from '../../src/protocol/run';
import { connectPage, inTime } from '../shared/host';
import { learningCurves } from './curves';
import { dataSections, settingSections } from './details';
import { type Actions, runHeader } from './header';
import { headline, metricsTable } from './metricsTable';
import { predictionSection } from './predictionFigure';

type Kept = { readonly open: Readonly<Record<string, boolean>>; readonly scroll: number };

const message = (lines: readonly string[], bad: boolean): TemplateResult | typeof nothing =>
  lines.length === 0
    ? nothing
    : html`<div class=${bad ? 'message bad' : 'message'} role=${bad ? 'alert' : 'note'}>${lines.map((line) => html`<p>${line}</p>`)}</div>`;

const page = (view: RunView, failure: string, actions: Actions): TemplateResult => html`<main>
  ${runHeader(view, actions)} ${message(failure === '' ? [] : [failure], true)} ${message(view.reason === '' ? [] : [view.reason], true)}
  ${message(view.problems, false)} ${headline(view.metrics)} ${learningCurves(view.curves, view.metrics, view.state === 'running')} ${metricsTable(view.metrics, view.state === 'running')}
  <div class="two">
    <div>${predictionSection(view.predictions)} ${dataSections(view)}</div>
    <div>${settingSections(view)}</div>
  </div>
</main>`;

const broken = (failure: string, again: () => void): TemplateResult => html`<main>
  <h1>The run can't be shown</h1>
  ${message([failure], true)}
  <vscode-button @click=${again}>Try Again</vscode-button>
</main>`;

const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function keptState(state: unknown): Kept {
  const kept = typeof state === 'object' && state !== null && 'kept' in state ? (state.kept as Kept) : { open: {}, scroll: 0 };
  return { open: kept.open ?? {}, scroll: kept.scroll ?? 0 };
}

/** Draws the page into `root`, keeps it up to date, and keeps scrolling and folding over hiding and reloading. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<RunPage>();
  let view: RunView | null = null;
  let failure = '';
  const kept = keptState(getState());
  const attempt = (work: Promise<unknown>) => {
    failure = '';
    work.catch((error: unknown) => {
      failure = asText(error);
      draw();
    });
  };
  const actions: Actions = {
    show: (what) => attempt(host.call('show', what)),
    stop: () => attempt(host.call('stop')),
    commit: () => attempt(host.call('commit')),
  };
  const draw = () => {
    const waiting = html`<main><p class="muted" role="status">Reading the run …</p></main>`;
    render(view !== null ? page(view, failure, actions) : failure !== '' ? broken(failure, open) : waiting, root);
  };
  const show = (next: RunView) => {
    const first = view === null;
    view = next;
    draw();
    if (!first) return;
    // The extension finds the run again by this after a reload of the window.
    setState({ project: next.project, run: next.run, kept });
    restore(root, kept);
  };
  const open = () => {
    failure = '';
    draw();
    attempt(inTime(host.call('open'), 20).then(show));
  };
  host.on('changed', show);
  rememberLook(root, (look) => setState({ ...(getState() as object), kept: look }));
  open();
}

function restore(root: HTMLElement, { open, scroll }: Kept): void {
  for (const details of root.querySelectorAll('details')) details.open = open[details.id] ?? details.open;
  // After the figures have taken their height.
  setTimeout(() => window.scrollTo(0, scroll), 60);
}

function rememberLook(root: HTMLElement, keep: (look: Kept) => void): void {
  const now = () =>
    keep({ open: Object.fromEntries([...root.querySelectorAll('details')].map(({ id, open }) => [id, open])), scroll: window.scrollY });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, 150);
  };
  root.addEventListener('toggle', soon, true);
  window.addEventListener('scroll', soon, { passive: true });
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
