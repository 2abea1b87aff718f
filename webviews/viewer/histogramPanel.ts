import { html, nothing, render, svg, type TemplateResult } from 'lit';
import { type Histogram, histogram } from '../../src/core/image/histogram';
import type { GreyWindow } from '../../src/core/viewer/dragWindow';
import { currentWindow } from './currentWindow';
import type { Picture } from './decodeProtocol';
import type { Panel } from './panel';
import type { Shown, Viewer } from './viewer';

const bins = 256;
const height = 120;

/** The distribution of the values with the window over it, which can be moved here by mouse and typed in. */
export class HistogramPanel implements Panel {
  readonly #viewer: Viewer;
  readonly #root: HTMLElement;
  #picture: Picture | null = null;
  #counted: Histogram | null = null;

  constructor(viewer: Viewer, root: HTMLElement) {
    this.#viewer = viewer;
    this.#root = root;
  }

  show(shown: Shown): void {
    // Counting a large film takes some time: not while one scrolls past.
    if (shown.picture !== this.#picture && !shown.flags.isPlaying) {
      this.#picture = shown.picture;
      this.#counted = shown.picture === null ? null : histogram(shown.picture.frame, shown.picture.meaning, bins);
    }
    render(this.#counted === null ? html`<p class="muted">There is no picture.</p>` : this.#page(this.#counted, shown), this.#root);
  }

  destroy(): void {
    render(nothing, this.#root);
  }

  #page(counted: Histogram, shown: Shown): TemplateResult {
    const window = currentWindow(shown);
    const unit = shown.picture?.meaning.unit ?? '';
    return html`${this.#figure(counted, window)}
      <div class="ends" aria-hidden="true"><span>${text(counted.lowest)}</span><span>${text(counted.highest)} ${unit}</span></div>
      <p>Values from ${text(counted.lowest)} to ${text(counted.highest)}${unit === '' ? '' : ` ${unit}`}; the height is the square root of the count.</p>
      ${window === null ? html`<p class="muted">Colour has no window.</p>` : this.#fields(window)}`;
  }

  #fields(window: GreyWindow): TemplateResult {
    const field = (label: string, value: number, change: (value: number) => Partial<GreyWindow>) => html`<label class="field"
      >${label}
      <input
        type="number"
        step="any"
        .value=${text(value)}
        @change=${({ target }: Event) => {
          // The other field may have changed a moment ago.
          const next = { ...(currentWindow(this.#viewer.shown) ?? window), ...change(Number((target as HTMLInputElement).value)) };
          if (Number.isFinite(next.center) && next.width > 0) this.#set(next);
        }}
    /></label>`;
    return html`<div class="fields">
      ${field('Window', window.width, (width) => ({ width }))} ${field('Level', window.center, (center) => ({ center }))}
    </div>`;
  }

  #set(window: GreyWindow): void {
    this.#viewer.look({ window: { kind: 'own', name: '', ...window } });
  }

  #figure(counted: Histogram, window: GreyWindow | null): TemplateResult {
    const most = Math.sqrt(counted.counts.reduce((high, count) => Math.max(high, count), 1));
    const bars = Array.from(counted.counts, (count, at) => {
      const size = (height * Math.sqrt(count)) / most;
      return `M${at} ${height}V${(height - size).toFixed(1)}h1V${height}z`;
    }).join('');
    const place = (value: number): number =>
      ((value - counted.lowest) / Math.max(counted.highest - counted.lowest, Number.MIN_VALUE)) * bins;
    const ends = window === null ? null : ([place(window.center - window.width / 2), place(window.center + window.width / 2)] as const);
    return html`<svg class="histogram" viewBox="0 0 ${bins} ${height}" preserveAspectRatio="none" role="img" aria-label="Histogram of the values" @pointerdown=${(event: PointerEvent) => this.#drag(event, counted)}>
      <path class="bars" d=${bars} />
      ${ends === null ? nothing : svgWindow(ends)}
    </svg>`;
  }

  /** Near an end moves that end, else the whole window. */
  #drag(down: PointerEvent, counted: Histogram): void {
    const start = currentWindow(this.#viewer.shown);
    const figure = down.currentTarget as SVGElement;
    if (start === null) return;
    figure.setPointerCapture(down.pointerId);
    const unitsPerPixel = (counted.highest - counted.lowest) / figure.clientWidth;
    const at = counted.lowest + down.offsetX * unitsPerPixel;
    const [low, high] = [start.center - start.width / 2, start.center + start.width / 2];
    const near = 8 * unitsPerPixel;
    const end = Math.abs(at - low) < near ? 'low' : Math.abs(at - high) < near ? 'high' : 'both';
    const move = ({ clientX }: PointerEvent): void => {
      const by = (clientX - down.clientX) * unitsPerPixel;
      const [from, to] = [end === 'high' ? low : low + by, end === 'low' ? high : high + by];
      if (to > from) this.#set({ ...start, center: (from + to) / 2, width: to - from });
    };
    figure.addEventListener('pointermove', move);
    figure.addEventListener('lostpointercapture', () => figure.removeEventListener('pointermove', move), { once: true });
  }
}

const text = (value: number): string => String(Number(value.toPrecision(6)));

/** A band between the window's ends, which may lie outside the figure. */
const svgWindow = ([low, high]: readonly [number, number]): TemplateResult =>
  svg`<rect class="band" x=${Math.max(low, 0)} y="0" width=${Math.max(0, Math.min(high, bins) - Math.max(low, 0))} height=${height} />
    <path class="ends" vector-effect="non-scaling-stroke" d="M${low} 0V${height}M${high} 0V${height}" />`;
