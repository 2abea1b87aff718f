import { html, render, type TemplateResult } from 'lit';
import type { Viewer } from '../viewer';
import type { LabelModel } from './labelModel';
import { acceptAll } from './proposalKeys';
import { othersPanel, proposalPanel } from './proposalPanel';
import { focusField, questionPanel } from './questionPanel';
import { workBar } from './workBar';
import { pressWorkKey } from './workKeys';
import { WorkModel } from './workModel';

/** Labelling as work, as the label's page uses it. */
export type MountedWork = {
  readonly work: WorkModel;
  /** Questions, proposals and other readers, within the label's panel. */
  readonly panel: () => TemplateResult;
  /** True where a key meant something. */
  readonly press: (event: KeyboardEvent) => boolean;
};

/** Adds questions, the bar of a work list and proposals to a label's panel; `redraw` draws that panel and the marks anew. */
export function mountWork(viewer: Viewer, model: LabelModel, root: HTMLElement, redraw: () => void): MountedWork {
  const work = new WorkModel(viewer, model);
  const bar = document.createElement('div');
  bar.className = 'workBar';
  root.before(bar);
  // A screen reader waits, too, until the picture is the label's.
  const markBusy = (): void => root.parentElement?.setAttribute('aria-busy', String(!work.isReady));
  viewer.listen(markBusy);
  const drawBar = (): void => void render(workBar(work), bar);
  work.listen(() => {
    drawBar();
    markBusy();
    redraw();
  });
  model.listen(drawBar);
  const { host } = viewer.page;
  const commands = {
    next: () => work.goOn('next'),
    previous: () => work.goOn('previous'),
    toggleFinal: () => work.toggleFinal(),
    toggleOthers: () =>
      work.change(() => {
        work.hasOthers = !work.hasOthers;
      }),
    acceptAll: () => acceptAll(work),
  };
  host.on('workCommand', (command) => void commands[command]());
  document.addEventListener('keydown', (event) => pressWithModifier(work, event), { capture: true });
  work.start().catch((error: Error) => work.say(error.message));
  return {
    work,
    panel: () => html`${questionPanel(work)}${proposalPanel(work)}${othersPanel(work)}`,
    press: (event) => {
      if (event.shiftKey && event.key === 'Y') {
        acceptAll(work);
        return true;
      }
      return pressWorkKey(work, event, (name, text) => focusField(work, root, name, text));
    },
  };
}

/** Ctrl+Enter makes the label final, or a draft again; in a note it ends the note. */
function pressWithModifier(work: WorkModel, event: KeyboardEvent): void {
  const isOurs = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !(event.target instanceof HTMLTextAreaElement);
  if (!isOurs || work.model.shown.locked !== null) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void work.toggleFinal();
}
