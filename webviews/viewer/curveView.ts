import { curveAt } from '../../src/core/volume/curveAt';
import { curveCsv } from '../../src/core/volume/curveCsv';
import { CurveFigure, shortNumber } from './curveFigure';
import { type CurveFrames, loadCurveFrames } from './curveFrames';
import type { CurveGiven, CurvePixel, CurveSource, CurveView } from './curveGiven';
import { part } from './mprElement';
import type { TimeBand } from './viewState';

/** Mounts the curve of a pixel over time into `root`, which it fills; empty until `show` is called. */
export function mountCurve(root: HTMLElement, given: CurveGiven): CurveView {
  const curve = new Curve(root, given);
  return {
    show: (source) => curve.show(source),
    setPixel: (pixel) => curve.change({ pixel }),
    pin: (pinned) => curve.change({ pinned }),
    setTime: (time) => curve.change({ time }),
    setBands: (bands) => curve.change({ bands }),
    destroy: () => curve.destroy(),
  };
}

type Shown = {
  readonly pixel: CurvePixel | null;
  readonly pinned: CurvePixel | null;
  readonly time: number;
  readonly bands: readonly TimeBand[];
};
type Loaded = { readonly frames: CurveFrames; readonly source: CurveSource };

/** The curve, the words above it, and what the mouse and the keys do on it. */
class Curve {
  readonly #root: HTMLElement;
  readonly #given: CurveGiven;
  readonly #figure = new CurveFigure();
  readonly #words = part('div', 'curve-words');
  readonly #message = part('p', 'curve-message', { role: 'status' });
  readonly #plot = part('div', 'curve-plot', { tabindex: '0', role: 'slider', 'aria-label': 'Time of the picture' });
  readonly #copy = button('Copy as CSV', 'Copy the times and values of this curve');
  readonly #release = button('Let go', 'Follow the mouse again');
  readonly #observer = new ResizeObserver(() => this.#refresh());
  #loading: AbortController | null = null;
  #loaded: Loaded | null = null;
  #shown: Shown = { pixel: null, pinned: null, time: 0, bands: [] };
  /** The last pixel that was pointed at: the curve stays when the mouse leaves the picture. */
  #last: CurvePixel | null = null;
  #isQueued = false;

  constructor(root: HTMLElement, given: CurveGiven) {
    this.#root = root;
    this.#given = given;
    const head = part('div', 'curve-head');
    head.append(this.#words, this.#release, this.#copy);
    this.#plot.append(this.#figure.element);
    root.classList.add('curve-view');
    root.replaceChildren(head, this.#message, this.#plot);
    this.#copy.addEventListener('click', () => this.#copyValues());
    this.#release.addEventListener('click', () => this.change({ pinned: null }));
    this.#plot.addEventListener('pointerdown', (event) => this.#point(event));
    this.#plot.addEventListener('pointermove', (event) => {
      if (event.buttons === 1) this.#point(event);
    });
    this.#plot.addEventListener('keydown', (event) => this.#press(event));
    this.#observer.observe(this.#plot);
    this.#refresh();
  }

  async show(source: CurveSource): Promise<void> {
    this.#loading?.abort();
    const mine = new AbortController();
    this.#loading = mine;
    this.#loaded = null;
    this.#refresh();
    const tell = (done: number): void => {
      this.#message.textContent = `${done} of ${source.times} points in time`;
    };
    tell(0);
    try {
      const frames = await loadCurveFrames(source, this.#given.limitBytes, tell, mine.signal);
      if (mine.signal.aborted) return;
      this.#loaded = { frames, source };
      this.#message.textContent = '';
      this.#refresh();
    } catch (error) {
      if (!mine.signal.aborted) this.#message.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  change(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change };
    this.#last = this.#shown.pinned ?? this.#shown.pixel ?? this.#last;
    this.#refresh();
  }

  destroy(): void {
    this.#loading?.abort();
    this.#loaded = null;
    this.#observer.disconnect();
    this.#root.classList.remove('curve-view');
    this.#root.replaceChildren();
  }

  #refresh(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    requestAnimationFrame(() => {
      this.#isQueued = false;
      this.#draw();
    });
  }

  #draw(): void {
    const values = this.#values();
    this.#plot.hidden = values === null;
    this.#copy.disabled = values === null;
    this.#release.hidden = this.#shown.pinned === null;
    if (this.#loaded === null || values === null || this.#last === null) {
      this.#words.textContent = this.#loaded === null ? '' : 'Point at the picture to see a pixel over time, click to keep it.';
      return;
    }
    const { source, frames } = this.#loaded;
    const unit = frames[0]?.meaning.unit ?? '';
    const time = Math.min(Math.max(this.#shown.time, 0), source.times - 1);
    const { along, label, name } = alongOf(source);
    this.#figure.draw(
      { values, along, alongLabel: label, valueLabel: unit === '' ? 'value' : unit, time, bands: this.#shown.bands },
      this.#room(),
    );
    const value = values[time] ?? Number.NaN;
    const now = `${Number.isNaN(value) ? 'no value' : `${shortNumber(value)}${unit === '' ? '' : ` ${unit}`}`} at ${name(time)}`;
    this.#words.textContent = `Column ${this.#last.column}, row ${this.#last.row}${this.#shown.pinned === null ? '' : ' (kept)'}: ${now}`;
    for (const [key, told] of [
      ['min', 1],
      ['max', source.times],
      ['now', time + 1],
      ['text', now],
    ] as const)
      this.#plot.setAttribute(`aria-value${key}`, String(told));
  }

  #values(): Float64Array | null {
    return this.#loaded === null || this.#last === null ? null : curveAt(this.#loaded.frames, this.#last);
  }

  #room(): readonly [number, number] {
    return [Math.max(120, this.#plot.clientWidth), Math.max(80, this.#plot.clientHeight)];
  }

  #point({ clientX }: PointerEvent): void {
    this.#given.onTime(this.#figure.timeAt(clientX - this.#plot.getBoundingClientRect().left));
  }

  #press(event: KeyboardEvent): void {
    const last = (this.#loaded?.source.times ?? 1) - 1;
    const { time } = this.#shown;
    const to = { ArrowRight: time + 1, ArrowUp: time + 1, ArrowLeft: time - 1, ArrowDown: time - 1, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (to >= 0 && to <= last) this.#given.onTime(to);
  }

  #copyValues(): void {
    const values = this.#values();
    if (values === null || this.#loaded === null) return;
    const { source, frames } = this.#loaded;
    this.#given.copy(curveCsv(values, source.timesMs, frames[0]?.meaning.unit ?? ''));
  }
}

/** Times from the first on: seconds where they last longer than one, else milliseconds; numbers of frames where they are not known. */
function alongOf({ times, timesMs }: CurveSource): {
  readonly along: readonly number[];
  readonly label: string;
  readonly name: (time: number) => string;
} {
  const first = timesMs[0];
  if (first === undefined || timesMs.length !== times) {
    return { along: Array.from({ length: times }, (_, at) => at + 1), label: 'frame', name: (time) => `frame ${time + 1}` };
  }
  const [scale, unit] = (timesMs.at(-1) ?? 0) - first >= 1000 ? [1000, 's'] : [1, 'ms'];
  const along = timesMs.map((time) => (time - first) / scale);
  return { along, label: `time (${unit})`, name: (time) => `${shortNumber(along[time] ?? 0)} ${unit}` };
}

function button(label: string, title: string): HTMLButtonElement {
  const element = part('button', 'curve-button', { type: 'button', title });
  element.textContent = label;
  return element;
}
