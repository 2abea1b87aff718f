import type { Dataset } from '../dicom/dataset';
import type { Keyword } from '../dicom/dictionary';
import { findElement, readItems } from '../dicom/value';

/** Where an attribute of one frame stands: the dataset that holds it, or the top level where none does. */
export type FrameAttributes = (group: Keyword | number, attribute: Keyword | number) => Dataset;

/** Looks in a frame's own functional group (PS3.3 C.7.6.16) first, then the shared one, then the dataset. */
export function frameAttributes(dataset: Dataset, frame: number): FrameAttributes {
  const own = readItems(dataset, 'PerFrameFunctionalGroupsSequence')[frame];
  const shared = readItems(dataset, 'SharedFunctionalGroupsSequence')[0];
  const places = [own, shared].filter((place) => place !== undefined);
  return (group, attribute) => {
    const items = places.flatMap((place) => readItems(place, group).slice(0, 1));
    return items.find((item) => findElement(item, attribute) !== undefined) ?? dataset;
  };
}
