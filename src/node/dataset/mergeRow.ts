import type { ImageRow } from '../../core/dataset/imageRow';
import type { FoundImage } from './foundFile';
import type { ImportedLabel } from './importedLabels';

export type RowSources = {
  readonly name: string;
  readonly patient: string;
  readonly sha256: string;
  readonly image: FoundImage;
  readonly label: ImportedLabel | undefined;
  readonly old: ImageRow | undefined;
};

/** An image's row: the table of labels first (it was given on purpose), then the file, then what an earlier import knew. */
export function mergeRow({ name, patient, sha256, image, label, old }: RowSources): ImageRow {
  const { facts, files } = image;
  const text = (...values: readonly (string | undefined)[]): string => values.find((value) => value !== undefined && value !== '') ?? '';
  const spacing = facts.spacingMm === null && old !== undefined ? old : facts;
  return {
    image: name,
    patient,
    study: text(label?.study, files[0].study, old?.study),
    series: text(files[0].series, old?.series),
    sha256,
    modality: text(facts.modality, old?.modality),
    bodyPart: text(label?.bodyPart, facts.bodyPart, old?.bodyPart),
    view: text(label?.view, facts.view, old?.view),
    laterality: text(label?.laterality, facts.laterality, old?.laterality),
    rows: facts.rows ?? old?.rows ?? null,
    columns: facts.columns ?? old?.columns ?? null,
    frames: facts.frames ?? old?.frames ?? null,
    spacingMm: spacing.spacingMm,
    spacingFrom: spacing.spacingFrom,
    sex: label?.sex || facts.sex || old?.sex || '',
    ageYears: label?.ageYears ?? facts.ageYears ?? old?.ageYears ?? null,
    site: text(facts.site, old?.site),
    manufacturer: text(label?.manufacturer, facts.manufacturer, old?.manufacturer),
    model: text(facts.model, old?.model),
    extra: { ...old?.extra, ...ageOrigin(image, label, old), ...label?.extra },
  };
}

/** Where an age was computed from dates, the column `age_from` says so; an age that has another origin since takes that back. */
function ageOrigin(image: FoundImage, label: ImportedLabel | undefined, old: ImageRow | undefined): ImageRow['extra'] {
  const isComputed = (label?.ageYears ?? null) === null && image.files[0].ageFrom === 'PatientBirthDate';
  if (isComputed) return { age_from: 'PatientBirthDate' };
  const isNew = (label?.ageYears ?? image.facts.ageYears) !== null;
  return isNew && old?.extra.age_from !== undefined ? { age_from: '' } : {};
}
