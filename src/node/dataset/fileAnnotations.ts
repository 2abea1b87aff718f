import type { AnnotationSource } from '../../core/dataset/reconcileAnnotations';
import type { Size } from '../../core/image/resize';
import type { ForeignImage } from '../../core/label/formats/foreignMark';
import { parseSupervisely } from '../../core/label/formats/supervisely';
import { parseVocFile } from '../../core/label/formats/voc';
import { parseYoloMarks } from '../../core/label/formats/yolo';
import type { AnnotationFiles } from './annotationFiles';
import { readIfThere } from './readIfThere';

/** What the formats say of one image, and a sentence for each of them that could not be used. */
export type ReadAnnotations = {
  readonly sources: readonly AnnotationSource[];
  readonly problems: readonly string[];
  /** Sizes that formats say the image has. */
  readonly sizes: readonly Size[];
};

/** What several readings say together. */
export const joinAnnotations = (read: readonly ReadAnnotations[]): ReadAnnotations => ({
  sources: read.flatMap(({ sources }) => sources),
  problems: read.flatMap(({ problems }) => problems),
  sizes: read.flatMap(({ sizes }) => sizes),
});

/** Reads the YOLO, PASCAL VOC and Supervisely files of one image; `classes` are YOLO's in the order of their numbers. */
export async function readFileAnnotations(
  files: AnnotationFiles,
  stem: string,
  size: Size,
  classes: readonly string[],
): Promise<ReadAnnotations> {
  const formats: readonly Format[] = [
    { format: 'YOLO', file: files.yolo.get(stem), parse: (text) => parseYolo(text, size, classes) },
    { format: 'PASCAL VOC', file: files.voc.get(stem), parse: parseVocFile },
    { format: 'Supervisely', file: files.supervisely.get(stem), parse: parseSupervisely },
  ];
  return joinAnnotations(await Promise.all(formats.map((format) => readFormat(format, size))));
}

type Format = { readonly format: string; readonly file: string | undefined; readonly parse: (text: string) => ForeignImage | null };

async function readFormat({ format, file, parse }: Format, size: Size): Promise<ReadAnnotations> {
  const text = file === undefined ? null : await readIfThere(file).catch(() => undefined);
  return text === null ? { sources: [], problems: [], sizes: [] } : sourceOf(format, true, text === undefined ? null : parse(text), size);
}

/** A format's word on one image; refused where a part of it can't be read or where it was drawn on an image of another size. */
export function sourceOf(format: string, hasBoxes: boolean, found: ForeignImage | null, size: Size): ReadAnnotations {
  const sizes = found === null || found.size === null ? [] : [found.size];
  // With a mark missing, the image would show nothing where there is something.
  if (found === null || found.problems.length > 0) return { sources: [], problems: [`its ${format} annotation can not be read`], sizes };
  if (found.size !== null && (found.size.rows !== size.rows || found.size.columns !== size.columns))
    return { sources: [], problems: [`its ${format} annotation is of an image of another size, and was left out`], sizes };
  return { sources: [{ format, hasBoxes, marks: found.marks }], problems: [], sizes };
}

function parseYolo(text: string, size: Size, classes: readonly string[]): ForeignImage {
  const read = parseYoloMarks(text, size, classes);
  return {
    file: '',
    size: null,
    marks: read.filter((mark) => typeof mark !== 'string'),
    problems: read.filter((mark) => typeof mark === 'string'),
  };
}
