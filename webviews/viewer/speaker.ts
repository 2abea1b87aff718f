import { placeLines } from './overlayTexts';
import type { PageParts } from './page';
import type { Shown } from './viewer';

/** After this long without a change it is said. */
const restMs = 400;

/** Tells a screen reader what changed, once it has come to rest. */
export class Speaker {
  readonly #parts: PageParts;
  #said = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  follow(shown: Shown): void {
    const text = description(shown);
    if (text === this.#said || shown.flags.isPlaying) return;
    this.#said = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#parts.status.textContent = text;
      this.#parts.stage.setAttribute('aria-label', `Picture: ${text}`);
    }, restMs);
  }
}

function description(shown: Shown): string {
  const { picture, state, flags } = shown;
  const { look } = state;
  const pixel = flags.hasCursor && flags.pixel !== null ? `Pixel column ${flags.pixel[0]}, row ${flags.pixel[1]}` : '';
  const words = [
    picture?.facts.modality ?? '',
    ...placeLines(shown),
    look.isInverted ? 'inverted' : '',
    flags.hasIdentifiers ? 'identifiers shown' : '',
    state.isLinked ? 'linked' : '',
    pixel,
  ];
  return words.filter((word) => word !== '').join(', ');
}
