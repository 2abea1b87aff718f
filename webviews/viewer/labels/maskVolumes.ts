import { joinRuns, subtractRuns } from '../../../src/core/label/combineRuns';
import type { Mark } from '../../../src/core/label/label';
import { maskOfMark } from '../../../src/core/label/maskOfMark';
import { emptyRuns, type MaskRuns } from '../../../src/core/label/maskRuns';
import { placeKey, type SliceMasks } from '../../../src/core/label/sliceMasks';
import type { MarkPlace } from './markPlace';

/** A stroke that is being painted: shown at once, and made an edit when it ends. */
export type PaintedStroke = { readonly by: object; readonly name: string; readonly isErasing: boolean; readonly masks: SliceMasks };

/** All masks of a name over the stack, a reader's own or a model's. */
export type MaskVolume = { readonly key: string; readonly name: string; readonly isProposal: boolean; readonly masks: SliceMasks };

/** The masks of a label's marks, by name. */
export function volumesOf(marks: readonly Mark[], places: readonly MarkPlace[]): readonly MaskVolume[] {
  const slices = new Map(places.map((place, slice) => [placeKey(place), slice]));
  const found = new Map<string, MaskVolume & { readonly masks: Map<number, MaskRuns> }>();
  for (const mark of marks) {
    const slice = mark.kind === 'mask' ? slices.get(placeKey(mark)) : undefined;
    if (mark.kind !== 'mask' || slice === undefined) continue;
    const { name } = mark;
    const isProposal = mark.run !== undefined;
    const key = isProposal ? `${name} proposed` : name;
    const volume = found.get(key) ?? { key, name, isProposal, masks: new Map() };
    found.set(key, volume);
    volume.masks.set(slice, joinRuns(volume.masks.get(slice) ?? emptyRuns, maskOfMark(mark)));
  }
  return [...found.values()];
}

/** The volumes, and those of before where they have the very same masks. */
export function kept(before: readonly MaskVolume[], now: readonly MaskVolume[]): readonly MaskVolume[] {
  return now.map((volume) => {
    const old = before.find(({ key }) => key === volume.key);
    const isSame = old?.masks.size === volume.masks.size && [...volume.masks].every(([slice, mask]) => old.masks.get(slice) === mask);
    return old !== undefined && isSame ? old : volume;
  });
}

/** The volumes with a stroke on its way. */
export function withStroke(volumes: readonly MaskVolume[], stroke: PaintedStroke | null): readonly MaskVolume[] {
  if (stroke === null) return volumes;
  const own = volumes.find(({ name, isProposal }) => name === stroke.name && !isProposal);
  const before = own ?? { key: stroke.name, name: stroke.name, isProposal: false, masks: new Map() };
  const change = stroke.isErasing ? subtractRuns : joinRuns;
  const changed = [...stroke.masks].map(([slice, part]) => [slice, change(before.masks.get(slice) ?? emptyRuns, part)] as const);
  const painted = { ...before, masks: new Map([...before.masks, ...changed]) };
  return own === undefined ? [...volumes, painted] : volumes.map((volume) => (volume === own ? painted : volume));
}
