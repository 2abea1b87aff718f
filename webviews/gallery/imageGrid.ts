import type { Group } from '../../src/core/dataset/galleryOrder';
import { Selection } from '../shared/selection';
import { type Cell, type CellPicture, type CellTexts, makeCell } from './cell';
import { type GridLines, gridLines, lineAt, lineOf } from './gridLayout';
import { keyTarget } from './keyTarget';

/** What the grid asks of the page, and tells it; a row is an image's place in the table. */
export type GridOptions = {
  readonly texts: (row: number) => CellTexts;
  readonly picture: (row: number) => CellPicture;
  /** The rows that are seen, then those that come next where scrolling goes on. */
  readonly seen: (rows: readonly number[]) => void;
  readonly broken: (row: number) => void;
  /** The focus or the selection changed. */
  readonly chosen: () => void;
  readonly open: (rows: readonly number[]) => void;
  /** Label the image in focus. */
  readonly label: () => void;
  readonly scrolled: () => void;
};

const gap = 12;
const captionHeight = 62;
const headHeight = 34;
/** Lines beyond those seen, so that a scroll's first frames are there already. */
const beyond = 2;

/** A list of images as a grid, of which only what is seen exists; cells are used again. Keys: arrows, Page Up and Down, Home, End, Space, Enter, L, Ctrl+A, Escape. */
export class ImageGrid {
  readonly element: HTMLElement;
  readonly selection = new Selection();
  readonly #options: GridOptions;
  readonly #inner = document.createElement('div');
  readonly #shown = new Map<number, Cell>();
  readonly #heads = new Map<number, HTMLElement>();
  readonly #free: Cell[] = [];
  #rows: Uint32Array = new Uint32Array();
  #groups: readonly Group[] = [];
  #lines: GridLines = gridLines(0, [], { width: 1, cellWidth: 1, cellHeight: 1, headHeight });
  #wanted = 160;
  /** What the wanted size has become, so that the lines are filled. */
  #size = 160;
  #made = 0;
  #frame = 0;
  #lastTop = 0;
  #isDown = true;

