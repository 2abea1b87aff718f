import { atMostEvery } from '../atMostEvery';
import type { PageParts } from '../page';
import type { Viewer } from '../viewer';
import { listenToLabelKeys } from './labelKeys';
import { LabelModel } from './labelModel';
import { drawLabelPanel } from './labelPanel';
import { LabelStage } from './labelStage';
import { MarkLayer } from './markLayer';
import { MarkSpeaker } from './markSpeaker';
import { mountMasks } from './mountMasks';
import { type MountedWork, mountWork } from './mountWork';
import { passPointer } from './pointerOfTool';

/** The panel follows a quick scroll more calmly than the picture. */
const calmMs = 120;

const none: readonly never[] = [];

/** Adds the label to a viewer's page: marks over the picture, tools, and a panel beside it. */
export async function mountLabels(viewer: Viewer, parts: PageParts): Promise<void> {
  const model = new LabelModel(viewer.page, await viewer.page.host.call('openLabel'));
  const layer = new MarkLayer(model);
  parts.canvas.after(...layer.canvases);
  const side = document.createElement('aside');
  side.className = 'labelSide';
  side.setAttribute('aria-label', 'Label');
  const panel = document.createElement('div');
  panel.className = 'labels';
  side.append(panel);
  parts.panel.before(side);
  const content = document.createElement('div');
  content.className = 'all-of-label';
  panel.append(content);
  const stage = new LabelStage(viewer, model, layer, mountMasks(viewer, model, parts, panel));
  const mounted: MountedWork = mountWork(viewer, model, panel, () => {
    stage.around = { others: mounted.work.hasOthers ? mounted.work.view.others : none, hasProposals: !mounted.work.view.isBlind };
    stage.follow();
    drawPanel();
  });
  const speaker = new MarkSpeaker(viewer, model, panel);
  passPointer(viewer, parts.stage, stage);
  listenToLabelKeys(viewer, model, stage, mounted.press);
  const drawPanel = (): void => {
    drawLabelPanel(content, viewer, model, mounted.panel());
    if (model.shown.selected !== null) panel.querySelector('.mark.selected')?.scrollIntoView({ block: 'nearest' });
  };
  followViewer(viewer, stage, drawPanel);
  model.listen(() => {
    stage.follow();
    parts.stage.style.cursor = stage.tool?.cursor ?? '';
    drawPanel();
    speaker.follow();
  });
  drawPanel();
  stage.follow();
}

/** The marks follow every paint; the panel only what it tells of: which frame is shown, and what is known of it. */
function followViewer(viewer: Viewer, stage: LabelStage, drawPanel: () => void): void {
  let told: readonly unknown[] = [];
  const drawCalmly = atMostEvery(calmMs, drawPanel);
  viewer.listen((shown) => {
    const { session, state, reply, flags } = shown;
    stage.draw();
    if (flags.hasCursor && flags.pixel !== null)
      stage.hover([flags.pixel[0] + 0.5, flags.pixel[1] + 0.5], { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false });
    const now = [session, state.stack, state.index, reply];
    if (now.every((value, at) => value === told[at])) return;
    told = now;
    drawCalmly(undefined);
  });
}
