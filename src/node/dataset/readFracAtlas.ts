import { basename, join } from 'node:path';
import { labelOfFilm } from '../../core/dataset/fracAtlasFilm';
import { gatherRows } from '../../core/dataset/gatherRows';
import { type LabelTableRow, readLabelTable } from '../../core/dataset/labelTable';
import { drawnLabels, withClassName } from '../../core/dataset/layoutMarks';
import { isDrawn, type LabelDefinition, type Protocol } from '../../core/label/protocol';
import { type AnnotationFiles, annotatedStem, findAnnotationFiles } from './annotationFiles';
import { annotationNotes, type TakenAnnotations, undrawnNotes } from './annotationNotes';
import { filmAnnotations } from './filmAnnotations';
import { type FracAtlasSets, fracAtlasSets } from './fracAtlasSets';
import type { ImportedLabel, ImportedLabels } from './importedLabels';
import { mapBounded } from './mapBounded';
import type { LayoutImage, LayoutInput } from './publicLayout';
import { readTableText } from './readTableText';
import { rowsByImage } from './rowsByImage';

/** Categories from FracAtlas' table as the protocol declares them (without a table: fractured or not, from the folder), boxes and outlines from its annotations. */
export async function readFracAtlas({ folder, tables, protocol, find, images }: LayoutInput): Promise<ImportedLabels> {
  const table = tables.find((file) => /^dataset.*\.csv$/i.test(basename(file)));
  const files = await findAnnotationFiles(folder);
  const sets = await fracAtlasSets(folder, files);
  const known = withFracAtlasColumns(protocol);
  const text = table === undefined ? tableOfFolders(images) : await readTableText(table);
  const listed = readLabelTable(table === undefined ? 'Its list' : basename(table), text, known, { needsLabels: false });
  const { rows, problems } = rowsByImage(listed, find);
  const hasOutlines = sets.coco.size + sets.vgg.size > 0;
  const hasAnnotations = hasOutlines || files.yolo.size + files.voc.size > 0;
  const context: Context = { folder, files, sets, protocol: known, hasAnnotations, hasOutlines };
  const films = [...rows].flatMap(([image, row]) => {
    const about = images.get(image);
    return about === undefined ? [] : [{ image, row, about }];
  });
  const results = await mapBounded(films, (film) => readFilm(film, context), undefined, waitingForTheDisk);
  const ofRows = results.flatMap(({ film: { row }, problems: own }) => own.map((problem) => `row ${row.line}: ${problem}`));
  const ofFilms = results.flatMap(({ film, problems: own }) =>
    own.map((problem) => ({ file: join(folder, film.about.path), text: problem })),
  );
  const inTable = table === undefined ? [] : gatherRows([...problems, ...ofRows]).map((sentence) => ({ file: table, text: sentence }));
  return {
    byImage: new Map(results.map(({ film: { image }, label }) => [image, label])),
    problems: [...(table === undefined ? ofFilms : inTable), ...sets.problems],
    files: sets.files,
    notes: [
      ...missingNotes(table, sets, files),
      ...(hasAnnotations ? annotationNotes(results.map(({ taken }) => taken)) : undrawnNotes(protocol)),
      ...outlineNotes(known, hasOutlines),
    ],
  };
}

type Context = {
  readonly folder: string;
  readonly files: AnnotationFiles;
  readonly sets: FracAtlasSets;
  readonly protocol: Protocol;
  readonly hasAnnotations: boolean;
  readonly hasOutlines: boolean;
};

type Film = { readonly image: string; readonly row: LabelTableRow; readonly about: LayoutImage };

type ReadFilm = {
  readonly film: Film;
  readonly label: ImportedLabel;
  readonly problems: readonly string[];
  readonly taken: TakenAnnotations;
};

async function readFilm(film: Film, { folder, files, sets, protocol, hasAnnotations, hasOutlines }: Context): Promise<ReadFilm> {
  const { row, about } = film;
  const { path } = about;
  const { annotations, problems: unread, isTurned } = await filmAnnotations(folder, files, sets, about);
  const part = sets.parts.get(annotatedStem(path)) ?? '';
  const { label, problems } = labelOfFilm({ path, row, annotations, hasAnnotations, hasOutlines, part }, protocol);
  return {
    film,
    label,
    problems: [...unread, ...annotations.problems, ...problems],
    taken: { annotations, status: label.status, isTurned },
  };
}

/** Files read together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

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

function missingNotes(table: string | undefined, sets: FracAtlasSets, files: AnnotationFiles): readonly string[] {
  const lacks = [
    ...(table === undefined ? ['dataset.csv (fractured or not is told from the folders)'] : []),
    ...(files.yolo.size > 0 ? [] : ['YOLO']),
    ...(files.voc.size > 0 ? [] : ['PASCAL VOC']),
    ...(sets.coco.size > 0 ? [] : ['COCO JSON (outlines)']),
    ...(sets.vgg.size > 0 ? [] : ['VGG JSON (outlines)']),
  ];
  return lacks.length === 0 ? [] : [`The folder lacks a part of what is published, or it can't be read: ${lacks.join(', ')}.`];
}

const outlineNotes = (protocol: Protocol, hasOutlines: boolean): readonly string[] =>
  hasOutlines || drawnLabels('fractured', protocol).region === null
    ? []
    : [
        'No outlines are known of these films, though the protocol draws them: train none on them, since each film would count as one that shows nothing.',
      ];
