import { placeOf } from './stackPlace';
import type { Shown } from './viewer';

/** What could not be read, in place of the picture; '' where there is one. */
export function messageOf({ session, stack, state, reply }: Shown): string {
  if (session.stacks.every(({ frames }) => frames.length === 0)) return session.problems.join(' ') || 'There is no picture in this file.';
  if (reply === null || reply.picture !== null) return '';
  const which =
    stack.frames.length > 1 ? `Image ${placeOf(stack, state.index).slice + 1} can't be shown. ` : "The picture can't be shown. ";
  return `${which}${sentence(reply.failure)}`;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Says it over the picture. */
export function drawMessage(root: HTMLElement, shown: Shown): void {
  const text = messageOf(shown);
  if (root.textContent !== text) root.textContent = text;
  root.hidden = text === '';
}
