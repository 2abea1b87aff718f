import type { ReconciledAnnotations } from '../../core/dataset/reconcileAnnotations';
import type { Label } from '../../core/label/label';
import { isDrawn, type Protocol } from '../../core/label/protocol';

/** What was taken of one image's annotations, and whether its label may be learned from. */
export type TakenAnnotations = {
  readonly annotations: ReconciledAnnotations;
  readonly status: Label['status'];
  readonly isTurned?: boolean;
};

/** Sentences on where boxes and outlines are from, how far the formats agree, and how many labels are drafts. */
export function annotationNotes(taken: readonly TakenAnnotations[]): readonly string[] {
  const all = taken.map(({ annotations }) => annotations);
  const count = (values: readonly string[]): string =>
    [...new Set(values)]
      .toSorted()
      .map((value) => `${value} in ${values.filter((other) => other === value).length}`)
      .join(', ');
  const boxed = all.filter(({ boxes }) => boxes.length > 0);
  const outlined = all.filter(({ outlines }) => outlines.length > 0);
  const compared = all.filter(({ compared: others, outlines, boxesFrom, outlinesFrom }) => {
    return others.length > 0 || (outlines.length > 0 && boxesFrom !== outlinesFrom);
  });
  const differ = compared.filter(({ differs }) => differs).length;
  const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
  const turned = taken.filter(({ isTurned }) => isTurned === true).length;
  const drafts = taken.filter(({ status }) => status === 'draft').length;
  const notes: readonly (readonly [boolean, string])[] = [
    [
      boxed.length > 0,
      `${sum(boxed.map(({ boxes }) => boxes.length))} boxes in ${boxed.length} images (from ${count(boxed.map(({ boxesFrom }) => boxesFrom))}).`,
    ],
    [
      outlined.length > 0,
      `${sum(outlined.map(({ outlines }) => outlines.length))} outlines in ${outlined.length} images (from ${count(outlined.map(({ outlinesFrom }) => outlinesFrom))}).`,
    ],
    [
      compared.length > 0,
      `Several annotation formats were held against each other in ${compared.length} images: in ${differ} they differ.`,
    ],
    [
      turned > 0,
      `${turned} images ask to be shown turned (EXIF orientation), and were annotated so: they stay as they are stored, and their annotations were turned.`,
    ],
    [drafts > 0, `${drafts} labels are drafts, which nothing is trained on: open them, decide, and make them final.`],
  ];
  return notes.flatMap(([applies, note]) => (applies ? [note] : []));
}

/** What to know of a data set without annotations, where the protocol draws something. */
export const undrawnNotes = ({ labels }: Protocol): readonly string[] =>
  labels.some(isDrawn)
    ? [
        'Nothing is drawn on these films, though the protocol draws: train no boxes or outlines on them, since each would count as a film that shows nothing.',
      ]
    : [];
