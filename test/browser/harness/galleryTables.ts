import type { GalleryTable } from '../../../src/core/dataset/galleryTable';
import type { ImageRow } from '../../../src/core/dataset/imageRow';
import { type GalleryLabel, makeGalleryTable } from '../../../src/core/dataset/makeGalleryTable';
import type { Part } from '../../../src/core/dataset/split';
import { imageLabelState } from '../../../src/core/label/imageLabelState';
import type { LabelDefinition } from '../../../src/core/label/protocol';

/** A pseudorandom number in 0..1 that is the same every time. */
const wobble = (index: number): number => Math.abs(Math.sin(index * 12.9898) * 43758.5453) % 1;
const pick = <T>(list: readonly T[], index: number): T => list[Math.floor(wobble(index) * list.length)] as T;
const hex = (index: number, digits: number): string =>
  Array.from({ length: digits }, (_, at) => Math.floor(wobble(index * 31 + at) * 16).toString(16)).join('');

const definitions: readonly LabelDefinition[] = [
  { name: 'fracture', title: 'Fracture visible', kind: 'category', values: ['no', 'yes'] },
  { name: 'bone_age', title: 'Bone age', kind: 'number', unit: 'months' },
];

const imageName = (index: number): string => `img-${index.toString(16).padStart(5, '0')}${hex(index, 5)}`;

function row(index: number): ImageRow {
  const patient = Math.floor(index / 2);
  return {
    image: imageName(index),
    patient: `P-${hex(patient + 7, 10)}`,
    study: `study-${hex(index + 3, 16)}`,
    series: `series-${hex(index + 5, 16)}`,
    sha256: '',
    modality: pick(['DX', 'CR', 'CR'], index),
    bodyPart: pick(['HAND', 'WRIST'], patient),
    view: pick(['AP', 'LATERAL', 'PA'], index),
    laterality: pick(['L', 'R'], index + 1),
    rows: 1500 + Math.floor(wobble(index) * 900),
    columns: 1000 + Math.floor(wobble(index + 2) * 900),
    frames: 1,
    spacingMm: [0.139, 0.139],
    spacingFrom: 'ImagerPixelSpacing',
    sex: pick(['F', 'M', 'F', 'M', 'O', ''] as const, patient),
    ageYears: index % 37 === 0 ? null : Math.floor(wobble(patient + 11) * 18),
    site: `site-${hex(patient % 3, 6)}`,
    manufacturer: pick(['Agfa', 'Philips', 'Siemens', 'GE, Inc.', 'Canon', 'Fuji', 'Konica', 'Carestream', 'Shimadzu', 'Samsung'], patient),
    model: pick(['M1', 'M2'], patient),
    extra: {},
  };
}

function labelsOf(index: number): readonly GalleryLabel[] {
  if (index % 5 === 0) return [];
  const categories = { fracture: wobble(index) < 0.3 ? 'yes' : 'no', bone_age: Math.round(wobble(index + 11) * 216) };
  const signedOff = index % 11 === 1 ? { signedOff: { by: 'zoe', at: '2026-03-01T10:00:00Z' } } : {};
  const status = index % 3 === 0 ? 'draft' : 'final';
  const first: GalleryLabel = { reader: 'ada', status, categories, ...(status === 'final' ? signedOff : {}) };
  return index % 7 === 0 ? [first, { reader: 'ben', status: 'final', categories: { fracture: 'no' } }] : [first];
}

/** A made-up dataset of `n` images, two a patient, with labels by up to two readers, and a split unless told otherwise. */
export function galleryTableOf(n: number, { withSplit = true } = {}): GalleryTable {
  const rows = Array.from({ length: n }, (_, index) => row(index));
  const split = new Map(rows.map(({ patient }, index) => [patient, pick<Part>(['train', 'train', 'train', 'tuning', 'test'], index)]));
  const labels = new Map(rows.map(({ image }, index) => [image, labelsOf(index)] as const).filter(([, list]) => list.length > 0));
  const differ = (list: readonly GalleryLabel[]): readonly string[] =>
    list.length > 1 && list.every(({ status }) => status === 'final') ? ['Fracture visible: ada yes, ben no'] : [];
  return makeGalleryTable({
    rows,
    extraColumns: [],
    definitions,
    labels,
    states: new Map([...labels].map(([image, list]) => [image, imageLabelState(list, differ(list))])),
    split: withSplit ? split : null,
    here: new Set(rows.filter((_, index) => index % 50 !== 3).map(({ image }) => image)),
    contents: '',
    notes: [],
  });
}
