import type { BatchSource } from './batches';
import type { PackPlace } from './packReader';

/** What a thread is started for, with all that it needs to know. */
export type ThreadWork = {
  readonly kind: 'batches';
  readonly source: Omit<BatchSource, 'cache'>;
  /** Where the cached images lie, in files that this process holds open. */
  readonly places: ReadonlyMap<string, PackPlace>;
};
