import type { ImageLabelState, LabelFacts } from '../label/imageLabelState';
import type { CategoryValue } from '../label/label';
import { isDrawn, type LabelDefinition } from '../label/protocol';
import { categoryWords } from './categoryWords';
import { compareText } from './compareText';
import type { GalleryColumn, GalleryTable, NumberColumn, TextColumn } from './galleryTable';
import type { ImageRow } from './imageRow';
import type { Part } from './split';

/** What one reader's label file says of an image. */
export type GalleryLabel = LabelFacts & {
  readonly categories: Readonly<Record<string, CategoryValue>>;
};

/** What the table of a gallery is made from. */
export type GallerySources = {
  readonly rows: readonly ImageRow[];
  readonly extraColumns: readonly string[];
  /** What the protocol declares. */
  readonly definitions: readonly LabelDefinition[];
  /** The labels of every image that has any. */
  readonly labels: ReadonlyMap<string, readonly GalleryLabel[]>;
  /** The states of images over their readers. */
  readonly states: ReadonlyMap<string, ImageLabelState>;
  /** The part of every patient; null without a split. */
  readonly split: ReadonlyMap<string, Part> | null;
  /** Images whose file's place on this machine is known. */
  readonly here: ReadonlySet<string>;
  /** Changes when the content of an image does. */
  readonly contents: string;
  readonly notes: readonly string[];
};

/** Makes the table of a gallery; rows keep their order. */
export function makeGalleryTable(sources: GallerySources): GalleryTable {
  const { rows, split, contents, notes } = sources;
  const [image, patient, ...index] = indexColumns(sources);
  const parts = split === null ? [] : [oneText('part', 'Part', rows, (row) => split.get(row.patient) ?? '')];
  const taken = new Set(['category', 'label', 'reader', 'part', 'image', 'patient', ...index.map(({ name }) => name)]);
  const columns = [image, patient, ...labelColumns(sources, taken), ...parts, ...index].filter((column) => column !== undefined);
  return { n: rows.length, columns: columns.filter(isKnown), hasSplit: split !== null, contents, notes };
}

const needed: readonly string[] = ['image', 'patient', 'label', 'file'];

const isKnown = (column: GalleryColumn): boolean =>
  needed.includes(column.name) ||
  (column.kind === 'text' ? column.lists.some((list) => list.length > 0) : column.values.some((value) => value !== null));

/** Encodes the lists of all images; equal lists share one place. */
function textColumn(name: string, title: string, all: readonly (readonly string[])[]): TextColumn {
  const places = new Map<string, number>();
  const lists: (readonly string[])[] = [];
  const codes = all.map((list) => {
    const key = JSON.stringify(list);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, lists.length);
    return lists.push(list) - 1;
  });
  return { kind: 'text', name, title, lists, codes: lists.length === all.length ? null : codes };
}

type Rows = readonly ImageRow[];

function oneText(name: string, title: string, rows: Rows, text: (row: ImageRow) => string): TextColumn {
  const lists = rows.map((row) => (text(row) === '' ? [] : [text(row)]));
  return textColumn(name, title, lists);
}

function numbers(name: string, title: string, unit: string, rows: Rows, value: (row: ImageRow) => number | null): NumberColumn {
  return { kind: 'number', name, title, unit, values: rows.map(value) };
}

/** The columns of `images.csv` but for its hashes, and whether the file is on this machine. */
const indexColumns = ({ rows, extraColumns, here }: GallerySources): readonly GalleryColumn[] => [
  oneText('image', 'Image', rows, ({ image }) => image),
  oneText('patient', 'Patient', rows, ({ patient }) => patient),
  oneText('sex', 'Sex', rows, ({ sex }) => sex),
  numbers('age', 'Age', 'years', rows, ({ ageYears }) => ageYears),
  oneText('modality', 'Modality', rows, ({ modality }) => modality),
  oneText('body_part', 'Body part', rows, ({ bodyPart }) => bodyPart),
  oneText('view', 'View', rows, ({ view }) => view),
  oneText('laterality', 'Laterality', rows, ({ laterality }) => laterality),
  oneText('manufacturer', 'Manufacturer', rows, ({ manufacturer }) => manufacturer),
  oneText('model', 'Model', rows, ({ model }) => model),
  oneText('site', 'Site', rows, ({ site }) => site),
  numbers('rows', 'Rows', 'pixels', rows, (row) => row.rows),
  numbers('columns', 'Columns', 'pixels', rows, (row) => row.columns),
  numbers('frames', 'Frames', '', rows, ({ frames }) => frames),
  oneText('spacing_mm', 'Spacing in mm', rows, ({ spacingMm }) => spacingMm?.join('x') ?? ''),
  oneText('spacing_from', 'Spacing from', rows, ({ spacingFrom }) => spacingFrom),
  ...extraColumns.map((name) => oneText(name, name, rows, ({ extra }) => extra[name] ?? '')),
  oneText('study', 'Study', rows, ({ study }) => study),
  oneText('series', 'Series', rows, ({ series }) => series),
  oneText('file', 'File', rows, ({ image }) => (here.has(image) ? 'here' : 'not here')),
];

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(compareText);

type Said = readonly (readonly GalleryLabel[])[];

/** What the readers say: all categories in words, each label by its own name, the state of the labels, and whose they are. */
function labelColumns({ rows, definitions, labels, states }: GallerySources, taken: ReadonlySet<string>): readonly GalleryColumn[] {
  const said: Said = rows.map(({ image }) => labels.get(image) ?? []);
  const spoken = definitions.filter((definition) => !isDrawn(definition));
  const categories = spoken.filter(({ kind }) => kind === 'category');
  const wordsOf = ({ categories: values }: GalleryLabel) => categories.flatMap((label) => categoryWords(label, values[label.name]));
  const text = (name: string, title: string, of: (list: Said[number]) => readonly string[]) => textColumn(name, title, said.map(of));
  return [
    text('category', 'Category', (list) => distinct(list.flatMap(wordsOf))),
    ...spoken.map((label) => labelColumn(label, taken.has(label.name) ? `label_${label.name}` : label.name, said)),
    textColumn(
      'label',
      'Label',
      rows.map(({ image }, row) => stateTexts(said[row] ?? [], states.get(image))),
    ),
    text('reader', 'Reader', (list) => distinct(list.map(({ reader }) => reader))),
  ];
}

/** How far its readers are with an image, and what its state adds to that. */
function stateTexts(labels: Said[number], state: ImageLabelState | undefined): readonly string[] {
  if (labels.length === 0) return ['none'];
  const more = [...(state?.state === 'disagree' ? ['disagree'] : []), ...(state?.signedOff === true ? ['signed off'] : [])];
  return distinct([...labels.map(({ status }) => status), ...more]);
}

function labelColumn({ name, title, kind, unit = '' }: LabelDefinition, column: string, said: Said): GalleryColumn {
  const values = said.map((list) => list.flatMap(({ categories }) => categories[name] ?? []));
  if (kind === 'number') return { kind: 'number', name: column, title, unit, values: values.map(meanOf) };
  const lists = values.map((list) => distinct(list.map(String)));
  return textColumn(column, title, lists);
}

/** Where readers measured different numbers, their mean to four decimals. */
function meanOf(values: readonly unknown[]): number | null {
  const found = values.filter((value) => typeof value === 'number');
  if (found.length === 0) return null;
  return Math.round((10_000 * found.reduce((sum, value) => sum + value, 0)) / found.length) / 10_000;
}
