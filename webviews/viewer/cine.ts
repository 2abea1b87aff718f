import { indexOf, placeOf, slicesOf, timesOf } from './stackPlace';
import type { Shown, Viewer } from './viewer';

/** Where neither the user nor the file says. */
const usualRate = 10;

/** Images a second: the user's, else the file's. */
export const frameRateOf = ({ state, picture }: Shown): number => state.frameRate ?? Math.round(picture?.facts.frameRate ?? usualRate);

/** Plays a stack over and over: over time where it has times, else over its slices. An image that isn't there yet is waited for. */
export class Cine {
  readonly #viewer: Viewer;
  #isRunning = false;
  #due = 0;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  /** Starts where the viewer plays and this does not yet. */
  follow({ flags }: Shown): void {
    if (!flags.isPlaying || this.#isRunning) return;
    this.#isRunning = true;
    this.#due = performance.now();
    requestAnimationFrame((now) => this.#tick(now));
  }

  #tick(now: number): void {
    const { shown } = this.#viewer;
    this.#isRunning = shown.flags.isPlaying;
    if (!this.#isRunning) return;
    if (now >= this.#due && shown.reply !== null) {
      const step = 1000 / frameRateOf(shown);
      // A frame that came late does not hurry the next ones.
      this.#due = Math.max(this.#due + step, now - step);
      this.#viewer.goTo(nextOf(shown));
    }
    requestAnimationFrame((later) => this.#tick(later));
  }
}

function nextOf({ stack, state }: Shown): number {
  const { slice, time } = placeOf(stack, state.index);
  if (timesOf(stack) > 1) return indexOf(stack, slice, (time + 1) % timesOf(stack));
  return indexOf(stack, (slice + 1) % slicesOf(stack), time);
}
