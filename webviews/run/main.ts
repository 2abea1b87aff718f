import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './run.css';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { RunPage, RunView } from '../../src/protocol/run';
import { connectPage, inTime } from '../shared/host';
import { caseSections } from './caseSections';
import { learningCurves } from './curves';
import { dataSections, settingSections } from './details';
import { type Actions, runHeader } from './header';
import { headline, metricsTable } from './metricsTable';
import { type KeptCases, RunCases } from './runCases';

type Look = { readonly open: Readonly<Record<string, boolean>>; readonly scroll: number };
type Kept = Look & KeptCases;

const message = (lines: readonly string[], bad: boolean): TemplateResult | typeof nothing =>
  lines.length === 0
    ? nothing
    : html`<div class=${bad ? 'message bad' : 'message'} role=${bad ? 'alert' : 'note'}>${lines.map((line) => html`<p>${line}</p>`)}</div>`;

const page = (view: RunView, cases: RunCases, failure: string, actions: Actions): TemplateResult => html`<main>
  ${runHeader(view, actions)} ${message(failure === '' ? [] : [failure], true)} ${message(view.reason === '' ? [] : [view.reason], true)}
  ${message(view.problems, false)} ${headline(view.metrics)} ${learningCurves(view.curves, view.metrics, view.state === 'running')} ${metricsTable(view.metrics, view.state === 'running')}
  ${caseSections(view, cases)}
  <div class="two">
    <div>${dataSections(view)}</div>
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
  const kept = typeof state === 'object' && state !== null && 'kept' in state ? (state.kept as Partial<Kept>) : {};
  return { open: kept.open ?? {}, scroll: kept.scroll ?? 0, threshold: kept.threshold ?? null };
}

/** Draws the page into `root`, keeps it up to date, and keeps scrolling and folding over hiding and reloading. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<RunPage>();
  let view: RunView | null = null;
  let failure = '';
  const kept = keptState(getState());
  const cases = new RunCases(host, kept, () => {
    draw();
    look.settle(cases.state === 'reading' || cases.picked.worst?.list === null);
    if (view !== null) look.keep();
  });
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
    render(view !== null ? page(view, cases, failure, actions) : failure !== '' ? broken(failure, open) : waiting, root);
    cases.thumbnails.see(shownCases(cases));
  };
  const show = (next: RunView) => {
    const first = view === null;
    view = next;
    draw();
    // The extension finds the run again by this after a reload of the window.
    if (first) setState({ project: next.project, run: next.run, kept });
    if (first) look.restore();
    cases.follow(next);
  };
  const open = () => {
    failure = '';
    draw();
    attempt(inTime(host.call('open'), 20).then(show));
  };
  host.on('changed', show);
  const look = rememberLook(root, kept, (now) => setState({ ...(getState() as object), kept: { ...now, threshold: cases.threshold } }));
  open();
}

const shownCases = ({ picked }: RunCases): readonly string[] => [
  ...new Set([picked.cell, picked.group, picked.worst].flatMap((place) => place?.list?.cases.map(({ image }) => image) ?? [])),
];

/** Folding and scrolling of the page, which come back after hiding and reloading. */
type RememberedLook = {
  readonly restore: () => void;
  /** Goes back to the place again where the page has grown since, unless the user has moved. */
  readonly settle: (isGrowing: boolean) => void;
  readonly keep: () => void;
};

function rememberLook(root: HTMLElement, kept: Look, keep: (look: Look) => void): RememberedLook {
  let wanted: number | null = kept.scroll;
  const folding = (): readonly HTMLDetailsElement[] => [...root.querySelectorAll('details')].filter(({ id }) => id !== '');
  const now = () => keep({ open: Object.fromEntries(folding().map(({ id, open }) => [id, open])), scroll: wanted ?? window.scrollY });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, 150);
  };
  const moved = () => {
    wanted = null;
  };
  // After the figures have taken their height.
  const scroll = (last: boolean) =>
    setTimeout(() => {
      if (wanted === null) return;
      window.scrollTo(0, wanted);
      if (last || Math.abs(window.scrollY - wanted) < 2) moved();
    }, 60);
  root.addEventListener('toggle', soon, true);
  window.addEventListener('scroll', soon, { passive: true });
  for (const event of ['wheel', 'keydown', 'pointerdown']) window.addEventListener(event, moved, { passive: true });
  return {
    restore: () => {
      for (const details of folding()) details.open = kept.open[details.id] ?? details.open;
      scroll(false);
    },
    settle: (isGrowing) => {
      if (wanted !== null) scroll(!isGrowing);
    },
    keep: soon,
  };
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
