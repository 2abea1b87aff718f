import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import { type GallerySources, makeGalleryTable } from '../../../../src/core/dataset/makeGalleryTable';

/** A row of which only what a test is about needs saying. */
export const imageRow = (image: string, facts: Partial<ImageRow> = {}): ImageRow => ({
  image,
  patient: `P-${image}`,
  study: '',
  series: '',
  sha256: '',
  modality: '',
  bodyPart: '',
  view: '',
  laterality: '',
  rows: null,
  columns: null,
  frames: null,
  spacingMm: null,
  spacingFrom: '',
  sex: '',
  ageYears: null,
  site: '',
  manufacturer: '',
  model: '',
  extra: {},
  ...facts,
});

/** A gallery's table of rows without labels, split or files, unless told otherwise. */
export const tableOf = (rows: readonly ImageRow[], more: Partial<GallerySources> = {}) =>
  makeGalleryTable({
    rows,
    extraColumns: [],
    definitions: [],
    labels: new Map(),
    states: new Map(),
    split: null,
    here: new Set(),
    contents: '',
    notes: [],
    ...more,
  });
