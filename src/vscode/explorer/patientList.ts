import type { ImageRow } from '../../core/dataset/imageRow';

/** An image of the project in the tree. */
export type ImageEntry = { readonly image: string; readonly words: string };

/** A patient, by pseudonym, with the images of the project. */
export type PatientEntry = { readonly patient: string; readonly images: readonly ImageEntry[] };

type Row = Pick<ImageRow, 'image' | 'patient' | 'modality' | 'bodyPart' | 'view' | 'laterality' | 'frames'>;

/** The patients of an index with their images, in the index's order. */
export function patientList(rows: readonly Row[]): readonly PatientEntry[] {
  const patients = new Map<string, ImageEntry[]>();
  for (const row of rows) {
    const images = patients.get(row.patient) ?? [];
    images.push({ image: row.image, words: wordsOf(row) });
    patients.set(row.patient, images);
  }
  return [...patients].map(([patient, images]) => ({ patient, images }));
}

function wordsOf({ modality, bodyPart, view, laterality, frames }: Row): string {
  const count = frames !== null && frames > 1 ? `${frames} frames` : '';
  return [modality, bodyPart.toLowerCase(), view, laterality, count].filter((word) => word !== '').join(' ');
}
