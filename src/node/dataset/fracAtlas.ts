import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { type FracAtlasFilm, labelOfFilm } from '../../core/dataset/fracAtlasFilm';
import { gatherRows } from '../../core/dataset/gatherRows';
import { readLabelTable } from '../../core/dataset/labelTable';
import { drawnLabels, withClassName } from '../../core/dataset/layoutMarks';
import { isDrawn, type LabelDefinition, type Protocol } from '../../core/label/protocol';
import { type AnnotationFiles, annotatedStem, findAnnotationFiles } from './annotationFiles';
import { annotationNotes, type TakenAnnotations, undrawnNotes } from './annotationNotes';
import { filmAnnotations } from './filmAnnotations';
import { type FracAtlasSets, fracAtlasSets } from './fracAtlasSets';
import type { ImportedLabel, ImportedLabels, LabelProblem } from './importedLabels';
import { mapBounded } from './mapBounded';
import type { LayoutInput, PublicLayout } from './publicLayout';
import { readTableText } from './readTableText';
import { rowsByImage } from './rowsByImage';

/** FracAtlas as it is published: `images/{Fractured,Non_fractured}`, `dataset*.csv`, and boxes and outlines in `Annotations`, in four formats. */
export const fracAtlas: PublicLayout = {
  name: 'fracatlas',
  title: 'FracAtlas',
  needs: 'the folders images/Fractured and images/Non_fractured (or one of them) and a table dataset.csv',
  find: findTables,
  missing: missingParts,
  isImage: (path) => /(^|\/)images\/(Fractured|Non_fractured)\//i.test(path),
  read,
};

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() === true;

/** The data set in a folder, or in a folder within it, as archives unpack; one of the two folders of films will do beside a table. */
async function findTables(folder: string): Promise<readonly string[] | null> {
  const inner = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const homes = [folder, ...inner.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))];
  for (const home of homes) {
    const films = await Promise.all(['Fractured', 'Non_fractured'].map((name) => isFolder(join(home, 'images', name))));
    const table = await tableOf(home);
    if (films.every(Boolean) || (films.some(Boolean) && table !== undefined))
      return [...(table === undefined ? [] : [table]), ...sets.map((path) => join(home, path))];
  }
  return null;
}

const sets: readonly string[] = [
  'Annotations/COCO JSON/COCO_fracture_masks.json',
  'Annotations/VGG JSON/VGG_fracture_masks.json',
  ...['train', 'valid', 'test'].map((part) => `Utilities/Fracture Split/${part}.csv`),
];

/** `dataset.csv`, or a part of it under a similar name. */
async function tableOf(home: string): Promise<string | undefined> {
  const tables = (await readdir(home).catch(() => [])).filter(isTable).toSorted(compareText);
  const table = tables.find((name) => name.toLowerCase() === 'dataset.csv') ?? tables[0];
  return table === undefined ? undefined : join(home, table);
}

const isTable = (file: string): boolean => /^dataset.*\.csv$/i.test(basename(file));

async function missingParts(folder: string): Promise<string> {
  const films = await Promise.all(['Fractured', 'Non_fractured'].map((name) => isFolder(join(folder, 'images', name))));
  const lacks = [
    ...(films[0] ? [] : ['no folder images/Fractured']),
    ...(films[1] ? [] : ['no folder images/Non_fractured']),
    ...((await tableOf(folder)) === undefined ? ['no dataset.csv'] : []),
  ];
  return lacks.join(', ');
}