  constructor(options: GridOptions) {
    this.#options = options;
    this.element = document.createElement('div');
    this.element.className = 'grid';
    this.element.tabIndex = 0;
    this.element.setAttribute('role', 'listbox');
    this.element.setAttribute('aria-multiselectable', 'true');
    this.element.setAttribute('aria-label', 'Images');
    this.#inner.className = 'inner';
    this.#inner.setAttribute('role', 'presentation');
    this.element.append(this.#inner);
    this.element.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.element.addEventListener('click', (event) => this.#onClick(event));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#layOut()).observe(this.element);
  }

  get scroll(): number {
    return this.element.scrollTop;
  }

  /** Shows other images, or the same in another order; `size` is the width of a thumbnail in CSS pixels. */
  show(rows: Uint32Array, groups: readonly Group[], size: number): void {
    [this.#rows, this.#groups, this.#wanted] = [rows, groups, size];
    this.selection.order(rows);
    // The last released is used first, so that cells keep their order in the page.
    for (const place of [...this.#shown.keys()].reverse()) this.#release(place);
    this.#layOut();
  }

  /** Scrolls to a place in CSS pixels. */
  scrollTo(top: number): void {
    this.element.scrollTop = top;
    this.#render();
  }

  /** Draws the pictures of the cells anew that exist: their thumbnails have come. */
  refreshPictures(): void {
    for (const [place, cell] of this.#shown) cell.show(this.#options.picture(this.#rows[place] ?? 0));
  }

  /** Draws marks of focus and selection anew. */
  refreshChoice(): void {
    for (const [place, cell] of this.#shown) this.#mark(cell, place);
    const focused = this.#shown.get(this.selection.focus);
    if (focused === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', focused.element.id);
  }

  #layOut(): void {
    const width = this.element.clientWidth - gap;
    if (width <= 0) return;
    const across = Math.max(1, Math.floor(width / (this.#wanted + gap)));
    this.#size = Math.floor(width / across) - gap;
    this.element.style.setProperty('--size', `${this.#size}px`);
    // What is seen at the top stays there when the size or width changes.
    const anchor = this.#lines.starts[lineAt(this.#lines, this.element.scrollTop)] ?? 0;
    const isMoved = this.#lines.length > 0 && this.element.scrollTop > 0;
    const cell = { cellWidth: this.#size + gap, cellHeight: this.#size + captionHeight + gap };
    const columns = this.#lines.columns;
    this.#lines = gridLines(this.#rows.length, this.#groups, { width, ...cell, headHeight });
    this.#inner.style.height = `${this.#lines.height + gap}px`;
    if (isMoved && columns !== this.#lines.columns && anchor < this.#rows.length)
      this.element.scrollTop = this.#lines.tops[lineOf(this.#lines, anchor)] ?? 0;
    for (const [place, shown] of this.#shown) this.#place(shown, place);
    this.#render();
  }

  #onScroll(): void {
    const top = this.element.scrollTop;
    if (top !== this.#lastTop) this.#isDown = top > this.#lastTop;
    this.#lastTop = top;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render();
      this.#options.scrolled();
    });
  }

  #render(): void {
    const { tops, starts, counts, heads, length } = this.#lines;
    const [top, bottom] = [this.element.scrollTop, this.element.scrollTop + this.element.clientHeight];
    const [firstSeen, lastSeen] = [lineAt(this.#lines, top), lineAt(this.#lines, bottom)];
    const [first, last] = [Math.max(0, firstSeen - beyond), Math.min(length - 1, lastSeen + beyond)];
    const from = starts[first] ?? 0;
    const to = length === 0 ? 0 : (starts[last] ?? 0) + (counts[last] ?? 0);
    for (const place of [...this.#shown.keys()]) if (place < from || place >= to) this.#release(place);
    for (const [line, head] of this.#heads) {
      if (line >= first && line <= last && heads[line] === Number(head.dataset.group)) continue;
      head.remove();
      this.#heads.delete(line);
    }
    for (let line = first; line <= last; line += 1) if ((heads[line] ?? -1) >= 0) this.#showHead(line, heads[line] ?? 0, tops[line] ?? 0);
    for (let place = from; place < to; place += 1) if (!this.#shown.has(place)) this.#showCell(place);
    this.refreshChoice();
    this.#tellSeen(starts[firstSeen] ?? 0, length === 0 ? 0 : (starts[lastSeen] ?? 0) + (counts[lastSeen] ?? 0));
  }

  /** What is seen, and two screens further on. */
  #tellSeen(from: number, to: number): void {
    const more = 2 * (to - from);
    const ahead = this.#isDown ? this.#rows.subarray(to, to + more) : this.#rows.slice(Math.max(0, from - more), from).reverse();
    this.#options.seen([...this.#rows.subarray(from, to), ...ahead]);
  }

  #showHead(line: number, group: number, top: number): void {
    const { title = '', count = 0 } = this.#groups[group] ?? {};
    const head = this.#heads.get(line) ?? document.createElement('div');
    head.className = 'head';
    head.dataset.group = String(group);
    // Each option names its patient itself.
    head.setAttribute('aria-hidden', 'true');
    head.textContent = `${title} · ${count} ${count === 1 ? 'image' : 'images'}`;
    head.style.transform = `translateY(${top}px)`;
    if (!this.#heads.has(line)) this.#inner.append(head);
    this.#heads.set(line, head);
  }

  #showCell(place: number): void {
    const row = this.#rows[place] ?? 0;
    const cell = this.#free.pop() ?? this.#makeCell();
    cell.place = place;
    this.#shown.set(place, cell);
    cell.fill(this.#options.texts(row));
    cell.show(this.#options.picture(row));
    cell.element.setAttribute('aria-setsize', String(this.#rows.length));
    cell.element.setAttribute('aria-posinset', String(place + 1));
    this.#mark(cell, place);
    this.#place(cell, place);
    cell.element.hidden = false;
  }

  #makeCell(): Cell {
    const cell = makeCell(`cell-${this.#made}`, (place) => this.#options.broken(this.#rows[place] ?? 0));
    this.#made += 1;
    this.#inner.append(cell.element);
    return cell;
  }

  #release(place: number): void {
    const cell = this.#shown.get(place);
    if (cell === undefined) return;
    this.#shown.delete(place);
    cell.element.hidden = true;
    this.#free.push(cell);
  }

  #place(cell: Cell, place: number): void {
    const line = lineOf(this.#lines, place);
    const left = gap + (place - (this.#lines.starts[line] ?? 0)) * (this.#size + gap);
    cell.element.style.transform = `translate(${left}px, ${(this.#lines.tops[line] ?? 0) + gap}px)`;
  }

  #mark({ element }: Cell, place: number): void {
    element.classList.toggle('focused', place === this.selection.focus);
    element.setAttribute('aria-selected', String(this.selection.has(this.#rows[place] ?? -1)));
  }

  #onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const element = target?.closest('.cell') ?? null;
    const cell = [...this.#shown.values()].find((shown) => shown.element === element);
    if (cell === undefined) return;
    const { place } = cell;
    if (event.shiftKey) this.selection.extend(place);
    else if (event.ctrlKey || event.metaKey || target?.classList.contains('tick')) this.selection.toggle(place);
    else {
      this.selection.only(place);
      this.#options.open([this.#rows[place] ?? 0]);
    }
    this.#choose();
  }

  #onKey(event: KeyboardEvent): void {
    const isCommand = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.element.clientHeight / (this.#size + captionHeight + gap)));
    const target = keyTarget(event.key, this.#lines, this.selection.focus, this.#rows.length - 1, page);
    if (target !== null) {
      if (event.shiftKey) this.selection.extend(target);
      else this.selection.move(target);
      this.#reveal(target);
    } else if (event.key === ' ') this.selection.toggle(this.selection.focus);
    else if (event.key === 'Enter') this.#options.open(this.selection.wanted());
    else if (!isCommand && event.key.toLowerCase() === 'l') this.#options.label();
    else if (isCommand && event.key.toLowerCase() === 'a') this.selection.all();
    else if (event.key === 'Escape') this.selection.clear();
    else return;
    event.preventDefault();
    this.#choose();
  }

  /** Scrolls so far that a cell is wholly seen. */
  #reveal(place: number): void {
    const top = this.#lines.tops[lineOf(this.#lines, place)] ?? 0;
    const bottom = top + this.#size + captionHeight + 2 * gap;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = Math.max(0, top - headHeight);
    else if (bottom > scrollTop + clientHeight) this.element.scrollTop = bottom - clientHeight;
    this.#render();
  }

  #choose(): void {
    this.refreshChoice();
    this.#options.chosen();
  }
}
