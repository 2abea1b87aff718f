import type { RunListing } from '../../core/experiment/runListing';
import { type LookOptions, readHistory } from './readHistory';

/** The history of runs in the working tree, newest first: completes the records of runs whose trainer died, and lists damaged records with the reason. */
export const listRuns = (root: string, options: LookOptions = {}): Promise<readonly RunListing[]> =>
  readHistory(root, options, ({ listing }) => listing);
