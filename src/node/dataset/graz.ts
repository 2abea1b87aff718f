import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gatherRows } from '../../core/dataset/gatherRows';
import { grazFlags, placeOfGrazName } from '../../core/dataset/grazFilm';
import { takesColumn, withBlankAsNo } from '../../core/dataset/labelColumns';
import { type LabelTable, readLabelTable } from '../../core/dataset/labelTable';
import { drawnLabels, withClassName } from '../../core/dataset/layoutMarks';
import type { Protocol } from '../../core/label/protocol';
import { annotatedStem, findAnnotationFiles } from './annotationFiles';
import { annotationNotes, undrawnNotes } from './annotationNotes';
import type { ImportedLabels, LabelProblem } from './importedLabels';
import { mapBounded } from './mapBounded';
import { nativeKey } from './nativeKey';
import type { LayoutInput, PublicLayout } from './publicLayout';
import { type GrazContext, type GrazFilm, grazContext, type ReadGrazFilm, readGrazFilm } from './readGrazFilm';
import { readTableText } from './readTableText';
import { type MatchedRows, rowsByImage } from './rowsByImage';

/** GRAZPEDWRI-DX as it is published: `dataset.csv`, `images_part1` to `4` (or one folder), and `folder_structure/{yolov5,pascalvoc,supervisely}`. */
export const graz: PublicLayout = {
  name: 'graz',
  title: 'GRAZPEDWRI-DX',
  needs: 'a table dataset.csv with the columns filestem and patient_id, or films with names like 0001_0123456789_01_WRI-L1_M014.png',
  find: findTables,
  missing: async () => 'neither',
  // Not what lies beside it of other data sets.
  isImage: (path) => /\.(png|jpe?g)$/i.test(path) && !/(^|\/)(patient\d+\/study\d|images\/(Non_)?fractured\/)/i.test(path),
  read,
};

/** The table in the folder or in one within it; none where only films have the data set's names. */
async function findTables(folder: string): Promise<readonly string[] | null> {
  const inner = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
  for (const home of [folder, ...inner])
    for (const name of (await readdir(home).catch(() => [])).filter((file) => /^dataset.*\.csv$/i.test(file)))
      if (await isGrazTable(join(home, name))) return [join(home, name)];
  for (const home of [folder, ...inner])
    if ((await readdir(home).catch(() => [])).some((name) => placeOfGrazName(name.replace(/\.(png|jpe?g)$/i, '')) !== null)) return [];
  return null;
}

async function isGrazTable(file: string): Promise<boolean> {
  const text = await readTableText(file).catch(() => '');
  const [header = ''] = text.split(/\r?\n/, 1);
  return /\bfilestem\b/i.test(header) && /\bpatient_id\b/i.test(header);
}

async function read({ folder, tables: [table], protocol, key, find, images }: LayoutInput): Promise<ImportedLabels> {
  const files = await findAnnotationFiles(folder);
  const known = withGrazColumns(protocol);
  const { rows, problems } = table === undefined ? noRows : rowsByImage(await readRows(table, known), find);
  const films = [...images].map(([image, about]): GrazFilm => ({ image, about, stem: annotatedStem(about.path), row: rows.get(image) }));
  const context = grazContext(files, known, nativeKey(key));
  const results = await mapBounded(films, (film) => readGrazFilm(film, context), undefined, waitingForTheDisk);
  const ofRows = results.flatMap(({ film: { row }, problems: own }) =>
    row === undefined ? [] : own.map((problem) => `row ${row.line}: ${problem}`),
  );
  const ofFilms = results.flatMap(({ film: { row, about }, problems: own }): readonly LabelProblem[] =>
    row === undefined ? own.map((text) => ({ file: join(folder, about.path), text })) : [],
  );
  return {
    byImage: new Map(results.map(({ film: { image }, label }) => [image, label])),
    problems: [...gatherRows([...problems, ...ofRows]).map((text) => ({ file: table ?? folder, text })), ...ofFilms],
    notes: grazNotes(table, context, results),
  };
}

/** Films read together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

const noRows: MatchedRows = { rows: new Map(), problems: [] };

/** The table's rows, in which nothing means no. */
async function readRows(table: string, protocol: Protocol): Promise<LabelTable> {
  const read = readLabelTable(basename(table), await readTableText(table), protocol, { needsLabels: false });
  return { ...read, rows: read.rows.map((row) => withBlankAsNo(row, protocol, grazFlags)) };
}

/** The protocol with the column and the class of GRAZPEDWRI-DX known for its labels about fractures. */
function withGrazColumns(protocol: Protocol): Protocol {
  const labels = protocol.labels.map((label) =>
    label.kind === 'category' && label.values?.length === 2 && /fractur/i.test(label.name)
      ? { ...label, columns: [...(label.columns ?? []), 'fracture_visible'] }
      : label,
  );
  return withClassName({ labels }, 'fracture', /fractur/i);
}

function grazNotes(
  table: string | undefined,
  { files, protocol, unknownClasses }: GrazContext,
  results: readonly ReadGrazFilm[],
): readonly string[] {
  const uncertain = results.filter(({ isUncertain }) => isUncertain).length;
  const untaken = ['metal', 'cast', 'osteopenia', 'ao_classification'].filter((column) => !takesColumn(protocol, column));
  const left = [...unknownClasses].toSorted(([, a], [, b]) => b - a).map(([name, count]) => `${name} (${count})`);
  const notes: readonly (readonly [boolean, string])[] = [
    [
      table === undefined,
      'There is no dataset.csv: patient, study, side and view are from the names of the films, and no categories are known.',
    ],
    [
      files.yolo.size + files.voc.size + files.supervisely.size === 0,
      'There are no annotations (yolov5, pascalvoc or supervisely): no boxes are known.',
    ],
    [uncertain > 0, `Of ${uncertain} films the table calls the diagnosis uncertain: their labels are drafts.`],
    [table !== undefined && untaken.length > 0, `No label of the protocol takes the columns ${untaken.join(', ')}.`],
    [
      drawnLabels('fracture', protocol).region !== null,
      'The data set has no outlines of fractures, though the protocol draws them: train none on these films, since each would count as one that shows nothing.',
    ],
    [left.length > 0, `The protocol draws none of these, and they were left out: ${left.join(', ')}.`],
  ];
  const taken = results.flatMap((result) => result.taken ?? []);
  return [
    ...notes.flatMap(([applies, note]) => (applies ? [note] : [])),
    ...(taken.length === 0 ? undrawnNotes(protocol) : annotationNotes(taken)),
  ];
}
