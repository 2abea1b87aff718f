import { html, nothing, render, type TemplateResult } from 'lit';
import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { NotesEdit } from '../../src/core/experiment/runNotes';
import type { Host } from '../../src/protocol/channel';
import type { HistoryAction, HistoryPage, HistorySession, LiveTexts } from '../../src/protocol/history';
import { actionBar, type BarActions, whyNotCompared } from './actionBar';
import type { Arranged, Group } from './arrange';
import { askHistory } from './askHistory';
import type { Column } from './columns';
import { details } from './details';
import { type EmptyActions, emptyState } from './emptyState';
import { countText, groupText } from './groupText';
import { HistoryModel } from './historyModel';
import { type Look, toKeep } from './look';
import { RunTable } from './runTable';
import { type ToolbarActions, toolbar } from './toolbar';

/** Milliseconds that typing or scrolling must rest before what follows from it is done. */
const restMs = { filter: 15, keep: 250 };

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The history of a project while its page lives. */
export class HistoryApp {
  readonly #root: HTMLElement;
  readonly #host: Host<HistoryPage>;
  readonly #store: (look: Look) => void;
  readonly #model = new HistoryModel();
  readonly #table: RunTable;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #session: HistorySession;
  #look: Look;
  #arranged: Arranged = { lines: [], passing: 0 };
  #shown: ReturnType<HistoryModel['shown']> = { columns: [], widths: [] };
  #live: LiveTexts = {};
  #failure = '';
  #asked = 0;
  #kept = '';

  constructor(root: HTMLElement, host: Host<HistoryPage>, session: HistorySession, look: Look, store: (look: Look) => void) {
    [this.#root, this.#host, this.#session, this.#look, this.#store] = [root, host, session, look, store];
    this.#table = new RunTable({
      chosen: () => this.#choose(),
      open: (row) => this.#act('open', [this.#nameOf(row)]),
      star: (row) => this.#star([row]),
      sort: (column) => this.#sort(column),
      fold: (group) => this.#fold(group),
      scrolled: () => this.#later('keep', () => this.#save()),
    });
    this.#kept = JSON.stringify(toKeep(look));
    document.addEventListener('keydown', (event) => this.#onKey(event));
    this.#takeSession(session);
    this.#restore(look.focus, look.selected);
    this.#apply({});
    this.#table.scrollTo(look.scroll);
  }

