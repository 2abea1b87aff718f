import { html, type TemplateResult } from 'lit';
import { type Affine, movePoint } from '../../../src/core/image/affine';
import { viewAffine } from '../../../src/core/viewer/viewTransform';
import type { Findings, RunFinding } from '../../../src/protocol/findings';
import { frameOfMark } from '../changes/frameOfMark';
import { frameOfMark as frameOfPlace, liesOn, type MarkPlace, markPlace } from '../labels/markPlace';
import { pictureSize } from '../labels/pictureSize';
import type { PageParts } from '../page';
import { shapeOf } from '../stage';
import type { Viewer } from '../viewer';
import { AttentionLayer } from './attentionLayer';
import { listenToFindingKeys } from './findingKeys';
import { type DrawnBy, FindingLayer } from './findingLayer';
import { labelMarks, shownMarks } from './findingMarks';
import { FindingModel, keptChoice } from './findingModel';
import { drawFindingPanel } from './findingPanel';
import { labelColour, PictureColours, runLetter } from './pictureColours';

/** Adds what runs say of the image to a viewer's page: their marks and the attention of one over the picture, words beside it. */
export async function mountFindings(viewer: Viewer, parts: PageParts): Promise<void> {
  const { host } = viewer.page;
  const step = (by: 1 | -1): void => void host.call('stepFindings', by).catch((error: Error) => model?.say(error.message));
  let model: FindingModel | null = null;
  listenToFindingKeys(() => model, step);
  const findings = await host.call('openFindings');
  model = showFindings(viewer, parts, findings, step);
}

function showFindings(viewer: Viewer, parts: PageParts, findings: Findings, step: (by: 1 | -1) => void): FindingModel {
  const { host } = viewer.page;
  const model = new FindingModel(findings, keptChoice(viewer.shown.state.findings), {
    ask: (run) => host.call('askAttention', run),
    stop: () => void host.call('stopAttention'),
    keep: (kept) => viewer.keep({ findings: kept }),
  });
  const [attention, marks] = [new AttentionLayer(), new FindingLayer()];
  parts.canvas.after(attention.canvas, marks.canvas);
  const panel = document.createElement('aside');
  panel.className = 'labels finding-panel';
  panel.setAttribute('aria-label', 'Predictions');
  parts.panel.before(panel);
  const draw = (): void => drawLayers(viewer, model, { attention, marks, colours });
  const drawPanel = (): void =>
    drawFindingPanel(panel, model, colours, {
      step,
      labelImage: () => void host.call('labelImage'),
      openRun: (run) => void host.call('openRun', run),
      goToMarks: (of) => goToMarks(viewer, model, of),
      whereAttention: () => whereAttention(viewer, model),
    });
  const colours = new PictureColours(() => show());
  let said = '';
  const show = (): void => {
    drawPanel();
    draw();
    const words = spoken(model);
    if (words !== said) parts.status.textContent = words;
    said = words;
  };
  model.listen(show);
  host.on('findingsReset', (changed) => model.reset(changed));
  host.on('attentionProgress', (words) => model.heard(words));
  let frame = viewer.shown.state.index;
  viewer.listen(({ state }) => {
    draw();
    // The panel tells of the shown frame where the image has many.
    if (state.index !== frame) drawPanel();
    frame = state.index;
  });
  model.start();
  return model;
}

type Layers = { readonly attention: AttentionLayer; readonly marks: FindingLayer; readonly colours: PictureColours };

function placeNow(viewer: Viewer): MarkPlace | null {
  const { session, stack, state } = viewer.shown;
  const frame = stack.frames[state.index];
  return frame === undefined ? null : markPlace(session, frame);
}

function drawLayers(viewer: Viewer, model: FindingModel, { attention, marks, colours }: Layers): void {
  const { picture, session, state } = viewer.shown;
  const place = placeNow(viewer);
  const { size } = viewer.stage;
  // What is said of one image must not lie over another while that is on its way.
  const isReady = picture !== null && place !== null && session.image === model.findings.image;
  const affine: Affine = picture === null ? [1, 0, 0, 0, 1, 0] : viewAffine(shapeOf(picture), state.look.view, size);
  const map = isReady && model.attention?.status === 'here' && isSeen(model, place) ? model.attention.map : null;
  attention.draw(map, pictureSize(viewer), affine, size, model.choice.opacity);
  marks.draw(isReady ? drawnBy(model, colours) : [], place ?? {}, (point) => movePoint(affine, point), size);
}

/** A network sees the first frame of the image's first file. */
function isSeen({ findings: { seen } }: FindingModel, { instance, frame = 0 }: MarkPlace): boolean {
  return frame === 0 && (seen === null || instance === seen);
}

function drawnBy(model: FindingModel, colours: PictureColours): readonly DrawnBy[] {
  const { findings, choice } = model;
  const label = choice.hasLabel ? [{ colour: labelColour, letter: '', marks: labelMarks(findings.label, findings) }] : [];
  const runs = findings.findings.flatMap((finding, at) =>
    model.isShown(finding) ? [{ colour: colours.of(at), letter: runLetter(at), marks: shownMarks(finding, choice.threshold) }] : [],
  );
  return [...label, ...runs];
}

function goToMarks(viewer: Viewer, model: FindingModel, of: RunFinding | 'label') {
  const { findings, choice } = model;
  const marks = of === 'label' ? labelMarks(findings.label, findings) : shownMarks(of, choice.threshold);
  const place = placeNow(viewer);
  const [first] = marks;
  if (first === undefined || place === null || marks.some((mark) => liesOn(mark, place))) return null;
  const frame = frameOfMark(viewer.shown.session, first);
  return frame === null ? null : { words: `Drawn on Image ${frame.index + 1}`, go: () => viewer.goTo(frame.index, frame.stack) };
}

function whereAttention(viewer: Viewer, model: FindingModel): TemplateResult | string {
  const { session } = viewer.shown;
  const place = placeNow(viewer);
  if (place === null || isSeen(model, place)) return '';
  const { seen } = model.findings;
  const frame = frameOfPlace(session, { id: '', name: '', kind: 'point', at: [0, 0], ...(seen === null ? {} : { instance: seen }) });
  const go = (): void => {
    if (frame !== undefined) viewer.goTo(frame.index, frame.stack);
  };
  return html`<p class="finding-muted">The network sees one image of this series, and the map lies on that.</p>
    <button type="button" class="plain" ?disabled=${frame === undefined} @click=${go}>Go to That Image</button>`;
}

function spoken({ attention, findings }: FindingModel): string {
  if (attention === null) return '';
  const letter = runLetter(findings.findings.findIndex(({ run }) => run === attention.run));
  if (attention.status === 'asked') return `Attention of ${letter} is being computed`;
  return attention.status === 'failed' ? attention.sentence : `Attention of ${letter} lies over the picture`;
}
