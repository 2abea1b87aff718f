import { centerOfPicture } from '../../src/core/viewer/linkedPlace';
import type { LinkedView } from '../../src/protocol/viewer';
import { currentWindow } from './currentWindow';
import { sliceAt } from './sliceAt';
import { indexOf, placeOf, slicesOf } from './stackPlace';
import type { Shown, Viewer } from './viewer';

/** Links this viewer's place and window with those of other viewers, through the extension. */
export class Link {
  readonly #viewer: Viewer;
  #isLinked = false;
  #told = '';

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
    viewer.page.host.on('linked', (view) => this.#hear(view));
  }

  follow(shown: Shown): void {
    const { isLinked } = shown.state;
    if (isLinked !== this.#isLinked) void this.#viewer.page.host.call('setLinked', isLinked);
    this.#isLinked = isLinked;
    if (!isLinked || shown.reply === null || shown.picture === null) return;
    const view = linkedView(shown);
    if (JSON.stringify(view) === this.#told) return;
    this.#told = JSON.stringify(view);
    void this.#viewer.page.host.call('link', view);
  }

  /** What another viewer did is followed, and not told back. */
  #hear(view: LinkedView): void {
    const { shown } = this.#viewer;
    if (!this.#isLinked) return;
    if (view.window !== null && shown.picture?.frame.samples === 1 && !isSameWindow(view.window, currentWindow(shown))) {
      this.#viewer.look({ window: { kind: 'own', name: '', ...view.window, shape: 'LINEAR' } });
    }
    const index = this.#indexFor(view, shown);
    this.#viewer.goTo(index);
    this.#told = JSON.stringify(linkedView({ ...this.#viewer.shown }));
  }

  #indexFor({ frameOfReference, positionMm, part }: LinkedView, { stack, state }: Shown): number {
    const { time } = placeOf(stack, state.index);
    const slice = positionMm === null || frameOfReference === '' ? null : sliceAt(this.#viewer, positionMm, frameOfReference);
    return indexOf(stack, slice ?? Math.round(part * (slicesOf(stack) - 1)), time);
  }
}

const isSameWindow = (
  one: { readonly center: number; readonly width: number },
  other: { readonly center: number; readonly width: number } | null,
): boolean => one.center === other?.center && one.width === other.width;

function linkedView(shown: Shown): LinkedView {
  const { stack, state, picture } = shown;
  const slices = slicesOf(stack);
  const window = currentWindow(shown);
  return {
    frameOfReference: picture?.facts.frameOfReference ?? '',
    positionMm: picture === null || picture.facts.geometry === null ? null : centerOfPicture(picture.facts.geometry, picture.frame),
    part: slices < 2 ? 0 : placeOf(stack, state.index).slice / (slices - 1),
    // A window that each file brings along is the file's own affair.
    window: window === null || state.look.window === null ? null : { center: window.center, width: window.width },
  };
}
