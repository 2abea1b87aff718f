import type { TriageStudy } from '../../src/core/experiment/triageList';
import type { TriageStates } from '../../src/core/experiment/triageStates';
import type { Look } from './look';

/** The studies that the filters leave, in the list's own order; their places are those of the whole list, from 1. */
export function shownStudies(
  studies: readonly TriageStudy[],
  states: TriageStates,
  { alertsOnly, unreadOnly, region, study }: Look,
): readonly { readonly study: TriageStudy; readonly place: number }[] {
  return studies.flatMap((one, index) => {
    const isRegion = region === '' || one.regions.includes(region);
    // The one in focus stays until another is looked at: it must not vanish under the key that marked it.
    const isUnread = !unreadOnly || states[one.study] === undefined || one.study === study;
    return isRegion && isUnread && (!alertsOnly || one.isAlert) ? [{ study: one, place: index + 1 }] : [];
  });
}

/** The regions of all studies, sorted. */
export const regionsOf = (studies: readonly TriageStudy[]): readonly string[] =>
  [...new Set(studies.flatMap(({ regions }) => regions))].sort();
