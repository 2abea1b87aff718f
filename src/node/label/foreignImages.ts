import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { parseCoco } from '../../core/label/formats/coco';
import type { ForeignImage } from '../../core/label/formats/foreignMark';
import { parseVocFile } from '../../core/label/formats/voc';
import { parseYoloMarks } from '../../core/label/formats/yolo';
import { UserError } from '../../core/userError';
import type { ImageIndex } from './imageIndex';
import { readYoloNames } from './yoloNames';

/** What the COCO file, or the PASCAL VOC or YOLO files of a folder, say of images; throws UserError where the source is none of the format. */
export async function foreignImages(
  format: 'coco' | 'voc' | 'yolo' | 'yolo-seg',
  source: string,
  index: ImageIndex,
): Promise<readonly ForeignImage[]> {
  const isFolder = (await stat(source).catch(() => null))?.isDirectory();
  if (isFolder === undefined) throw new UserError(`There is no file or folder ${source}.`);
  if (format === 'coco') {
    if (isFolder) throw new UserError(`${source} is a folder: name the COCO file itself, such as annotations.json.`);
    return parseCoco(await readFile(source, 'utf8'), source);
  }
  return format === 'voc' ? vocImages(source, isFolder) : yoloImages(source, isFolder, index);
}

/** The files of a folder and below with an ending, sorted; the source itself where it is a file. */
async function filesOf(source: string, isFolder: boolean, extension: string): Promise<readonly string[]> {
  if (!isFolder) return [source];
  const names = await readdir(source, { recursive: true });
  const files = names.filter((name) => name.toLowerCase().endsWith(extension)).toSorted(compareText);
  if (files.length === 0) throw new UserError(`${source} holds no file that ends in ${extension}.`);
  return files.map((name) => join(source, name));
}

async function vocImages(source: string, isFolder: boolean): Promise<readonly ForeignImage[]> {
  const images: ForeignImage[] = [];
  for (const file of await filesOf(source, isFolder, '.xml')) {
    const parsed = parseVocFile(await readFile(file, 'utf8'));
    if (parsed === null && !isFolder) throw new UserError(`${source} is no PASCAL VOC file: it has no <annotation>.`);
    // The file's own name is what tools keep in step with the image; <filename> is often left over from a copy.
    if (parsed === null) images.push({ file: basename(file), size: null, marks: [], problems: ['its file is no PASCAL VOC file'] });
    else images.push({ ...parsed, file: basename(file) });
  }
  return images;
}

async function yoloImages(source: string, isFolder: boolean, { find, rows }: ImageIndex): Promise<readonly ForeignImage[]> {
  const classes = await readYoloNames(isFolder ? source : dirname(source));
  const images: ForeignImage[] = [];
  for (const file of await filesOf(source, isFolder, '.txt')) {
    if (/^(classes|labels?|obj\.names|train|val|test|readme)\.txt$/i.test(basename(file))) continue;
    const match = find(basename(file));
    const row = 'found' in match ? rows.get(match.found) : undefined;
    const image = { file: basename(file), size: null };
    if (row?.rows === null || row?.columns === null)
      images.push({ ...image, marks: [], problems: ['the index does not know its size, and its numbers are shares of it'] });
    else {
      const size = { rows: row?.rows ?? 1, columns: row?.columns ?? 1 };
      const read = parseYoloMarks(await readFile(file, 'utf8'), size, classes);
      const problems = [...new Set(read.filter((mark) => typeof mark === 'string'))];
      images.push({ ...image, marks: read.filter((mark) => typeof mark !== 'string'), problems });
    }
  }
  return images;
}
