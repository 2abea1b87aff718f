import type { ForeignImage, ForeignMark } from '../../core/label/formats/foreignMark';
import type { Label } from '../../core/label/label';

/** What one file says of one image of the project; problems are ends of sentences that begin with the image. */
export type Found = {
  readonly image: string;
  readonly marks: readonly ForeignMark[];
  readonly categories?: Label['categories'];
  readonly problems?: readonly string[];
};

/** What all files say of each image. */
export function foundImages(found: readonly Found[]): readonly ForeignImage[] {
  const images = new Map<string, ForeignImage>();
  for (const { image, marks, categories = {}, problems = [] } of found) {
    const sofar = images.get(image) ?? { file: image, image, size: null, marks: [], problems: [], categories: {} };
    images.set(image, {
      ...sofar,
      marks: [...sofar.marks, ...marks],
      problems: [...sofar.problems, ...problems],
      categories: { ...sofar.categories, ...categories },
    });
  }
  return [...images.values()];
}
