import type { WatchLook } from '../../src/protocol/watch';

/** What the page keeps over hiding and reloading. */
export type Kept = {
  readonly look: WatchLook | null;
  /** Opened or closed by hand, by the element's id. */
  readonly open: Readonly<Record<string, boolean>>;
  readonly scroll: number;
};

const nothing: Kept = { look: null, open: {}, scroll: 0 };

/** What an earlier page has put away; nothing where it is not of this form. */
export function keptLook(state: unknown): Kept {
  const kept = typeof state === 'object' && state !== null && 'kept' in state ? (state.kept as Partial<Kept> | null) : null;
  if (kept === null) return nothing;
  const look = kept.look !== null && kept.look !== undefined && Array.isArray(kept.look.runs) ? kept.look : null;
  return { look, open: kept.open ?? {}, scroll: kept.scroll ?? 0 };
}
