import { html, nothing, render, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { type HeaderRow, headerRows } from '../../src/core/viewer/headerRows';
import type { ViewerFile } from '../../src/protocol/viewer';
import { fileOf } from './frameStore';
import { icons } from './icons';
import type { Panel } from './panel';
import { type Header, readHeader } from './readHeader';
import type { Shown, Viewer } from './viewer';

/** Height of a row; all rows are alike, so that only those in sight need to exist. */
const rowHeight = 22;
const spare = 8;

/** The file's elements as a tree with search, of which only the rows in sight are drawn. */
export class HeaderPanel implements Panel {
  readonly #viewer: Viewer;
  readonly #root: HTMLElement;
  readonly #open = new Set<string>();
  #file: ViewerFile | null = null;
  #header: Header | null = null;
  #search = '';
  #selected = '';
  #rows: readonly HeaderRow[] = [];
  #hasIdentifiers = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(viewer: Viewer, root: HTMLElement) {
    this.#viewer = viewer;
    this.#root = root;
  }

  show(shown: Shown): void {
    const place = shown.stack.frames[shown.state.index];
    const file = place === undefined ? null : fileOf(shown.session, place);
    const isChanged = this.#hasIdentifiers !== shown.flags.hasIdentifiers;
    this.#hasIdentifiers = shown.flags.hasIdentifiers;
    if (file?.uri !== this.#file?.uri) this.#load(shown, file);
    else if (isChanged) this.#update();
  }

  destroy(): void {
    clearTimeout(this.#timer);
    render(nothing, this.#root);
  }

  /** While one scrolls fast, only the header at the end is read. */
  #load({ session }: Shown, file: ViewerFile | null): void {
    const isFirst = this.#file === null;
    this.#file = file;
    clearTimeout(this.#timer);
    if (isFirst) this.#draw();
    if (file === null) return;
    this.#timer = setTimeout(
      async () => {
        const header = await readHeader(session.kind, file);
        if (this.#file !== file) return;
        this.#header = header;
        this.#update();
      },
      isFirst ? 0 : 120,
    );
  }

  #update(): void {
    const { nodes } = this.#header ?? { nodes: [] };
    this.#rows = headerRows(nodes, { open: this.#open, search: this.#search, hasIdentifiers: this.#hasIdentifiers });
    this.#draw();
  }

  #draw(): void {
    render(this.#page(), this.#root);
  }

  #page(): TemplateResult {
    const search = ({ target }: Event) => {
      this.#search = (target as HTMLInputElement).value;
      this.#update();
      this.#tree?.scrollTo(0, 0);
      this.#draw();
    };
    return html`<input type="search" class="search" placeholder="Search tag, name or value" aria-label="Search the header" .value=${this.#search} @input=${search} />
      ${this.#header === null ? html`<p class="muted" role="status">Reading the header …</p>` : nothing}
      ${this.#header === null || this.#header.problem === '' ? nothing : html`<p class="problem" role="note">${this.#header.problem}</p>`}
      ${this.#rows.length === 0 ? this.#nothingFound() : this.#list()} ${this.#details()}`;
  }

  #nothingFound(): TemplateResult | typeof nothing {
    return this.#search === '' ? nothing : html`<p class="muted" role="status">No element has “${this.#search}”.</p>`;
  }

  get #tree(): HTMLElement | null {
    return this.#root.querySelector('[role=tree]');
  }

  #list(): TemplateResult {
    const top = this.#tree?.scrollTop ?? 0;
    const height = this.#tree?.clientHeight || 600;
    const first = Math.max(0, Math.floor(top / rowHeight) - spare);
    const visible = this.#rows.slice(first, first + Math.ceil(height / rowHeight) + 2 * spare);
    const selected = this.#rows.findIndex(({ id }) => id === this.#selected);
    const isSeen = selected >= first && selected < first + visible.length;
    return html`<div
      role="tree"
      class="rows"
      tabindex="0"
      aria-label="Elements of the header"
      aria-activedescendant=${isSeen ? `row${selected}` : nothing}
      @scroll=${() => this.#draw()}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      <div class="all" role="presentation" .style=${`height:${this.#rows.length * rowHeight}px`}>
        ${visible.map((row, at) => this.#row(row, first + at))}
      </div>
    </div>`;
  }

  #row(row: HeaderRow, at: number): TemplateResult {
    const isSelected = row.id === this.#selected;
    const choose = (event: Event) => {
      const isTwisty = event.target instanceof Element && event.target.closest('.twisty') !== null;
      this.#select(at);
      if (isTwisty || row.isOpen === false) this.#fold(row);
    };
    return html`<div
      role="treeitem"
      id="row${at}"
      class=${isSelected ? 'row selected' : 'row'}
      .style=${`top:${at * rowHeight}px;padding-left:${(row.level - 1) * 12}px`}
      aria-level=${row.level}
      aria-selected=${String(isSelected)}
      aria-expanded=${row.isOpen === null ? nothing : String(row.isOpen)}
      aria-setsize=${this.#rows.length}
      aria-posinset=${at + 1}
      @click=${choose}
    >
      <span class="twisty" aria-hidden="true">${row.isOpen === null ? '' : row.isOpen ? '▾' : '▸'}</span>
      ${row.tag === '' ? nothing : html`<code class="tag">${row.tag}</code>`}
      <span class="name" title="${row.name}">${row.name}</span><span class="vr">${row.vr}</span>
      <span class=${row.isMasked ? 'value masked' : 'value'}>${row.isMasked ? 'hidden' : row.value}</span>
    </div>`;
  }

  #select(at: number): void {
    const row = this.#rows[Math.min(Math.max(at, 0), this.#rows.length - 1)];
    if (row === undefined) return;
    this.#selected = row.id;
    const tree = this.#tree;
    const top = this.#rows.indexOf(row) * rowHeight;
    if (tree !== null && top < tree.scrollTop) tree.scrollTop = top;
    if (tree !== null && top + rowHeight > tree.scrollTop + tree.clientHeight) tree.scrollTop = top + rowHeight - tree.clientHeight;
    this.#draw();
  }

  #fold({ id }: HeaderRow): void {
    if (!this.#open.delete(id)) this.#open.add(id);
    this.#update();
  }

  #key(event: KeyboardEvent): void {
    const at = this.#rows.findIndex(({ id }) => id === this.#selected);
    const row = this.#rows[at];
    const page = Math.max(1, Math.floor((this.#tree?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.#rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#select(to);
    else if (row === undefined) return;
    else if (event.key === 'ArrowRight' && row.isOpen === false) this.#fold(row);
    else if (event.key === 'ArrowLeft' && row.isOpen === true) this.#fold(row);
    else if (event.key === 'ArrowLeft') this.#select(this.#parentOf(at));
    else if (event.key === 'Enter' && row.isOpen !== null) this.#fold(row);
    else if (event.key === 'c' && (event.ctrlKey || event.metaKey)) this.#copy(row.value, row.isMasked);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #parentOf(at: number): number {
    const level = this.#rows[at]?.level ?? 1;
    const above = this.#rows.slice(0, at).findLastIndex((row) => row.level < level);
    return above < 0 ? at : above;
  }

  #copy(text: string, isMasked: boolean): void {
    if (!isMasked && text !== '') void this.#viewer.page.host.call('copy', text);
  }

  /** The whole value of the selected row, with copying. */
  #details(): TemplateResult | typeof nothing {
    const row = this.#rows.find(({ id }) => id === this.#selected);
    if (row === undefined) return nothing;
    const line = [row.tag, row.name, row.vr, row.value].filter((text) => text !== '').join('  ');
    const copy = (label: string, text: string, off: boolean) =>
      html`<button type="button" class="plain" ?disabled=${off} @click=${() => this.#copy(text, row.isMasked)}>${unsafeHTML(icons.copy)}${label}</button>`;
    return html`<div class="details" role="region" aria-label="Selected element">
      <p><code>${row.tag}</code> ${row.name} <span class="vr">${row.vr}</span></p>
      <p class="whole" tabindex="0">${row.isMasked ? html`<span class="masked">Hidden because it may identify somebody. N shows it.</span>` : row.value}</p>
      <div class="buttons">${copy('Copy Value', row.value, row.isMasked || row.value === '')} ${copy('Copy Row', line, row.isMasked)}</div>
    </div>`;
  }
}
