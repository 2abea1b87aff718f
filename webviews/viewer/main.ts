import './viewer.css';
import type { LabelledViewerPage } from '../../src/protocol/labelledViewer';
import type { ViewerSession } from '../../src/protocol/viewer';
import { connectPage, inTime, type PageHost } from '../shared/host';
import { DecodeClient } from './decodeClient';
import { fileOf } from './frameStore';
import { buildPage, type PageParts } from './page';
import { Viewer } from './viewer';

/** Seconds until an extension that doesn't answer is given up. */
const patience = 30;

/** The session that came with the page, so that no question has to be answered before the first picture. */
function embeddedSession(): ViewerSession | null {
  const text = document.getElementById('session')?.textContent ?? '';
  return text === '' ? null : (JSON.parse(text) as ViewerSession);
}

function say(parts: PageParts, sentence: string): void {
  parts.message.textContent = sentence;
  parts.message.hidden = false;
}

/** The picture takes the canvas' place in device pixels, and follows it. */
function followSize(viewer: Viewer, stage: HTMLElement): void {
  const { width, height } = stage.getBoundingClientRect();
  viewer.stage.resize(width * devicePixelRatio, height * devicePixelRatio);
  new ResizeObserver(([entry]) => {
    const box = entry?.devicePixelContentBoxSize[0];
    if (box !== undefined && viewer.stage.resize(box.inlineSize, box.blockSize)) viewer.repaint();
  }).observe(stage, { box: 'device-pixel-content-box' });
}

/** What nothing caught goes to the log; a page has no console that anybody reads. */
function reportErrors({ host }: PageHost<LabelledViewerPage>): void {
  const report = (error: unknown): void => void host.call('report', error instanceof Error ? error.message : String(error));
  window.addEventListener('error', ({ error, message }) => report(error ?? message));
  window.addEventListener('unhandledrejection', ({ reason }) => report(reason));
}

async function start(root: HTMLElement): Promise<void> {
  const page = connectPage<LabelledViewerPage>();
  reportErrors(page);
  const client = new DecodeClient({ worker: root.dataset.worker ?? '', codecs: root.dataset.codecs ?? '' });
  const parts = buildPage(root);
  try {
    const session = embeddedSession() ?? (await inTime(page.host.call('open'), patience));
    const first = session.stacks[session.stack]?.frames[session.frame];
    if (first !== undefined) client.begin(fileOf(session, first));
    const viewer = new Viewer(page, session, parts.canvas, client);
    followSize(viewer, parts.stage);
    await viewer.start();
    await viewer.painted();
    const { startTime } = performance.mark('first picture');
    void page.host.call('painted', Math.round(startTime));
    // Everything else waits for the first picture.
    const { mountControls } = await import('./controls');
    mountControls(viewer, parts);
    if (session.isCompared === true) await (await import('./changes/mountChanges')).mountChanges(viewer, parts);
    if (session.hasFindings === true) await (await import('./findings/mountFindings')).mountFindings(viewer, parts);
    if (session.isLabelled === true) await (await import('./labels/mountLabels')).mountLabels(viewer, parts);
  } catch (error) {
    say(parts, error instanceof Error ? error.message : String(error));
  }
}

const root = document.getElementById('page');
if (root !== null) void start(root);
