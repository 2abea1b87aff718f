import { type Actions, makeActions } from './actions';
import { atMostEvery } from './atMostEvery';
import { Cine } from './cine';
import { CurveMode } from './curveMode';
import { drawFoot } from './foot';
import { listenToKeys } from './keys';
import { Link } from './link';
import { drawMessage } from './message';
import { Notes } from './notes';
import { drawTexts } from './overlayTexts';
import type { PageParts } from './page';
import { PanelSwitch } from './panelSwitch';
import { PlanesMode } from './planesMode';
import { PointerTools } from './pointerTools';
import { Speaker } from './speaker';
import { drawToolbar, roveToolbar } from './toolbar';
import type { Shown, Viewer } from './viewer';
import { WheelSteps } from './wheelSteps';

/** Texts and controls follow a quick scroll more calmly than the picture: drawing them takes longer than the picture itself. */
const calmMs = 80;

/** Everything around the picture: tools, texts, sliders, panels, keys. */
export function mountControls(viewer: Viewer, parts: PageParts): void {
  const actions = makeActions(viewer);
  const pointer = new PointerTools(viewer, parts.stage, new WheelSteps());
  const followers = [
    new Cine(viewer),
    new Link(viewer),
    new PanelSwitch(viewer, parts.panel),
    new PlanesMode(viewer, parts),
    new CurveMode(viewer, parts, pointer),
    new Notes(parts.notes),
    new Speaker(parts),
  ];
  roveToolbar(parts.toolbar);
  listenToKeys(viewer, actions);
  viewer.page.host.on('command', (command) => actions[command]());
  const drawCalmly = atMostEvery<Shown>(calmMs, (shown) => draw(viewer, parts, shown, actions));
  viewer.listen((shown) => {
    drawCalmly(shown);
    for (const follower of followers) follower.follow(shown);
  });
  viewer.refresh();
}

function draw(viewer: Viewer, parts: PageParts, shown: Shown, actions: Actions): void {
  drawToolbar(parts.toolbar, viewer, shown, actions);
  drawTexts(parts.texts, viewer, shown);
  drawFoot(parts.foot, viewer, shown, actions);
  drawMessage(parts.message, viewer, shown);
}
