import type { ImageRow } from '../../core/dataset/imageRow';
import { pixelGroup } from '../../core/identity/pseudonym';
import type { FoundImage } from './foundFile';

/** A found image with its name, and the patient and the study that the table of labels gives ('' for none). */
export type PatientClaim = {
  readonly name: string;
  readonly image: FoundImage;
  readonly tablePatient: string;
  readonly tableStudy: string;
};

/**
 * The patient of every found image: the file's own, else the table's, else what an earlier import knew, else a group `px-`
 * that images of one study or with equal pixels share.
 */
export function assignPatients(claims: readonly PatientClaim[], rows: readonly ImageRow[], key: Uint8Array): ReadonlyMap<string, string> {
  const known = new Map(rows.map((row) => [row.image, row.patient]));
  const groupOfStudy = new Map(
    rows.filter(({ study, patient }) => study !== '' && patient.startsWith('px-')).map((row) => [row.study, row.patient]),
  );
  const groupOfPixels = new Map<string, string>();
  const patients = new Map<string, string>();
  for (const { name, image, tablePatient, tableStudy } of claims) {
    const { patient, pixelHash } = image.files[0];
    const study = tableStudy || image.files[0].study;
    const old = known.get(name) ?? '';
    const sure = patient || tablePatient || old;
    const group = sure || (groupOfStudy.get(study) ?? groupOfPixels.get(pixelHash) ?? pixelGroup(key, pixelHash || image.source));
    if (group.startsWith('px-')) {
      if (study !== '') groupOfStudy.set(study, group);
      if (pixelHash !== '') groupOfPixels.set(pixelHash, group);
    }
    patients.set(name, group);
  }
  return patients;
}
