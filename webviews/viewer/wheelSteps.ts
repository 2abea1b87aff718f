/** Pixels of a line and of a page, for wheels that count in these. */
const line = 40;
const page = 400;
/** One notch of a mouse's wheel is 100 pixels or more; a touchpad sends many small ones. */
const notch = 80;

/** Turns wheel events into whole steps; what is left of one counts for the next. */
export class WheelSteps {
  #left = 0;

  /** How far the wheel turned, in pixels. */
  pixels({ deltaY, deltaMode }: WheelEvent): number {
    return deltaY * (deltaMode === 1 ? line : deltaMode === 2 ? page : 1);
  }

  /** Images to go on (or back, below 0). */
  steps(event: WheelEvent): number {
    const pixels = this.pixels(event);
    if (Math.sign(pixels) !== Math.sign(this.#left)) this.#left = 0;
    if (Math.abs(pixels) >= notch) return Math.sign(pixels);
    this.#left += pixels;
    const steps = Math.trunc(this.#left / notch);
    this.#left -= steps * notch;
    return steps;
  }
}
