import type { ImageFilter, ImageOrder } from '../../src/core/experiment/comparedImages';
import type { ImportanceChoice } from '../../src/protocol/compare';

/** What the user has chosen on the page; kept over hiding and reloading. */
export type Look = {
  /** The run that the others are held against; '' for the first. */
  readonly reference: string;
  /** The run whose changes the table of images shows; '' for the last. */
  readonly other: string;
  readonly allSettings: boolean;
  /** 'loss' or a metric's name; '' for the metric of the comparison. */
  readonly curve: string;
  readonly train: boolean;
  readonly tuning: boolean;
  /** On the scatter's horizontal axis; '' for the first that differs. */
  readonly setting: string;
  /** Of the figures of settings; '' for the metric of the comparison. */
  readonly metric: string;
  readonly over: ImportanceChoice['over'];
  readonly filter: ImageFilter;
  readonly search: string;
  readonly order: ImageOrder;
  /** How far the page is scrolled, CSS pixels. */
  readonly scroll: number;
};

export const firstLook: Look = {
  ...{ reference: '', other: '', allSettings: false, curve: '', train: true, tuning: true, setting: '', metric: '', over: 'history' },
  ...{ filter: 'all', search: '', order: { by: 'change', down: true }, scroll: 0 },
};

/** The look that a page has put away, as far as there is one. */
export function keptLook(state: unknown): Look {
  const look = typeof state === 'object' && state !== null && 'look' in state ? state.look : null;
  return typeof look === 'object' && look !== null ? { ...firstLook, ...look } : firstLook;
}
