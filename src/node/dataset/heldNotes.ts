import { type HeldParts, type HeldPatients, heldText, officialPart } from '../../core/dataset/heldParts';
import type { ImageRow } from '../../core/dataset/imageRow';
import type { Part } from '../../core/dataset/split';

export type HeldSplit = {
  readonly rows: readonly ImageRow[];
  readonly held: HeldParts;
  readonly fixed: HeldPatients;
  readonly split: ReadonlyMap<string, Part>;
};

/** What somebody should know of parts that a column decides, or could have decided. */
export function heldNotes({ rows, held, fixed, split }: HeldSplit): readonly string[] {
  const moved = [...fixed.partOf].filter(([patient, part]) => split.get(patient) !== part).length;
  const isOfficial = ({ extra }: ImageRow): boolean => extra[officialPart] === 'test';
  const spread = rows.filter((row) => isOfficial(row) && split.get(row.patient) !== 'test').length;
  return [
    ...(fixed.mixed.length === 0
      ? []
      : [
          `${fixed.mixed.length} patients have images in and outside ${heldText(held)}: all of their images are in that part, so it holds more than the named ones.`,
        ]),
    ...(moved === 0 ? [] : [`${moved} patients of ${heldText(held)} had another part already and keep it.`]),
    ...(spread === 0
      ? []
      : [
          `${spread} images of the official test part are not in the test part: results can't be compared with published ones. "radsteps split --test ${officialPart}=test" on a project without a split keeps them together.`,
        ]),
  ];
}
