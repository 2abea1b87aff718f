import { html, nothing, render, type TemplateResult } from 'lit';
import { Selection } from '../shared/selection';
import type { Line } from './arrange';
import type { Column } from './columns';
import { lineKey, type TableMove } from './lineKey';
import type { TableContent } from './tableContent';
import { type CellActions, groupLine, runLine } from './tableLines';

/** What the table tells the page. */
export type TableOptions = {
  /** The focus or the selection changed. */
  readonly chosen: () => void;
  readonly open: (row: number) => void;
  readonly star: (row: number) => void;
  readonly sort: (column: Column) => void;
  readonly fold: (group: string) => void;
  readonly scrolled: () => void;
};

/** CSS pixels; the style sheet has the same. */
const lineHeight = 26;
const headHeight = 30;
/** Lines beyond those seen, so that a scroll's first frames are there already. */
const beyond = 6;

/** The runs as a grid of which only the lines that are seen exist. Keys: arrows, Page Up and Down, Home, End, Space, Enter, Ctrl+A, Escape. */
export class RunTable {
  readonly element = document.createElement('div');
  readonly selection = new Selection();
  readonly #head = document.createElement('div');
  readonly #body = document.createElement('div');
  readonly #options: TableOptions;
  readonly #actions: CellActions;
  #content: TableContent | undefined;
  /** The line of each run by its place in the order, and back. */
  #lineOfPlace: readonly number[] = [];
  #placeOfLine = new Map<number, number>();
  #frame = 0;

  constructor(options: TableOptions) {
    this.#options = options;
    this.#actions = { star: options.star, fold: options.fold };
    const { element } = this;
    element.className = 'table';
    element.tabIndex = 0;
    for (const [name, value] of [
      ['role', 'grid'],
      ['aria-multiselectable', 'true'],
      ['aria-label', 'Runs'],
    ] as const)
      element.setAttribute(name, value);
    this.#head.className = 'head';
    this.#body.className = 'lines';
    for (const part of [this.#head, this.#body]) part.setAttribute('role', 'rowgroup');
    element.append(this.#head, this.#body);
    element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#body.addEventListener('click', (event) => this.#onClick(event));
    this.#body.addEventListener('dblclick', (event) => this.#onDoubleClick(event));
    element.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.draw()).observe(element);
  }

  get scroll(): number {
    return this.element.scrollTop;
  }

  /** Shows other runs, or the same in another order. */
  show(content: TableContent): void {
    this.#content = content;
    const lines = content.lines.flatMap((line, index) => ('row' in line ? [[index, line.row] as const] : []));
    this.#lineOfPlace = lines.map(([line]) => line);
    this.#placeOfLine = new Map(lines.map(([line], place) => [line, place]));
    this.selection.order(Uint32Array.from(lines, ([, row]) => row));
    const { element } = this;
    element.style.setProperty('--columns', content.widths.map((width) => `${width}px`).join(' '));
    element.style.setProperty('--width', `${content.widths.reduce((sum, width) => sum + width, 0)}px`);
    element.setAttribute('aria-rowcount', String(content.lines.length + 1));
    element.setAttribute('aria-colcount', String(content.columns.length));
    this.#body.style.height = `${content.lines.length * lineHeight}px`;
    this.draw();
  }

  scrollTo(top: number): void {
    this.element.scrollTop = top;
    this.draw();
  }

  /** Draws the lines anew that are seen. */
  draw(): void {
    const content = this.#content;
    if (content === undefined) return;
    render(this.#headRow(content), this.#head);
    const first = Math.max(0, Math.floor(this.element.scrollTop / lineHeight) - beyond);
    const last = Math.min(content.lines.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / lineHeight) + beyond);
    const drawn = content.lines.slice(first, last).map((line, index) => this.#line(content, line, first + index));
    render(drawn, this.#body);
    const focused = this.#lineOfPlace[this.selection.focus];
    // Only what exists can be named.
    if (focused === undefined || focused < first || focused >= last) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', `line-${focused}`);
  }

  #headRow({ columns, sort, descending }: TableContent): TemplateResult {
    const headOf = (column: Column): TemplateResult => {
      const sorted = column.id === sort ? (descending ? 'descending' : 'ascending') : 'none';
      const arrow = sorted === 'none' ? nothing : html`<span class="arrow" aria-hidden="true">${descending ? '↓' : '↑'}</span>`;
      return html`<div role="columnheader" class=${column.kind} aria-sort=${sorted}>
        <button tabindex="-1" title=${column.about} aria-label="Sort by ${column.id === 'star' ? 'star' : column.title}" @click=${() => this.#options.sort(column)}>${column.title} ${arrow}</button>
      </div>`;
    };
    return html`<div role="row" aria-rowindex="1" class="line">${columns.map(headOf)}</div>`;
  }

  #line(content: TableContent, line: Line, index: number): TemplateResult {
    const top = index * lineHeight;
    if (!('row' in line))
      return groupLine(line.group, content.groupText(line.group), content.columns.length, { index, top }, this.#actions);
    const row = content.rows[line.row];
    if (row === undefined) return html``;
    const isFocused = this.#lineOfPlace[this.selection.focus] === index;
    const state = { index, top, isFocused, isSelected: this.selection.has(line.row), isBase: row.listing.run === content.base };
    return runLine(row, line.row, content, state, this.#actions);
  }

  #onScroll(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
      this.#options.scrolled();
    });
  }

  #placeAt(event: Event): number | undefined {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-line]') : null;
    return line === null ? undefined : this.#placeOfLine.get(Number(line.dataset.line));
  }

  #onClick(event: MouseEvent): void {
    const place = this.#placeAt(event);
    if (place === undefined || (event.target instanceof Element && event.target.closest('button') !== null)) return;
    if (event.shiftKey) this.selection.extend(place);
    else if (event.ctrlKey || event.metaKey) this.selection.toggle(place);
    else this.selection.only(place);
    this.#choose();
  }

  #onDoubleClick(event: MouseEvent): void {
    if (this.#placeAt(event) !== undefined) this.#open();
  }

  #open(): void {
    if (this.selection.focusRow >= 0) this.#options.open(this.selection.focusRow);
  }

  #onKey(event: KeyboardEvent): void {
    // A button in the table has keys of its own.
    if (event.target !== this.element) return;
    const page = Math.max(1, Math.floor((this.element.clientHeight - headHeight) / lineHeight) - 1);
    const move = lineKey(event, this.selection.focus, this.#lineOfPlace.length - 1, page);
    if (move === null) return;
    event.preventDefault();
    if (move.kind === 'open') this.#open();
    else this.#move(move);
  }

  #move(move: TableMove): void {
    if ('place' in move) {
      if (move.kind === 'extend') this.selection.extend(move.place);
      else this.selection.move(move.place);
      this.#reveal(move.place);
    } else if (move.kind === 'toggle') this.selection.toggle(this.selection.focus);
    else if (move.kind === 'all') this.selection.all();
    else this.selection.clear();
    this.#choose();
  }

  /** Scrolls so far that a run is wholly seen, below the head. */
  #reveal(place: number): void {
    const top = (this.#lineOfPlace[place] ?? 0) * lineHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = place === 0 ? 0 : top;
    else if (top + lineHeight > scrollTop + clientHeight - headHeight)
      this.element.scrollTop = top + lineHeight + headHeight - clientHeight;
  }

  #choose(): void {
    this.draw();
    this.#options.chosen();
  }
}