  /** Asks for the runs anew; only the last question's answer counts. Focus, selection and place stay. */
  async refresh(): Promise<void> {
    this.#asked += 1;
    const own = this.#asked;
    const { all } = this.#look;
    try {
      const digest = all === this.#session.all ? this.#session.digest : '';
      const session = await askHistory(this.#host, { all, digest });
      if (own !== this.#asked) return;
      this.#failure = '';
      if (session.table === null) {
        this.#session = { ...this.#session, isOld: false };
        return this.#draw();
      }
      const { focusRow, rows } = this.#table.selection;
      const [focus, selected] = [focusRow < 0 ? '' : this.#nameOf(focusRow), rows.map((row) => this.#nameOf(row))];
      this.#takeSession(session);
      this.#restore(focus, selected);
      this.#apply({});
      if (session.isOld) void this.refresh();
    } catch (error) {
      if (own === this.#asked) this.#fail(textOf(error));
    }
  }

  takeLive(live: LiveTexts): void {
    this.#live = live;
    this.#table.draw();
  }

  #takeSession(session: HistorySession): void {
    if (session.table !== null) this.#model.take(session.table, this.#look);
    // The text is as large as all that was made of it.
    this.#session = { ...session, table: null };
    this.#live = session.live;
  }

  #fail(sentence: string): void {
    this.#failure = sentence;
    this.#draw();
  }

  #nameOf(row: number): string {
    return this.#model.rows[row]?.listing.run ?? '';
  }

  #restore(focus: string, selected: readonly string[]): void {
    this.#table.selection.restore(this.#model.placesOf([focus])[0] ?? -1, this.#model.placesOf(selected));
  }

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#fail(textOf(error)));
  }

  #later(name: keyof typeof restMs, work: () => void): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(work, restMs[name]));
  }

  /** Filters, orders and draws anew. */
  #apply(part: Partial<Look>): void {
    const before = this.#look;
    this.#look = { ...before, ...part };
    if ('base' in part || 'all' in part) this.#model.rebase(this.#look);
    if ('filter' in part) this.#model.filter(this.#look.filter);
    this.#arranged = this.#model.arrange(this.#look);
    this.#shown = this.#model.shown(this.#look);
    // The selection follows the order before the bar tells of it.
    this.#fill();
    this.#draw();
    if ('filter' in part) this.#table.scrollTo(0);
    this.#save();
    if (this.#look.all !== before.all) void this.refresh();
  }

  #fill(): void {
    const { sort, descending, base } = this.#look;
    this.#table.show({
      ...{ rows: this.#model.rows, lines: this.#arranged.lines, ...this.#shown, sort, descending, base },
      live: (run) => this.#live[run] ?? '',
      groupText: (group: Group) => groupText(group, this.#model.rows, this.#model.groups),
    });
  }

  #save(): void {
    const { selection, scroll } = this.#table;
    const selected = selection.rows.slice(0, 1000).map((row) => this.#nameOf(row));
    this.#look = { ...this.#look, scroll, focus: selection.focusRow < 0 ? '' : this.#nameOf(selection.focusRow), selected };
    this.#store(this.#look);
    const kept = toKeep(this.#look);
    if (JSON.stringify(kept) === this.#kept) return;
    this.#kept = JSON.stringify(kept);
    this.#attempt(this.#host.call('keep', kept));
  }

  #choose(): void {
    this.#draw();
    this.#later('keep', () => this.#save());
  }

  #sort({ id, fallsFirst = false }: Column): void {
    this.#apply({ sort: id, descending: id === this.#look.sort ? !this.#look.descending : fallsFirst });
  }

  #fold(group: string): void {
    const { collapsed } = this.#look;
    this.#apply({ collapsed: collapsed.includes(group) ? collapsed.filter((key) => key !== group) : [...collapsed, group] });
  }

  #wanted(): readonly HistoryRow[] {
    return this.#table.selection.wanted().flatMap((row) => this.#model.rows[row] ?? []);
  }

  #wantedNames(): readonly string[] {
    return this.#wanted().map(({ listing }) => listing.run);
  }

  #act(what: HistoryAction, runs: readonly string[]): void {
    this.#attempt(this.#host.call('act', { what, runs }));
  }

  #edit(runs: readonly string[], edit: NotesEdit): void {
    if (runs.length === 0) return;
    try {
      this.#model.edit(runs, edit);
      this.#failure = '';
      this.#attempt(this.#host.call('note', { runs, edit }));
      this.#apply({});
    } catch (error) {
      this.#fail(textOf(error));
    }
  }

  /** Stars runs, or takes the stars away where all of them have one. */
  #star(rows: readonly number[]): void {
    const runs = rows.flatMap((row) => this.#model.rows[row] ?? []);
    this.#edit(
      runs.map(({ listing }) => listing.run),
      { star: !runs.every(({ notes }) => notes.starred) },
    );
  }

  #setBase(): void {
    const [run] = this.#wantedNames();
    if (run !== undefined) this.#apply({ base: run });
  }

  #compare(): void {
    const runs = this.#wantedNames();
    if (whyNotCompared(runs.length) === '') this.#act('compare', runs);
  }

  #onKey(event: KeyboardEvent): void {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return;
    const keys: Readonly<Record<string, () => void>> = {
      '/': () => this.#root.querySelector<HTMLInputElement>('#filter')?.focus(),
      s: () => this.#star(this.#table.selection.wanted()),
      b: () => this.#setBase(),
      c: () => this.#compare(),
    };
    const key = event.key.toLowerCase();
    if (!Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]?.();
  }

  readonly #toolbarActions: ToolbarActions = {
    filter: (filter) => {
      this.#look = { ...this.#look, filter };
      this.#later('filter', () => this.#apply({ filter }));
    },
    insert: (name) => {
      const { filter } = this.#look;
      this.#root.querySelector<HTMLElement>('#help')?.hidePopover();
      this.#apply({ filter: `${filter}${filter === '' || filter.endsWith(' ') ? '' : ' '}${name}` });
      this.#root.querySelector<HTMLInputElement>('#filter')?.focus();
    },
    change: (part) => this.#apply(part),
    down: () => {
      if (this.#table.selection.focus < 0 && this.#arranged.passing > 0) this.#table.selection.move(0);
      this.#table.element.focus();
      this.#table.draw();
      this.#choose();
    },
  };

  readonly #barActions: BarActions = {
    act: (what) => this.#act(what, this.#wantedNames()),
    star: () => this.#star(this.#table.selection.wanted()),
    tag: (addTag) => this.#edit(this.#wantedNames(), { addTag }),
    base: () => this.#setBase(),
    clear: () => {
      this.#table.selection.clear();
      this.#table.draw();
      this.#choose();
    },
  };

  readonly #emptyActions: EmptyActions = {
    train: () => this.#act('train', []),
    showAll: () => this.#apply({ all: true }),
    clear: () => this.#apply({ filter: '', hideFailed: false }),
  };

  #draw(): void {
    const { rows, problem, problems, columns, filterKeys } = this.#model;
    const baseRun = rows.some(({ listing }) => listing.run === this.#look.base) ? this.#look.base : '';
    const isEmpty = this.#arranged.lines.length === 0;
    const { focusRow, size } = this.#table.selection;
    const row = rows[focusRow];
    render(
      html`<main class="history">
        <header>
          <div class="title">
            <h1>History</h1>
            <span class="muted" role="status">${this.#session.title} · ${countText(this.#arranged.passing, rows.length)}${this.#session.isOld ? ' · as seen last, reading …' : ''}</span>
          </div>
          ${this.#failure === '' ? nothing : html`<p class="message bad" role="alert">${this.#failure} <button class="plain" @click=${() => void this.refresh()}>Try Again</button></p>`}
          ${problems.slice(0, 3).map((sentence) => html`<p class="message" role="note">${sentence}</p>`)}
          ${toolbar({ look: this.#look, problem, columns, shown: this.#shown.columns, baseRun, filterKeys }, this.#toolbarActions)}
          ${rows.length === 0 ? nothing : actionBar(this.#wanted(), size, this.#model.tags, this.#barActions)}
        </header>
        <div class="body">
          <div class="runs">
            <div class="holder" ?hidden=${isEmpty}>${this.#table.element}</div>
            ${isEmpty ? emptyState(rows.length, this.#look.all, this.#emptyActions) : nothing}
          </div>
          ${row === undefined || !this.#look.details ? nothing : this.#details(row, baseRun)}
        </div>
      </main>`,
      this.#root,
    );
  }

  #details(row: HistoryRow, baseRun: string): TemplateResult {
    const words: Readonly<Record<string, string>> = { defaults: "RadSteps's defaults", experiment: "the experiment's file" };
    const base = baseRun !== '' ? `run ${baseRun}` : (words[this.#look.base] ?? 'what most runs have');
    return details(row, this.#model.changed(row), base, {
      edit: (edit) => this.#edit([row.listing.run], edit),
      act: (what) => this.#act(what, [row.listing.run]),
    });
  }
}
