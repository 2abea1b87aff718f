import type { Experiment } from '../../core/experiment/experiment';
import type { BatchSource } from './batches';
import type { PackPlace } from './packReader';
import type { ShareWork } from './shareThread';

/** What a thread is started for, with all that it needs to know: to augment and assemble batches, to prepare images, or to train on a share of each batch. */
export type ThreadWork =
  | {
      readonly kind: 'batches';
      readonly source: Omit<BatchSource, 'cache'>;
      /** Where the cached images lie, in files that this process holds open. */
      readonly places: ReadonlyMap<string, PackPlace>;
    }
  | { readonly kind: 'images'; readonly settings: Experiment['image'] }
  | { readonly kind: 'share'; readonly share: ShareWork };
