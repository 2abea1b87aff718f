import { putMark } from '../../../src/core/label/edit';
import { newMarkId } from '../../../src/core/label/markId';
import { countTimes, shownTime } from './timePlace';
import type { ToolMaker } from './tool';

/** Marks points in time: Enter at the first, Enter at the last; between them the viewer goes on as ever. */
export const intervalTool: ToolMaker = ({ viewer, model, redraw }, definition) => {
  let start: number | null = null;
  const now = (): number => shownTime(viewer.shown);
  const span = (from: number): readonly [number, number] => [Math.min(from, now()), Math.max(from, now())];
  const cancel = (): boolean => {
    const hadOne = start !== null;
    start = null;
    redraw();
    return hadOne;
  };
  return {
    cursor: '',
    down: () => false,
    move: () => undefined,
    up: () => undefined,
    cancel,
    isBusy: () => start !== null,
    key: ({ key }) => {
      if (key === 'Backspace') return cancel();
      if (key !== 'Enter' || countTimes(viewer.shown.stack) < 2) return false;
      if (start === null) {
        start = now();
        redraw();
        return true;
      }
      const [first, last] = span(start);
      start = null;
      const id = newMarkId(model.label.marks, Math.random);
      model.step('Draw Interval', [putMark(model.label, { id, kind: 'interval', name: definition.name, first, last })]);
      model.select(id);
      return true;
    },
    interval: () => (start === null ? null : span(start)),
  };
};
