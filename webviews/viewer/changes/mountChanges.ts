import { movePoint } from '../../../src/core/image/affine';
import { viewAffine } from '../../../src/core/viewer/viewTransform';
import { markPlace } from '../labels/markPlace';
import type { PageParts } from '../page';
import { shapeOf } from '../stage';
import type { Viewer } from '../viewer';
import { ChangeLayer } from './changeLayer';
import { ChangeModel } from './changeModel';
import { drawChangePanel } from './changePanel';
import { frameOfMark } from './frameOfMark';

/** Adds two versions of a label to a viewer's page: their marks over the picture, and what changed beside it. */
export async function mountChanges(viewer: Viewer, parts: PageParts): Promise<void> {
  const { host } = viewer.page;
  const model = new ChangeModel(await host.call('openChanges'));
  const layer = new ChangeLayer();
  parts.canvas.after(layer.canvas);
  const panel = document.createElement('aside');
  panel.className = 'labels changes';
  panel.setAttribute('aria-label', 'Changes');
  parts.panel.before(panel);
  const stepLabel = (step: 1 | -1): void => void host.call('stepLabel', step);
  const draw = (): void => drawMarks(viewer, layer, model);
  const show = (): void => {
    drawChangePanel(panel, model, { stepLabel });
    panel.querySelector('[data-change][aria-pressed=true]')?.scrollIntoView({ block: 'nearest' });
    parts.status.textContent = model.chosen?.words ?? '';
    draw();
  };
  model.listen(() => {
    goToChosen(viewer, model);
    show();
  });
  host.on('changeChosen', (key) => model.choose(key));
  viewer.listen(draw);
  listenToKeys(model, stepLabel);
  goToChosen(viewer, model);
  show();
}

function drawMarks(viewer: Viewer, layer: ChangeLayer, model: ChangeModel): void {
  const { picture, session, stack, state } = viewer.shown;
  const frame = stack.frames[state.index];
  if (picture === null || frame === undefined) return;
  const affine = viewAffine(shapeOf(picture), state.look.view, viewer.stage.size);
  const [width, height] = viewer.stage.size;
  layer.draw(width, height, model.shown, markPlace(session, frame), (point) => movePoint(affine, point));
}

function goToChosen(viewer: Viewer, model: ChangeModel): void {
  const { chosen } = model;
  if (chosen?.on !== 'mark') return;
  const { before, after } = model.shown;
  const mark = [after, before].flatMap((label) => label?.marks ?? []).find(({ id }) => id === chosen.key);
  const frame = mark === undefined ? null : frameOfMark(viewer.shown.session, mark);
  if (frame !== null) viewer.goTo(frame.index, frame.stack);
}

/** Keys of the comparison come before the viewer's own. */
function listenToKeys(model: ChangeModel, stepLabel: (step: 1 | -1) => void): void {
  const press = (key: string): boolean => {
    if (key === 'J' || key === 'K') stepLabel(key === 'J' ? 1 : -1);
    else if (key === 'j' || key === 'k') model.step(key === 'j' ? 1 : -1);
    else if (key === 's' || key === 'S') model.nextSide();
    else if (key === 'Escape' && model.shown.chosen !== null) model.choose(null);
    else return false;
    return true;
  };
  document.addEventListener(
    'keydown',
    (event) => {
      const isTyping = event.target instanceof Element && event.target.matches('input, select, textarea');
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping || !press(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
