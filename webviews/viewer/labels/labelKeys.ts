import type { PixelPoint } from '../../../src/core/label/label';
import type { Viewer } from '../viewer';
import type { LabelModel } from './labelModel';
import type { LabelStage } from './labelStage';
import { MarkClipboard } from './markClipboard';
import { cycleMarks, deleteSelected, insertAfterCorner, nextCornerOf, nudge } from './markKeys';

/** Keys of the label come before the viewer's own: those of the tool in use, then what `pressMore` takes, then those of marks. */
export function listenToLabelKeys(
  viewer: Viewer,
  model: LabelModel,
  stage: LabelStage,
  pressMore: (event: KeyboardEvent) => boolean,
): void {
  const clipboard = new MarkClipboard(model, stage.given);
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.altKey || hasOwnKey(event.target, event.key)) return;
      const isOurs = event.ctrlKey || event.metaKey ? clipboard.key(event) : press(viewer, model, stage, event, pressMore);
      if (!isOurs) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

/** A control that has this key for itself. */
function hasOwnKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type=range], [role=slider]')) return /^(Arrow|Page|Home|End)/.test(key);
  if (target.matches('button, a, summary')) return key === 'Enter' || key === ' ';
  return target.matches('input:not([type=checkbox]), select, textarea');
}

/** True where the key meant something. */
function press(
  viewer: Viewer,
  model: LabelModel,
  stage: LabelStage,
  event: KeyboardEvent,
  pressMore: (event: KeyboardEvent) => boolean,
): boolean {
  const { key } = event;
  const isStack = viewer.shown.state.mode === 'stack' || !viewer.shown.stack.isVolume;
  if (isStack && key === 'Enter' && putAtCursor(viewer, stage, event)) return true;
  if ((isStack || stage.tool?.isOfVolume === true) && stage.tool?.key?.(event) === true) return true;
  if (pressMore(event)) return true;
  if (key === 'Escape') return leave(model, stage);
  const definition = model.shown.labels.find(({ hotkey }) => hotkey !== undefined && hotkey.toLowerCase() === key.toLowerCase());
  if (definition !== undefined) model.choose(definition.name);
  return definition !== undefined || (isStack && pressForMarks(viewer, model, stage, event));
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function pressForMarks(viewer: Viewer, model: LabelModel, stage: LabelStage, { key, shiftKey, target }: KeyboardEvent): boolean {
  const { selected, chosen, areHidden } = model.shown;
  const arrow = arrows[key];
  const { flags, stack } = viewer.shown;
  // Who draws on a series scrolls on to the next image, and what was drawn last must stay where it is.
  const isScroll = flags.hasCursor || (chosen !== null && stack.frames.length > 1);
  if (arrow !== undefined) return !isScroll && nudge(stage.given, arrow, shiftKey ? 10 : 1);
  switch (key) {
    case 'Delete':
    case 'Backspace':
      return deleteSelected(model);
    case 'Enter':
      return nextCornerOf(model, shiftKey ? -1 : 1);
    case 'Insert':
      return insertAfterCorner(stage.given);
    case 's':
    case 'S':
      return cycleMarks(stage.given, key === 'S' ? -1 : 1);
    case 'Tab':
      // With nothing selected Tab moves the focus on, so that nobody is caught in the picture.
      return selected !== null && isStage(target) && cycleMarks(stage.given, shiftKey ? -1 : 1);
    case 'g':
    case 'G':
      model.hide(!areHidden);
      return true;
    default:
      return false;
  }
}

const isStage = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.matches('.stage'));

/** A press and a release at the pixel cursor, so that all can be drawn without a mouse. */
function putAtCursor(viewer: Viewer, stage: LabelStage, event: KeyboardEvent): boolean {
  const { hasCursor, pixel } = viewer.shown.flags;
  const { tool } = stage;
  if (!hasCursor || pixel === null || tool === null || tool.interval !== undefined) return false;
  const at: PixelPoint = [pixel[0] + 0.5, pixel[1] + 0.5];
  if (tool.down(at, event)) tool.up(at, event);
  return true;
}

function leave(model: LabelModel, stage: LabelStage): boolean {
  if (stage.cancel()) return true;
  const { selected, corner, chosen } = model.shown;
  if (corner !== null) model.selectCorner(null);
  else if (selected !== null) model.select(null);
  else if (chosen !== null) model.choose(null);
  else return false;
  return true;
}
