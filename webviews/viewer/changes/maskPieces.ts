import { sharedRuns, subtractRuns } from '../../../src/core/label/combineRuns';
import type { Mark, MaskMark } from '../../../src/core/label/label';
import { emptyRuns, type MaskRuns, parseRuns } from '../../../src/core/label/maskRuns';
import type { ChangedMark } from './changeModel';

/** Pixels of a mask that were there before only, come after only, or are in both versions. */
export type MaskPiece = { readonly mark: MaskMark; readonly runs: MaskRuns; readonly role: ChangedMark['role'] };

const isMask = (mark: Mark): mark is MaskMark => mark.kind === 'mask';

const runsOf = ({ runs }: MaskMark): MaskRuns => parseRuns(runs) ?? emptyRuns;

const samePlace = (a: Mark, b: Mark): boolean => a.instance === b.instance && (a.frame ?? 0) === (b.frame ?? 0);

/** Takes the masks among marks apart, so that what both versions painted is drawn once. */
export function maskPieces(entries: readonly ChangedMark[]): readonly MaskPiece[] {
  const masks = entries.flatMap(({ mark, role }) => (isMask(mark) ? [{ mark, role }] : []));
  return masks.flatMap(({ mark, role }): readonly MaskPiece[] => {
    const other = masks.find((candidate) => candidate.mark.id === mark.id && candidate.role !== role && samePlace(candidate.mark, mark));
    if (role === 'same' || other === undefined) return [{ mark, runs: runsOf(mark), role }];
    const [own, others] = [runsOf(mark), runsOf(other.mark)];
    const alone = { mark, runs: subtractRuns(own, others), role };
    return role === 'after' ? [{ mark, runs: sharedRuns(own, others), role: 'same' }, alone] : [alone];
  });
}
