import type { Shown } from './viewer';

/** What stands beside the picture; it hears of every change while it is there. */
export type Panel = {
  readonly show: (shown: Shown) => void;
  readonly destroy: () => void;
};
