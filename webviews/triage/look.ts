import type { TriagePart } from '../../src/protocol/triage';

/** How the list is looked at: all of it survives hiding and a reload of the window. */
export type Look = {
  readonly part: TriagePart;
  readonly alertsOnly: boolean;
  readonly unreadOnly: boolean;
  /** '' for all. */
  readonly region: string;
  /** The study in focus, or ''. */
  readonly study: string;
  readonly scroll: number;
};

const atFirst: Look = { part: 'tuning', alertsOnly: false, unreadOnly: false, region: '', study: '', scroll: 0 };

/** The look that a page kept, with what it lacks as it is at first. */
export function keptLook(state: unknown): Look {
  const kept = typeof state === 'object' && state !== null && 'look' in state ? (state.look as Partial<Look>) : {};
  return { ...atFirst, ...kept };
}
