import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { clipBox, parseVoc, parseYolo, sameBoxes } from '../../core/dataset/boxAnnotation';
import { compareText } from '../../core/dataset/compareText';
import { readLabelTable } from '../../core/dataset/labelTable';
import type { Box } from '../../core/label/box';
import type { BoxMark } from '../../core/label/label';
import { isDrawn, type LabelDefinition, type Protocol } from '../../core/label/protocol';
import { type ImportedLabel, type ImportedLabels, type MatchedRow, matchRows } from './importedLabels';
import type { LayoutImage, LayoutInput, PublicLayout } from './publicLayout';
import { readIfThere } from './readIfThere';
import { readTableText } from './readTableText';

/** FracAtlas as it is published: `images/{Fractured,Non_fractured}`, `dataset*.csv`, and boxes in `Annotations`. */
export const fracAtlas: PublicLayout = {
  name: 'fracatlas',
  title: 'FracAtlas',
  needs: 'the folders images/Fractured and images/Non_fractured and a table dataset.csv',
  find: findTables,
  isImage: (path) => path.startsWith('images/'),
  read,
};

async function findTables(folder: string): Promise<readonly string[] | null> {
  const isFolder = async (path: string): Promise<boolean> => (await stat(join(folder, path)).catch(() => null))?.isDirectory() === true;
  if (!(await isFolder('images/Fractured')) || !(await isFolder('images/Non_fractured'))) return null;
  const tables = (await readdir(folder)).filter((name) => /^dataset.*\.csv$/i.test(name)).toSorted(compareText);
  const table = tables.find((name) => name.toLowerCase() === 'dataset.csv') ?? tables[0];
  return table === undefined ? null : [join(folder, table)];
}

/** Categories from the table as the protocol declares them, boxes from the annotations. */
async function read({ folder, tables: [table = ''], protocol, find, images }: LayoutInput): Promise<ImportedLabels> {
  const known = withFracAtlasColumns(protocol);
  const { matched, problems } = matchRows(readLabelTable(table, await readTableText(table), known, { needsLabels: false }), find);
  const boxLabel = known.labels.find(
    ({ kind, name, columns = [] }) => kind === 'box' && [name, ...columns].some((text) => /fractur/i.test(text)),
  );
  const byImage = new Map<string, ImportedLabel>();
  const found = [...problems];
  for (const match of matched) {
    const image = images.get(match.image);
    if (image === undefined || byImage.has(match.image)) continue;
    const read = await readBoxes(folder, image);
    const wrong = [...read.problems, ...contradictions(match, image.path, read.boxes.length)];
    found.push(...wrong.map((problem) => `row ${match.row.line}: ${problem}`));
    byImage.set(match.image, labelOf(match, image.path, boxLabel, read.boxes));
  }
  return { byImage, problems: found.map((text) => ({ file: table, text })) };
}

/** The protocol with the columns of FracAtlas' table known for its labels about fractures. */
function withFracAtlasColumns({ labels }: Protocol): Protocol {
  const withAlias = (label: LabelDefinition): LabelDefinition => {
    if (isDrawn(label) || !/fractur/i.test(label.name)) return label;
    return { ...label, columns: [...(label.columns ?? []), label.kind === 'category' ? 'fractured' : 'fracture_count'] };
  };
  return { labels: labels.map(withAlias) };
}

type ReadBoxes = { readonly boxes: readonly Box[]; readonly problems: readonly string[] };

/** The boxes of one image: YOLO's, which keep fractions of a pixel, else PASCAL VOC's; both are compared where both exist. */
async function readBoxes(folder: string, { path, facts }: LayoutImage): Promise<ReadBoxes> {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  const { rows, columns } = facts;
  if (rows === null || columns === null) return { boxes: [], problems: [] };
  const yoloText = await readIfThere(join(folder, 'Annotations', 'YOLO', `${stem}.txt`));
  const vocText = await readIfThere(join(folder, 'Annotations', 'PASCAL VOC', `${stem}.xml`));
  const yolo = yoloText === null ? null : parseYolo(yoloText, rows, columns);
  const voc = vocText === null ? null : parseVoc(vocText);
  const problems: string[] = [];
  if (yoloText !== null && yolo === null) problems.push('its YOLO annotation can not be read');
  if (vocText !== null && voc === null) problems.push('its PASCAL VOC annotation can not be read');
  if (yolo !== null && voc !== null && !sameBoxes(yolo, voc, 3))
    problems.push('its YOLO and PASCAL VOC boxes differ; those of YOLO were taken');
  const boxes = (yolo ?? voc ?? []).map((box) => clipBox(box, rows, columns));
  if (boxes.includes(null)) problems.push('a box lies outside the image or is empty, and was left out');
  return { boxes: boxes.filter((box) => box !== null), problems };
}

/** Where folder, table and boxes of an image disagree about a fracture. */
function contradictions({ row: { cells } }: MatchedRow, path: string, boxes: number): readonly string[] {
  const problems: string[] = [];
  if (disagrees(cells, path)) problems.push('the table and the folder disagree about a fracture; no label was taken');
  const count = Number(cells.fracture_count ?? Number.NaN);
  if (Number.isFinite(count) && count !== boxes) problems.push(`the table counts ${count} fractures, but there are ${boxes} boxes`);
  return problems;
}

const isSet = (text: string | undefined): boolean => /^(1|1\.0+|true|yes)$/i.test(text?.trim() ?? '');

const disagrees = (cells: Readonly<Record<string, string>>, path: string): boolean =>
  cells.fractured !== undefined && isSet(cells.fractured) !== /(^|\/)Fractured\//.test(path);

function labelOf({ row }: MatchedRow, path: string, boxLabel: LabelDefinition | undefined, boxes: readonly Box[]): ImportedLabel {
  const { cells } = row;
  const disagree = disagrees(cells, path);
  const set = (names: readonly string[]): string =>
    names
      .filter((name) => isSet(cells[name]))
      .join('+')
      .toUpperCase();
  const marks = boxes.map((box, index): BoxMark => ({ id: `import-${index + 1}`, kind: 'box', name: boxLabel?.name ?? '', ...box }));
  return {
    patient: '',
    study: '',
    laterality: '',
    sex: row.sex,
    ageYears: row.ageYears,
    bodyPart: set(['hand', 'leg', 'hip', 'shoulder']) || set(['mixed']),
    view: set(['frontal', 'lateral', 'oblique']),
    categories: disagree ? {} : row.categories,
    marks: disagree || boxLabel === undefined ? null : marks,
  };
}
