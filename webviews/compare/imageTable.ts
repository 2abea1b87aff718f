import { html, nothing, render, type TemplateResult } from 'lit';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import { changeOf } from '../../src/core/experiment/comparedImages';
import type { ImageComparison } from '../../src/core/experiment/compareRuns';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { labelWords, predictionWords } from '../../src/core/experiment/predictionWords';
import type { Look } from './look';
import { type RunPlaces, runName } from './runName';

/** What the table shows: the images in their order, and the run whose changes count. */
export type ImageTableState = {
  readonly report: ComparisonReport;
  readonly places: RunPlaces;
  readonly images: readonly ImageComparison[];
  readonly other: number;
  readonly order: Look['order'];
};

export type ImageTableActions = { readonly open: (image: string) => void; readonly order: (order: Look['order']) => void };

const rowHeight = 28;
/** Rows beyond those seen, so that a scroll's first frames are there already. */
const beyond = 8;
const widths = { image: 170, label: 110, run: 150, change: 140 };

/** A table of images of which only the rows that are seen exist. Keys: arrows, Page Up and Down, Home, End, Enter. */
export class ImageTable {
  readonly element = document.createElement('div');
  readonly #actions: ImageTableActions;
  #state: ImageTableState | null = null;
  #focus = 0;
  #frame = 0;

  constructor(actions: ImageTableActions) {
    this.#actions = actions;
    const { element } = this;
    element.className = 'images';
    element.tabIndex = 0;
    element.setAttribute('role', 'grid');
    element.setAttribute('aria-label', 'Images');
    element.addEventListener('scroll', () => this.#soon(), { passive: true });
    element.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#soon()).observe(element);
  }

  /** Shows other images, or the same in another order; the first one then has the focus. */
  show(state: ImageTableState): void {
    const before = this.#state;
    this.#state = state;
    const isSame =
      before?.images.length === state.images.length && before.images.every(({ image }, at) => image === state.images[at]?.image);
    if (!isSame) [this.#focus, this.element.scrollTop] = [0, 0];
    this.#draw();
  }

  #soon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const state = this.#state;
    if (state === null) return;
    const { images, report } = state;
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - beyond);
    const seen = images.slice(first, Math.ceil((scrollTop + clientHeight) / rowHeight) + beyond);
    const columns = [widths.image, widths.change, widths.label, ...report.runs.map(() => widths.run)];
    this.element.setAttribute('aria-rowcount', String(images.length + 1));
    this.element.style.setProperty('--columns', columns.map((width) => `minmax(${width}px, 1fr)`).join(' '));
    this.element.style.setProperty('--width', `${columns.reduce((sum, width) => sum + width, 0)}px`);
    if (images.length > 0) this.element.setAttribute('aria-activedescendant', `image-${this.#focus}`);
    else this.element.removeAttribute('aria-activedescendant');
    render(
      html`${this.#head(state)}
        <div class="rows" role="rowgroup" .style=${`height: ${images.length * rowHeight}px`}>
          ${seen.map((entry, index) => this.#row(state, entry, first + index))}
        </div>`,
      this.element,
    );
  }

  #head({ report, places, order }: ImageTableState): TemplateResult {
    const head = (by: Look['order']['by'], words: TemplateResult | string, place?: number) => {
      const isSorted = order.by === by;
      const sort = isSorted ? (order.down ? 'descending' : 'ascending') : 'none';
      // What is worst or most comes first at the first press, names from the beginning.
      const down = isSorted ? !order.down : by !== 'image' && by !== 'label';
      return html`<div role="columnheader" aria-sort=${sort} data-run=${place ?? nothing}>
        <button class="sort" @click=${() => this.#actions.order({ by, down })}>
          ${words}<span aria-hidden="true">${isSorted ? (order.down ? ' ▾' : ' ▴') : ''}</span>
        </button>
      </div>`;
    };
    return html`<div class="head" role="rowgroup">
      <div class="row" role="row" aria-rowindex="1">
        ${head('image', 'Image')} ${head('change', 'Error change')} ${head('label', 'Label')}
        ${report.runs.map((run, index) => head(index, runName(run, places), places.indexOf(run)))}
      </div>
    </div>`;
  }

  #row({ report, places, other }: ImageTableState, entry: ImageComparison, at: number): TemplateResult {
    const { image, label, calls, details } = entry;
    const change = changeOf(entry, other);
    const worse = change > 1e-9 ? 'worse' : change < -1e-9 ? 'better' : 'same';
    const open = () => {
      this.#focus = at;
      this.#actions.open(image);
      this.#draw();
    };
    return html`<div
      class="row ${at === this.#focus ? 'focused' : ''}"
      role="row"
      id="image-${at}"
      aria-rowindex=${at + 2}
      aria-selected=${at === this.#focus ? 'true' : 'false'}
      .style=${`transform: translateY(${at * rowHeight}px)`}
      @click=${open}
    >
      <div role="rowheader" class="name" title=${image}>${image}</div>
      <div role="gridcell" class="change ${worse}">${changeWords(change, worse)}</div>
      <div role="gridcell">${labelWords(report.task, label)}</div>
      ${calls.map(
        (call, run) =>
          html`<div role="gridcell" data-run=${places.indexOf(report.runs[run] ?? '')}>${predictionWords(report.task, call, details[run] ?? null)}</div>`,
      )}
    </div>`;
  }

  #onKey(event: KeyboardEvent): void {
    const count = this.#state?.images.length ?? 0;
    if (count === 0 || event.target !== this.element) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
    const step = steps[event.key];
    if (event.key === 'Enter') this.#actions.open(this.#state?.images[this.#focus]?.image ?? '');
    else if (step === undefined) return;
    else this.#reveal(Math.min(count - 1, Math.max(0, this.#focus + step)));
    event.preventDefault();
    this.#draw();
  }

  /** Gives a row the focus, and scrolls so far that it is wholly seen below the head. */
  #reveal(at: number): void {
    this.#focus = at;
    const { scrollTop, clientHeight } = this.element;
    const [upper, lower] = [at * rowHeight, (at + 2) * rowHeight];
    if (upper < scrollTop) this.element.scrollTop = upper;
    else if (lower > scrollTop + clientHeight) this.element.scrollTop = lower - clientHeight;
  }
}

function changeWords(change: number, worse: string): string {
  const [size = ''] = alikeNumbers([Math.abs(change)]);
  return worse === 'same' ? 'the same' : `${change > 0 ? '+' : '−'}${size} ${worse}`;
}
