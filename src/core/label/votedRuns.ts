import { joinRuns, sharedRuns } from './combineRuns';
import { emptyRuns, type MaskRuns } from './maskRuns';

/** The pixels that at least so many of the masks have, one or more. */
export function votedRuns(masks: readonly MaskRuns[], least: number): MaskRuns {
  // The pixels that at least 1, 2, ... of the masks so far have.
  let sofar: readonly MaskRuns[] = Array.from({ length: least }, () => emptyRuns);
  for (const mask of masks)
    sofar = sofar.map((pixels, index) => joinRuns(pixels, index === 0 ? mask : sharedRuns(sofar[index - 1] ?? emptyRuns, mask)));
  return sofar[least - 1] ?? emptyRuns;
}
