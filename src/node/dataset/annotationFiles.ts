import { walkFolder } from './walkFolder';

/** The annotation files under a data set's folder: absolute paths by the stem (in lower case) of the image that they are of. */
export type AnnotationFiles = {
  readonly yolo: ReadonlyMap<string, string>;
  readonly voc: ReadonlyMap<string, string>;
  readonly supervisely: ReadonlyMap<string, string>;
  /** Paths from the folder of all files, for those that are of many images. */
  readonly paths: readonly string[];
};

/** Finds them wherever they lie: published archives unpack into other folders than the ones that people make. The first of two with one stem counts. */
export async function findAnnotationFiles(folder: string): Promise<AnnotationFiles> {
  const { files } = await walkFolder(folder, '', new AbortController().signal);
  const byStem = (wanted: RegExp, place: RegExp): ReadonlyMap<string, string> => {
    const found = new Map<string, string>();
    for (const { path, file } of files) {
      const stem = annotatedStem(path);
      if (wanted.test(path) && place.test(path.slice(0, path.lastIndexOf('/') + 1)) && !found.has(stem)) found.set(stem, file);
    }
    return found;
  };
  return {
    yolo: byStem(/\.txt$/i, /yolo|labels/i),
    voc: byStem(/\.xml$/i, /voc|xml|ann/i),
    supervisely: byStem(/\.json$/i, /supervisely|ann/i),
    paths: files.map(({ path }) => path),
  };
}

/** The stem of the image that an image's or an annotation's path is of, in lower case: "ann/a.png.json" and "images/A.png" are of "a". */
export const annotatedStem = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.(txt|xml|json)$/, '')
    .replace(/\.(png|jpe?g)$/, '');
