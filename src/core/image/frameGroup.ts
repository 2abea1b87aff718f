import type { Dataset } from '../dicom/dataset';
import type { Keyword } from '../dicom/dictionary';
import { findElement, readItems } from '../dicom/value';

/**
 * The dataset that holds an attribute for a frame (from 0): the frame's own functional group, the shared one, or the top level
 * (PS3.3 C.7.6.16).
 */
export function frameGroup(dataset: Dataset, frame: number, group: Keyword, keyword: Keyword): Dataset {
  const own = readItems(dataset, 'PerFrameFunctionalGroupsSequence')[frame];
  const shared = readItems(dataset, 'SharedFunctionalGroupsSequence')[0];
  const places = [own, shared].flatMap((place) => (place === undefined ? [] : readItems(place, group).slice(0, 1)));
  return places.find((place) => findElement(place, keyword) !== undefined) ?? dataset;
}
