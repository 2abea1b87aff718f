import { html, nothing, render, type TemplateResult } from 'lit';
import type { ImageDetails } from '../../src/core/dataset/galleryEvent';
import { type Term, toggleValue, withoutTerm } from '../../src/core/dataset/galleryQuery';
import { cellText, columnOf, type GalleryTable } from '../../src/core/dataset/galleryTable';
import type { Host } from '../../src/protocol/channel';
import type { GalleryPage, GallerySession, GalleryThumbnail } from '../../src/protocol/gallery';
import { Thumbnails } from '../shared/thumbnails';
import { cellTexts } from './cellTexts';
import { chartPanel } from './charts';
import { counted, countText } from './count';
import { ImageGrid } from './imageGrid';
import type { Look } from './look';
import { emptyState, type NoteActions, notes } from './notes';
import { type ShownImages, shownImages } from './shownImages';
import { detailStrip, type StripView, selectionBar } from './strip';
import { chips, type ToolbarActions, toolbar } from './toolbar';

/** Milliseconds that typing, scrolling or moving must rest before what follows from it is done. */
const restMs = { search: 60, details: 120, keep: 250 };

/** The gallery of a project while its page lives. */
export class GalleryApp {
  readonly #root: HTMLElement;
  readonly #host: Host<GalleryPage>;
  readonly #keep: (look: Look) => void;
  readonly #thumbnails: Thumbnails;
  readonly #grid: ImageGrid;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #session: GallerySession;
  #look: Look;
  #texts;
  #show;
  #shown: ShownImages;
  #details: ImageDetails | null = null;
  #detailFailure = '';
  #failure = '';

