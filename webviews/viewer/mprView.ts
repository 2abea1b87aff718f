import { part } from './mprElement';
import type { PlanesGiven, PlanesSource, PlanesView } from './mprGiven';
import { loadVolume, sentenceOf } from './mprLoadVolume';
import type { PlanesOverlay } from './mprOverlay';
import { type MountedPlanes, mountVolume } from './mprPlanes';

/** Mounts the view of three planes into `root`, which it fills; empty until `show` is called. */
export function mountPlanes(root: HTMLElement, given: PlanesGiven): PlanesView {
  let mounted: MountedPlanes | null = null;
  let loading: AbortController | null = null;
  let overlay: PlanesOverlay | null = null;
  const clear = (): void => {
    loading?.abort();
    loading = null;
    mounted?.destroy();
    mounted = null;
    root.replaceChildren();
  };
  const show = async (source: PlanesSource): Promise<void> => {
    clear();
    const mine = new AbortController();
    loading = mine;
    const cancel = (): void => {
      clear();
      given.onCancel();
    };
    const progress = mountProgress(root, source.slices, cancel);
    try {
      const volume = await loadVolume(source, given.limitBytes, progress, mine.signal);
      if (mine.signal.aborted) return;
      loading = null;
      mounted = mountVolume(root, volume, source, given);
      mounted.setOverlay(overlay);
    } catch (error) {
      if (!mine.signal.aborted) mountFailure(root, sentenceOf(error), cancel);
    }
  };
  return {
    show,
    setWindow: (voi, isInverted) => mounted?.setWindow(voi, isInverted),
    setPosition: (positionMm) => mounted?.setPosition(positionMm),
    setOverlay: (next) => {
      overlay = next;
      mounted?.setOverlay(next);
    },
    destroy: clear,
  };
}

/** Shows how far the loading is; the answer takes the number of slices that are there. */
function mountProgress(root: HTMLElement, slices: number, cancel: () => void): (done: number) => void {
  const words = part('p', 'mpr-words');
  const bar = part('progress', 'mpr-progress', { max: String(slices), 'aria-label': 'Slices loaded' });
  const box = part('div', 'mpr-message');
  box.append(words, bar, buttonOf('Cancel', cancel));
  root.replaceChildren(box);
  const tell = (done: number): void => {
    words.textContent = `${done} of ${slices} slices`;
    bar.value = done;
  };
  tell(0);
  return tell;
}

function mountFailure(root: HTMLElement, sentence: string, back: () => void): void {
  const words = part('p', 'mpr-words', { role: 'alert' });
  words.textContent = sentence;
  const box = part('div', 'mpr-message');
  box.append(words, buttonOf('Show the slices', back));
  root.replaceChildren(box);
}

function buttonOf(label: string, act: () => void): HTMLButtonElement {
  const button = part('button', 'mpr-button', { type: 'button' });
  button.textContent = label;
  button.addEventListener('click', act);
  return button;
}
