import type { HistoryKept } from '../../src/protocol/history';

/** What the user has chosen on the page; survives hiding and reloading, and of it what `HistoryKept` has survives closing. */
export type Look = HistoryKept & {
  readonly filter: string;
  /** Groups whose runs are hidden, by key. */
  readonly collapsed: readonly string[];
  readonly scroll: number;
  /** The run in focus, or ''. */
  readonly focus: string;
  readonly selected: readonly string[];
};

const keptAtFirst: HistoryKept = {
  all: false,
  sort: 'created',
  descending: true,
  group: 'none',
  hideFailed: false,
  base: 'common',
  columns: null,
  details: true,
};

const atFirst: Look = { ...keptAtFirst, filter: '', collapsed: [], scroll: 0, focus: '', selected: [] };

/** The look that the page put away (null where it was closed since), then what the project keeps, then what it is at first. */
export function keptLook(state: unknown, kept: HistoryKept | null, width: number): Look {
  const own = typeof state === 'object' && state !== null && 'look' in state ? (state.look as Partial<Look>) : {};
  return { ...atFirst, details: width > 1000, ...kept, ...own };
}

/** Of a look, what is kept after the page was closed. */
export const toKeep = ({ all, sort, descending, group, hideFailed, base, columns, details }: Look): HistoryKept => ({
  ...{ all, sort, descending, group, hideFailed, base, columns, details },
});