/** Categories from the table as the protocol declares them (without a table: fractured or not, from the folder), boxes and outlines from the annotations. */
async function read({ folder, tables, protocol, find, images }: LayoutInput): Promise<ImportedLabels> {
  const table = tables.find(isTable);
  const files = await findAnnotationFiles(folder);
  const found = await fracAtlasSets(folder, files);
  const known = withFracAtlasColumns(protocol);
  const text = table === undefined ? tableOfFolders(images) : await readTableText(table);
  const read = readLabelTable(table === undefined ? 'Its list' : basename(table), text, known, { needsLabels: false });
  const { rows, problems } = rowsByImage(read, find);
  const byImage = new Map<string, ImportedLabel>();
  const rowProblems = [...problems];
  const own: LabelProblem[] = [];
  const taken: TakenAnnotations[] = [];
  const hasOutlines = found.coco.size + found.vgg.size > 0;
  const hasAnnotations = hasOutlines || files.yolo.size + files.voc.size > 0;
  await mapBounded(
    [...rows],
    async ([image, row]) => {
      const layoutImage = images.get(image);
      if (layoutImage === undefined) return;
      const { annotations, problems: unread, isTurned } = await filmAnnotations(folder, files, found, layoutImage);
      const { path } = layoutImage;
      const film: FracAtlasFilm = { path, row, annotations, hasAnnotations, hasOutlines, part: partOf(found, path) };
      const { label, problems: wrong } = labelOfFilm(film, known);
      byImage.set(image, label);
      taken.push({ annotations, status: label.status ?? 'final', isTurned });
      const all = [...unread, ...annotations.problems, ...wrong];
      if (table !== undefined) rowProblems.push(...all.map((problem) => `row ${row.line}: ${problem}`));
      else own.push(...all.map((problem) => ({ file: join(folder, path), text: problem })));
    },
    undefined,
    waitingForTheDisk,
  );
  const ofRows = gatherRows(rowProblems.toSorted(byRow)).map((sentence) => ({ file: table ?? folder, text: sentence }));
  return {
    byImage,
    problems: [...ofRows, ...own, ...found.problems],
    files: found.files,
    notes: [
      ...missingNotes(table, found, files),
      ...(hasAnnotations ? annotationNotes(taken) : undrawnNotes(protocol)),
      ...outlineNotes(known, hasOutlines),
    ],
  };
}

/** Files read together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

const lineOf = (problem: string): number => Number(/^row (\d+)/.exec(problem)?.[1] ?? 0);

const byRow = (a: string, b: string): number => lineOf(a) - lineOf(b);

const partOf = ({ parts }: FracAtlasSets, path: string): string => parts.get(annotatedStem(path)) ?? '';

/** The protocol with the columns and the class of FracAtlas known for its labels about fractures. */
function withFracAtlasColumns(protocol: Protocol): Protocol {
  const withAlias = (label: LabelDefinition): LabelDefinition => {
    if (isDrawn(label) || !/fractur/i.test(label.name)) return label;
    return { ...label, columns: [...(label.columns ?? []), label.kind === 'category' ? 'fractured' : 'fracture_count'] };
  };
  return withClassName({ labels: protocol.labels.map(withAlias) }, 'fractured', /fractur/i);
}

/** What the folders say, as a table. */
const tableOfFolders = (images: LayoutInput['images']): string =>
  ['image_id,fractured', ...[...images.values()].map(({ path }) => `${path},${/(^|\/)Fractured\//i.test(path) ? 1 : 0}`)].join('\n');

function missingNotes(table: string | undefined, found: FracAtlasSets, files: AnnotationFiles): readonly string[] {
  const lacks = [
    ...(table === undefined ? ['dataset.csv (fractured or not is told from the folders)'] : []),
    ...(files.yolo.size > 0 ? [] : ['YOLO']),
    ...(files.voc.size > 0 ? [] : ['PASCAL VOC']),
    ...(found.coco.size > 0 ? [] : ['COCO JSON (outlines)']),
    ...(found.vgg.size > 0 ? [] : ['VGG JSON (outlines)']),
  ];
  return lacks.length === 0 ? [] : [`The folder lacks a part of what is published, or it can't be read: ${lacks.join(', ')}.`];
}

const outlineNotes = (protocol: Protocol, hasOutlines: boolean): readonly string[] =>
  hasOutlines || drawnLabels('fractured', protocol).region === null
    ? []
    : [
        'No outlines are known of these films, though the protocol draws them: train none on them, since each film would count as one that shows nothing.',
      ];
