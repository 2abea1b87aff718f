import { join } from 'node:path';
import { type ReconciledAnnotations, reconcileAnnotations } from '../../core/dataset/reconcileAnnotations';
import { turnAnnotations } from '../../core/dataset/turnAnnotations';
import type { Size } from '../../core/image/resize';
import { readOrientation } from '../images/readOrientation';
import { type AnnotationFiles, annotatedStem } from './annotationFiles';
import { joinAnnotations, type ReadAnnotations, readFileAnnotations } from './fileAnnotations';
import { type FracAtlasSets, setAnnotations } from './fracAtlasSets';
import type { LayoutImage } from './publicLayout';

export type FilmAnnotations = {
  readonly annotations: ReconciledAnnotations;
  readonly problems: readonly string[];
  /** True where they were drawn on the film as its EXIF orientation has it shown. */
  readonly isTurned: boolean;
};

/** All that FracAtlas' four formats say of a film, in its stored pixels. */
export async function filmAnnotations(
  folder: string,
  files: AnnotationFiles,
  sets: FracAtlasSets,
  { path, facts }: LayoutImage,
): Promise<FilmAnnotations> {
  const stored: Size = { rows: facts.rows ?? 0, columns: facts.columns ?? 0 };
  const shown: Size = { rows: stored.columns, columns: stored.rows };
  const stem = annotatedStem(path);
  const readAs = async (size: Size): Promise<ReadAnnotations> =>
    joinAnnotations([await readFileAnnotations(files, stem, size, ['fractured']), setAnnotations(sets, stem, size)]);
  const read = await readAs(stored);
  const orientation = mayBeTurned(read, stored) ? await readOrientation(join(folder, path)) : 1;
  if (orientation < 5) return { annotations: reconcile(read, stored), problems: read.problems, isTurned: false };
  const turned = await readAs(shown);
  return {
    annotations: turnAnnotations(reconcile(turned, shown), orientation, stored),
    problems: turned.problems,
    isTurned: true,
  };
}

/** True where a format says that rows and columns are the other way round, or where there are marks and none says a size. */
const mayBeTurned = ({ sizes, sources }: ReadAnnotations, { rows, columns }: Size): boolean =>
  sizes.length > 0
    ? rows !== columns && sizes.some((size) => size.rows === columns && size.columns === rows)
    : sources.some(({ marks }) => marks.length > 0);

/** All that the data set draws is a fracture, whatever a format calls it. */
const reconcile = ({ sources }: ReadAnnotations, size: Size): ReconciledAnnotations =>
  reconcileAnnotations(
    sources.map((source) => ({ ...source, marks: source.marks.map((mark) => ({ ...mark, className: 'fractured' })) })),
    size,
  );
