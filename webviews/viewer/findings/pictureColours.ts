import { brightEnough, type Rgb } from '../../../src/core/image/brightEnough';
import { runColour } from '../../shared/runColour';

/** What the label is drawn in: no run is white. */
export const labelColour = '#ffffff';

/** How a run is called on the picture: A, B, ... by its place. */
export const runLetter = (place: number): string => String.fromCharCode(65 + (place % 26));

/** The theme's colours of runs as they are drawn on a film; read anew after the theme has changed. */
export class PictureColours {
  readonly #probe = document.createElement('span');
  readonly #known = new Map<number, string>();

  /** `changed` hears of another theme. */
  constructor(changed: () => void) {
    this.#probe.hidden = true;
    document.body.append(this.#probe);
    const forget = (): void => {
      this.#known.clear();
      changed();
    };
    for (const element of [document.documentElement, document.body])
      new MutationObserver(forget).observe(element, { attributes: true, attributeFilter: ['style', 'class'] });
  }

  of(place: number): string {
    const known = this.#known.get(place) ?? this.#read(place);
    this.#known.set(place, known);
    return known;
  }

  #read(place: number): string {
    this.#probe.style.color = runColour(place);
    return `rgb(${brightEnough(parseColour(getComputedStyle(this.#probe).color)).join(', ')})`;
  }
}

/** A computed colour: `rgb(1, 2, 3)`, or of a mixture `color(srgb 0.1 0.2 0.3)`. */
function parseColour(text: string): Rgb {
  const [red = 255, green = 255, blue = 255] = [...text.matchAll(/[\d.]+(?:e-?\d+)?/g)].map(([number]) => Number(number));
  const scale = text.startsWith('color(') ? 255 : 1;
  return [red * scale, green * scale, blue * scale];
}
