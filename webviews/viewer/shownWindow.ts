import { autoWindow } from '../../src/core/image/autoWindow';
import type { Voi } from '../../src/core/image/voi';
import type { GreyWindow } from '../../src/core/viewer/dragWindow';
import type { Picture } from './decodeProtocol';
import type { WindowChoice } from './viewState';

const found = new WeakMap<Picture, GreyWindow>();

/** The window that a picture's own values ask for. */
export function foundWindow(picture: Picture): GreyWindow {
  const window = found.get(picture) ?? autoWindow(picture.frame, picture.meaning);
  found.set(picture, window);
  return window;
}

/** Which window counts where the user has chosen none: the file's first one, else its first table, else one from the values. */
export function firstWindow({ frame, meaning }: Picture): WindowChoice | null {
  if (frame.samples === 3) return null;
  if (meaning.windows.length > 0) return { kind: 'file', index: 0 };
  return meaning.tables.length > 0 ? { kind: 'table', index: 0 } : { kind: 'auto' };
}

/** What a choice of window is for this picture; null shows colour as it is. */
export function shownWindow(picture: Picture, choice: WindowChoice | null): Voi | null {
  const chosen = choice ?? firstWindow(picture);
  if (chosen === null) return null;
  if (chosen.kind === 'own') return chosen;
  const own = chosen.kind === 'file' ? picture.meaning.windows[chosen.index] : undefined;
  const table = chosen.kind === 'table' ? picture.meaning.tables[chosen.index] : undefined;
  if (own !== undefined) return own;
  if (table !== undefined) return table;
  // Another file of the stack may lack what was chosen.
  return picture.frame.samples === 3 ? null : foundWindow(picture);
}
