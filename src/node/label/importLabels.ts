import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { type FileMatch, indexFiles } from '../../core/dataset/fileIndex';
import type { ImageRow } from '../../core/dataset/imageRow';
import { readLabelTable } from '../../core/dataset/labelTable';
import { parseCoco } from '../../core/label/formats/coco';
import { adoptMarks, definitionOfClass, type ForeignImage } from '../../core/label/formats/foreignMark';
import type { LabelFormat } from '../../core/label/formats/labelFormat';
import { parseVocFile } from '../../core/label/formats/voc';
import { parseYoloMarks } from '../../core/label/formats/yolo';
import { isDrawn, type Protocol } from '../../core/label/protocol';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import type { ImportedLabel } from '../dataset/importedLabels';
import { readLocalFiles } from '../dataset/localFiles';
import { readImages, readLabels } from '../dataset/readDataset';
import { readTableText } from '../dataset/readTableText';
import { writeLabels } from '../dataset/writeLabels';
import { readProtocol } from '../project/readProtocol';
import { readYoloNames } from './yoloNames';

export type ImportOptions = { readonly format: LabelFormat; readonly source: string; readonly reader: string };

/** How many images got a label, and what could not be taken: sentences without names of files, which may tell who a patient is. */
export type ImportSummary = { readonly images: number; readonly problems: readonly string[] };

/**
 * Takes labels of a foreign format over as final labels of a reader; marks of an earlier import give way, those that somebody drew stay. Images are found
 * by their name in the index or by their file's; throws UserError where the source is none of the format.
 */
export async function importLabels(
  root: string,
  { format, source, reader }: ImportOptions,
  report: ReportProgress,
): Promise<ImportSummary> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(reader))
    throw new UserError(`The reader "${reader}" must be a short name of letters, digits, ".", "_" and "-".`);
  const protocol = await readProtocol(root);
  const index = await imageIndex(root);
  const { labels, problems } =
    format === 'csv' ? await fromTable(source, protocol, index) : fromMarks(await foreignImages(format, source, index), protocol, index);
  const { kept, free } = await keepDrafts(root, reader, labels);
  const drafts = kept === 0 ? [] : [`${kept} images have a draft by ${reader}, which was left as it is.`];
  return { images: await writeLabels(root, reader, free, report), problems: [...problems, ...drafts] };
}

type Labels = ReadonlyMap<string, ImportedLabel>;

/** A label that its reader has not finished (or whose merge has not been settled) must not become final by an import. */
async function keepDrafts(root: string, reader: string, labels: Labels): Promise<{ readonly kept: number; readonly free: Labels }> {
  const own = await readLabels(root, reader);
  const free = new Map([...labels].filter(([image]) => own.get(image)?.status !== 'draft'));
  return { kept: labels.size - free.size, free };
}

type ImageIndex = { readonly find: (file: string) => FileMatch<string>; readonly rows: ReadonlyMap<string, ImageRow> };

/** Images by their names and their files' names; a file that is no image's never matches by chance, for the whole path is compared as far as it goes. */
async function imageIndex(root: string): Promise<ImageIndex> {
  const rows = new Map((await readImages(root)).map((row) => [row.image, row]));
  const byName = indexFiles([...rows.keys()].map((image) => ({ path: image, target: image })));
  const files = [...(await readLocalFiles(root))].flatMap(([image, list]) => list.map(({ path }) => ({ path, target: image })));
  const byFile = indexFiles(files.filter(({ target }) => rows.has(target)));
  return {
    rows,
    find: (file) => {
      const stem = file.replace(/\.(txt|xml)$/i, '');
      const named = byName(stem.replace(/\.(png|jpe?g|dcm|bmp|tiff?)$/i, ''));
      return 'found' in named ? named : byFile(stem);
    },
  };
}

type Taken = { readonly labels: Labels; readonly problems: readonly string[] };

const nothingElse = { patient: '', sex: '', ageYears: null, bodyPart: '', view: '' } as const;

async function fromTable(source: string, protocol: Protocol, index: ImageIndex): Promise<Taken> {
  const labels = new Map<string, ImportedLabel>();
  const problems: string[] = [];
  for (const { line, file, categories, problems: own } of readLabelTable(source, await readTableText(source), protocol).rows) {
    problems.push(...own.map((problem) => `Row ${line}: ${problem}.`));
    const match = index.find(file);
    if (!('found' in match)) problems.push(`Row ${line}: ${whyNot(match)}.`);
    else if (labels.has(match.found)) problems.push(`Row ${line}: an earlier row is of the same image, and was taken.`);
    else labels.set(match.found, { ...nothingElse, categories, marks: null });
  }
  return { labels, problems };
}

const whyNot = (match: FileMatch<string>): string =>
  'ambiguous' in match ? 'its file name fits several images' : 'the project has no image of its file name';

function fromMarks(images: readonly ForeignImage[], protocol: Protocol, { find, rows }: ImageIndex): Taken {
  const labels = new Map<string, ImportedLabel>();
  const problems: string[] = [];
  let unknown = 0;
  for (const [place, { file, size, marks, problems: own }] of images.entries()) {
    const say = (what: string) => problems.push(`Image ${place + 1} of the source: ${what}.`);
    const match = find(file);
    const row = 'found' in match ? rows.get(match.found) : undefined;
    if (!('found' in match) || row === undefined) say(whyNot(match));
    else if (size !== null && row.rows !== null && (size.rows !== row.rows || size.columns !== row.columns))
      say(`it was annotated with ${size.columns} columns and ${size.rows} rows, but has ${row.columns} and ${row.rows}`);
    else if (labels.has(match.found)) say('an earlier one is of the same image, and was taken');
    else {
      const adopted = adoptMarks(marks, protocol);
      unknown += adopted.unknown;
      // With a mark missing, the label would say that there is nothing where there is something.
      for (const problem of [...own, ...adopted.problems]) say(`${problem}; the image was left out`);
      if (own.length + adopted.problems.length === 0) labels.set(match.found, { ...nothingElse, categories: {}, marks: adopted.marks });
    }
  }
  checkClasses(images, unknown, protocol);
  if (unknown > 0) problems.push(`${unknown} annotations are of classes that the protocol does not draw, and were left out.`);
  return { labels, problems };
}

/** Where not one class is known, the images would all be labelled as showing nothing. */
function checkClasses(images: readonly ForeignImage[], unknown: number, { labels }: Protocol): void {
  const total = images.reduce((sum, { marks }) => sum + marks.length, 0);
  if (unknown === 0 || images.some(({ marks }) => marks.some(({ className }) => definitionOfClass(className, { labels }) !== null))) return;
  const drawn = labels.filter(isDrawn).map(({ name }) => name);
  const classes = [...new Set(images.flatMap(({ marks }) => marks.map(({ className }) => className)))].slice(0, 5);
  throw new UserError(
    `None of the ${total} annotations (${classes.join(', ')}) is of a class that the protocol draws (${drawn.join(', ') || 'it draws nothing'}): add the classes' names to "columns" of a label in 3-data/protocol.md.`,
  );
}

async function foreignImages(format: LabelFormat, source: string, index: ImageIndex): Promise<readonly ForeignImage[]> {
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
