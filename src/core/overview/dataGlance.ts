import { type Chart, countColumn } from '../dataset/galleryCounts';
import { columnOf, type GalleryTable } from '../dataset/galleryTable';
import { hasNoPatientIdentity, type ImageRow } from '../dataset/imageRow';
import type { Part } from '../dataset/split';
import { countWords, type StateCounts } from '../label/stateCounts';

/** Images and patients of one part; '' is what no part has yet. */
export type PartGlance = { readonly part: Part | ''; readonly images: number; readonly patients: number };

/** The data at a glance. */
export type DataGlance = {
  readonly images: number;
  /** Null where the source names no patients. */
  readonly patients: number | null;
  /** Null where the source names no studies. */
  readonly studies: number | null;
  /** None without a split. */
  readonly parts: readonly PartGlance[];
  /** "12 final, 3 draft"; '' without images. */
  readonly labels: string;
  /** Images whose labels are final, as a share of all. */
  readonly labelled: number;
  readonly charts: readonly Chart[];
  /** Sentences about what could not be read. */
  readonly notes: readonly string[];
};

/** What the glance is made from. */
export type DataSources = {
  readonly rows: readonly Pick<ImageRow, 'patient' | 'study'>[];
  readonly split: ReadonlyMap<string, Part> | null;
  readonly states: StateCounts;
  readonly table: GalleryTable;
};

/** Columns of the index that are shown where something is known, after what the labels say. */
const shown = ['sex', 'age', 'body_part', 'view', 'manufacturer', 'site'];
/** Columns of numbers that say nothing of a patient. */
const sizes = ['rows', 'columns', 'frames'];

/** Makes the data's glance. */
export function dataGlance({ rows, split, states, table }: DataSources): DataGlance {
  const studies = new Set(rows.map(({ study }) => study).filter((study) => study !== ''));
  return {
    images: rows.length,
    patients: rows.some(hasNoPatientIdentity) ? null : distinctPatients(rows),
    studies: studies.size === 0 ? null : studies.size,
    parts: split === null ? [] : partsOf(rows, split),
    labels: countWords(states),
    labelled: rows.length === 0 ? 0 : states.final / rows.length,
    charts: glanceCharts(table),
    notes: table.notes,
  };
}

const distinctPatients = (rows: DataSources['rows']): number => new Set(rows.map(({ patient }) => patient)).size;

function partsOf(rows: DataSources['rows'], split: ReadonlyMap<string, Part>): readonly PartGlance[] {
  const parts = (['train', 'tuning', 'test', ''] as const).map((part) => {
    const own = rows.filter(({ patient }) => (split.get(patient) ?? '') === part);
    return { part, images: own.length, patients: distinctPatients(own) };
  });
  return parts.filter(({ part, images }) => part !== '' || images > 0);
}

/** A chart of each column that tells something: the classes, the measured numbers, and who and what is in the images. */
function glanceCharts(table: GalleryTable): readonly Chart[] {
  const numbers = table.columns.filter(({ kind, name }) => kind === 'number' && !sizes.includes(name) && !shown.includes(name));
  const names = ['category', ...numbers.map(({ name }) => name), ...shown];
  const all = Uint32Array.from({ length: table.n }, (_, index) => index);
  const charts = names.flatMap((name) => {
    const column = columnOf(table, name);
    return column === undefined ? [] : [countColumn(column, all, [])];
  });
  return charts.filter(({ bars }) => bars.some(({ n }) => n > 0));
}
