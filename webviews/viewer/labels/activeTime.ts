/** Milliseconds without a key or a movement after which nobody is thought to be at work. */
const idleMs = 60_000;
/** How often the time is told. */
const tellMs = 1000;

/** Whether somebody is looking: the page is seen and has the focus. */
export type Watched = () => boolean;

/** Counts the time that a reader is at work: while the page is watched, and not longer than a minute after the last sign of life. */
export class ActiveTime {
  readonly #isWatched: Watched;
  readonly #tell: (ms: number) => void;
  #last: number;
  #sign: number;

  constructor(isWatched: Watched, tell: (ms: number) => void, now: number) {
    [this.#isWatched, this.#tell, this.#last, this.#sign] = [isWatched, tell, now, now];
  }

  /** A key or a movement. */
  note(now: number): void {
    // What lay between two signs that are too far apart was no work.
    if (now - this.#sign > idleMs) this.#last = Math.max(this.#last, now);
    this.#sign = now;
  }

  /** Tells what has passed since the last time. */
  flush(now: number): void {
    const until = Math.min(now, this.#sign + idleMs);
    const ms = Math.round(until - this.#last);
    this.#last = now;
    if (ms > 0 && this.#isWatched()) this.#tell(ms);
  }
}

/** Begins to count in this page; returns what tells at once. */
export function countActiveTime(tell: (ms: number) => void): () => void {
  const time = new ActiveTime(() => document.visibilityState === 'visible' && document.hasFocus(), tell, performance.now());
  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    document.addEventListener(name, () => time.note(performance.now()), { capture: true, passive: true });
  const flush = (): void => time.flush(performance.now());
  setInterval(flush, tellMs);
  return flush;
}
