import { html, nothing, render } from 'lit';
import { placeOf } from './stackPlace';
import type { Shown, Viewer } from './viewer';

/** What could not be read, in place of the picture; '' where there is one. */
export function messageOf({ session, stack, state, reply }: Shown): string {
  if (session.stacks.every(({ frames }) => frames.length === 0)) return session.problems.join(' ') || 'There is no picture in this file.';
  if (reply === null || reply.picture !== null) return '';
  const which =
    stack.frames.length > 1 ? `Image ${placeOf(stack, state.index).slice + 1} can't be shown. ` : "The picture can't be shown. ";
  return `${which}${sentence(reply.failure)}`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Says it over the picture, with a way to try again where a file was asked for. */
export function drawMessage(root: HTMLElement, viewer: Viewer, shown: Shown): void {
  const text = messageOf(shown);
  root.hidden = text === '';
  // A text that is drawn anew would be read out anew.
  if (root.dataset.text === text) return;
  root.dataset.text = text;
  const button = html`<div class="buttons"><button type="button" class="plain" @click=${() => viewer.tryAgain()}>Try Again</button></div>`;
  render(text === '' ? nothing : html`<span>${text}</span>${shown.reply === null ? nothing : button}`, root);
}
