import { basename, join } from 'node:path';
import { parseTable } from '../../core/dataset/table';
import type { Size } from '../../core/image/resize';
import { parseCoco } from '../../core/label/formats/coco';
import type { ForeignImage } from '../../core/label/formats/foreignMark';
import { parseVgg } from '../../core/label/formats/vgg';
import { UserError } from '../../core/userError';
import { type AnnotationFiles, annotatedStem } from './annotationFiles';
import { joinAnnotations, type ReadAnnotations, sourceOf } from './fileAnnotations';
import type { LabelProblem } from './importedLabels';
import { readTableText } from './readTableText';

/** What FracAtlas says in files of many images, by the image's stem in lower case, and what was wrong with those files. */
export type FracAtlasSets = {
  readonly coco: ReadonlyMap<string, ForeignImage>;
  readonly vgg: ReadonlyMap<string, ForeignImage>;
  /** The published split of the fractured films: train, valid or test. */
  readonly parts: ReadonlyMap<string, string>;
  readonly problems: readonly LabelProblem[];
  /** Their paths, absolute. */
  readonly files: readonly string[];
};

/** Reads COCO's and VGG's document and the published split, each where it is there and can be read. */
export async function fracAtlasSets(folder: string, { paths }: AnnotationFiles): Promise<FracAtlasSets> {
  const problems: LabelProblem[] = [];
  const documents: string[] = [];
  const document = async (wanted: RegExp, parse: typeof parseCoco): Promise<ReadonlyMap<string, ForeignImage>> => {
    const path = paths.find((name) => wanted.test(name));
    if (path === undefined) return new Map();
    const file = join(folder, path);
    documents.push(file);
    try {
      const images = parse(await readTableText(file), 'it');
      // One of two entries of an image is as good as the other; the first one counts.
      return new Map(images.toReversed().map((image) => [annotatedStem(image.file), image]));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push({ file, text: error.message.replaceAll(file, 'it').replace(/\.$/, '') });
      return new Map();
    }
  };
  const splits = paths.filter((name) => /(^|\/)[^/]*split[^/]*\/(train|valid|test)\.csv$/i.test(name)).map((path) => join(folder, path));
  return {
    coco: await document(/(^|\/)[^/]*coco[^/]*\.json$/i, parseCoco),
    vgg: await document(/(^|\/)[^/]*vgg[^/]*\.json$/i, parseVgg),
    parts: await readParts(splits, problems),
    problems,
    files: [...documents, ...splits],
  };
}

/** Only fractured films are in it, so that a result on its test part says nothing about false alarms. */
async function readParts(files: readonly string[], problems: LabelProblem[]): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<string, string>();
  for (const file of files) {
    const part = basename(file).slice(0, -'.csv'.length).toLowerCase();
    try {
      for (const { line, cells } of parseTable('it', await readTableText(file), ['image_id'], { ragged: true }).rows) {
        const stem = annotatedStem(cells.image_id ?? '');
        const other = parts.get(stem) ?? part;
        if (other !== part) problems.push({ file, text: `row ${line}: its image is in the part ${other}, too, which was taken` });
        else parts.set(stem, part);
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push({ file, text: error.message.replace(/\.$/, '') });
    }
  }
  return parts;
}

/** What COCO and VGG say of one image; VGG draws outlines only. */
export function setAnnotations({ coco, vgg }: FracAtlasSets, stem: string, size: Size): ReadAnnotations {
  const formats = [
    { format: 'COCO', hasBoxes: true, found: coco.get(stem) },
    { format: 'VGG', hasBoxes: false, found: vgg.get(stem) },
  ];
  return joinAnnotations(
    formats.flatMap(({ format, hasBoxes, found }) => (found === undefined ? [] : [sourceOf(format, hasBoxes, found, size)])),
  );
}