  constructor(root: HTMLElement, host: Host<GalleryPage>, session: GallerySession, look: Look, keep: (look: Look) => void) {
    [this.#root, this.#host, this.#session, this.#look, this.#keep] = [root, host, session, look, keep];
    this.#thumbnails = new Thumbnails(
      (images) => this.#attempt(host.call('wantThumbnails', images)),
      (image) => this.#attempt(host.call('remakeThumbnail', image)),
    );
    this.#texts = cellTexts(session.table);
    this.#show = shownImages(session.table);
    this.#shown = this.#show(look);
    this.#grid = new ImageGrid({
      texts: (row) => this.#texts(row),
      picture: (row) => this.#thumbnails.picture(this.#nameOf(row)),
      seen: (rows) => this.#see(rows),
      broken: (row) => this.#broken(this.#nameOf(row)),
      chosen: () => this.#choose(),
      open: (rows) => this.#open(rows),
      label: () => this.#label(),
      scrolled: () => this.#later('keep', () => this.#save()),
    });
    this.#restoreChoice(look.focus, look.selected);
    this.#draw();
    this.#fillGrid();
    this.#grid.scrollTo(look.scroll);
    this.#choose();
  }

  get #table(): GalleryTable {
    return this.#session.table;
  }

  /** Shows a table that was read anew; focus, selection and place stay. */
  change(session: GallerySession): void {
    const { focusRow, rows } = this.#grid.selection;
    const [focus, selected] = [focusRow < 0 ? '' : this.#nameOf(focusRow), rows.map((row) => this.#nameOf(row))];
    const { scroll } = this.#grid;
    this.#session = session;
    this.#failure = '';
    this.#texts = cellTexts(session.table);
    this.#show = shownImages(session.table);
    this.#thumbnails.doubtAll();
    this.#restoreChoice(focus, selected);
    this.#apply({});
    this.#grid.scrollTo(scroll);
    this.#details = null;
    this.#choose();
  }

  fail(sentence: string): void {
    this.#failure = sentence;
    this.#draw();
  }

  takeThumbnails(list: readonly GalleryThumbnail[]): void {
    this.#thumbnails.take(list);
    this.#grid.refreshPictures();
    const focus = this.#focusName();
    if (list.some(({ image }) => image === focus)) this.#draw();
  }

  #nameOf(row: number): string {
    return cellText(columnOf(this.#table, 'image'), row);
  }

  /** The image in the strip is seen wherever it stands. */
  #see(rows: readonly number[]): void {
    const { focusRow } = this.#grid.selection;
    const all = focusRow < 0 || !this.#look.details ? rows : [focusRow, ...rows];
    this.#thumbnails.see(all.map((row) => this.#nameOf(row)));
  }

  #focusName(): string {
    const { focusRow } = this.#grid.selection;
    return focusRow < 0 ? '' : this.#nameOf(focusRow);
  }

  #restoreChoice(focus: string, selected: readonly string[]): void {
    const wanted = new Set(selected);
    const chosen: number[] = [];
    let focusRow = -1;
    for (let row = 0; row < this.#table.n && (focus !== '' || wanted.size > 0); row += 1) {
      const name = this.#nameOf(row);
      if (name === focus) focusRow = row;
      if (wanted.has(name)) chosen.push(row);
    }
    this.#grid.selection.restore(focusRow, chosen);
  }

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error instanceof Error ? error.message : String(error)));
  }

  /** Does what follows from the last of many events. */
  #later(name: keyof typeof restMs, work: () => void): void {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(work, restMs[name]));
  }

  /** Filters and orders anew. */
  #apply(part: Partial<Look>): void {
    this.#look = { ...this.#look, ...part };
    this.#shown = this.#show(this.#look);
    this.#draw();
    this.#fillGrid();
    if ('query' in part) this.#grid.scrollTo(0);
    // At once: who looks elsewhere right after typing finds it again.
    this.#save();
  }

  #fillGrid(): void {
    this.#grid.show(this.#shown.ordered.rows, this.#shown.ordered.groups, this.#look.size);
  }

  #save(): void {
    const { selection, scroll } = this.#grid;
    const selected = selection.rows.slice(0, 1000).map((row) => this.#nameOf(row));
    this.#look = { ...this.#look, scroll, focus: this.#focusName(), selected };
    this.#keep(this.#look);
  }

  #choose(): void {
    const image = this.#focusName();
    if (this.#details?.image !== image) {
      this.#details = null;
      this.#detailFailure = '';
      if (image !== '' && this.#look.details) this.#later('details', () => void this.#readDetails(image));
    }
    this.#draw();
    this.#later('keep', () => this.#save());
  }

  async #readDetails(image: string): Promise<void> {
    try {
      const details = await this.#host.call('details', image);
      if (image !== this.#focusName()) return;
      this.#details = details;
    } catch (error) {
      this.#detailFailure = error instanceof Error ? error.message : String(error);
    }
    this.#draw();
  }

  #open(rows: readonly number[]): void {
    this.#failure = '';
    if (rows.length > 0)
      this.#attempt(
        this.#host.call(
          'openImages',
          rows.map((row) => this.#nameOf(row)),
        ),
      );
  }

  #broken(image: string): void {
    this.#thumbnails.broken(image);
    this.#grid.refreshPictures();
  }

  #label(): void {
    const image = this.#focusName();
    if (image !== '') this.#attempt(this.#host.call('labelImage', image));
  }

  #strip(): StripView | null {
    const image = this.#focusName();
    if (image === '') return null;
    return { image, picture: this.#thumbnails.picture(image), details: this.#details, failure: this.#detailFailure };
  }

  #clearSelection(): void {
    this.#grid.selection.clear();
    this.#grid.refreshChoice();
    this.#choose();
  }

  #insert(text: string): void {
    document.getElementById('help')?.hidePopover();
    this.#apply({ query: `${this.#look.query} ${text}`.trimStart() });
    const field = this.#root.querySelector<HTMLInputElement>('#query');
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }

  readonly #actions: ToolbarActions & NoteActions = {
    search: (query) => {
      // The field must not be drawn with an older text than it has.
      this.#look = { ...this.#look, query };
      this.#later('search', () => this.#apply({ query }));
    },
    remove: (term: Term) => this.#apply({ query: withoutTerm(this.#shown.query.terms, term) }),
    insert: (text) => this.#insert(text),
    change: (part) => {
      this.#apply(part);
      if (part.details === true) this.#choose();
    },
    openTable: () => this.#attempt(this.#host.call('openTable')),
    importImages: () => this.#attempt(this.#host.call('importImages')),
    split: () => this.#attempt(this.#host.call('split')),
    clear: () => this.#apply({ query: '' }),
  };

  #status(): string {
    const { n } = this.#table;
    const found = this.#shown.ordered.rows.length;
    const images = found === n ? counted(n, 'image') : `${countText(found)} of ${counted(n, 'image')}`;
    return `${images} · ${counted(this.#shown.patients, 'patient')}`;
  }

  #draw(): void {
    render(this.#page(), this.#root);
  }

  #page(): TemplateResult {
    const { charts, details } = this.#look;
    const { query, ordered } = this.#shown;
    const hasImages = ordered.rows.length > 0;
    const open = () => this.#open(this.#grid.selection.rows);
    const choose = (column: string, value: string) => this.#apply({ query: toggleValue(query.terms, column, value) });
    return html`<main class="gallery">
      <header>
        <div class="title">
          <h1>Dataset ${this.#session.title}</h1>
          <span class="muted" role="status">${this.#status()}</span>
        </div>
        ${this.#table.n === 0 ? nothing : toolbar(this.#look, this.#table, this.#actions)} ${chips(query, this.#actions)}
        ${notes(this.#table, this.#failure, this.#actions)} ${selectionBar(this.#grid.selection.size, open, () => this.#clearSelection())}
      </header>
      <div class="body">
        ${charts && this.#table.n > 0 ? chartPanel(this.#shown.charts, choose) : nothing}
        <div class="images">
          ${hasImages ? nothing : emptyState(this.#table, this.#actions)}
          <div class="holder" ?hidden=${!hasImages}>${this.#grid.element}</div>
        </div>
        ${
          details && hasImages
            ? detailStrip(
                this.#strip(),
                () => this.#open([this.#grid.selection.focusRow]),
                () => this.#label(),
              )
            : nothing
        }
      </div>
    </main>`;
  }
}
