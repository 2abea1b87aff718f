import type { FileMatch } from '../../core/dataset/fileIndex';
import type { RowIdentifiers } from '../../core/dataset/rowIdentifiers';
import { accessionKey, imageSource, visitKey } from '../../core/identity/pseudonym';
import type { FoundImage } from './foundFile';
import { nativeKey } from './nativeKey';

/** Finds a row's image by what DICOM files say of themselves, or says in words what did not fit. */
export type FindByIdentifiers = (row: RowIdentifiers) => FileMatch<string> & { readonly by: string };

/**
 * Finds images by SOPInstanceUID, else by accession number, else by PatientID with study date: the first of them that the row has and that fits.
 * All are compared as keyed hashes; an accession number or a visit that fits several images is ambiguous.
 */
export function identifierFinder(names: ReadonlyMap<FoundImage, string>, bytes: Uint8Array): FindByIdentifiers {
  const key = nativeKey(bytes);
  const sources = new Map<string, Set<string>>();
  const accessions = new Map<string, Set<string>>();
  const visits = new Map<string, Set<string>>();
  for (const [{ files }, image] of names)
    for (const { kind, source, accession, visit } of files) {
      if (kind === 'dicom') add(sources, source, image);
      if (accession !== '') add(accessions, accession, image);
      if (visit !== '') add(visits, visit, image);
    }
  return ({ instanceUid, accession, patientId, studyDate }) => {
    const tried: readonly (readonly [boolean, string, () => ReadonlySet<string> | undefined])[] = [
      [instanceUid !== '', 'SOPInstanceUID', () => sources.get(imageSource(key, instanceUid))],
      [accession !== '', 'accession number', () => accessions.get(accessionKey(key, accession))],
      [patientId !== '' && studyDate !== '', 'patient and study date', () => visits.get(visitKey(key, patientId, studyDate))],
    ];
    const possible = tried.filter(([applies]) => applies);
    for (const [, by, look] of possible) {
      const found = look();
      const [image] = found ?? [];
      if (found !== undefined && image !== undefined) return found.size === 1 ? { found: image, by } : { ambiguous: true, by };
    }
    return { missing: true, by: possible.map(([, by]) => by).join(', ') };
  };
}

function add(index: Map<string, Set<string>>, key: string, image: string): void {
  const images = index.get(key);
  if (images === undefined) index.set(key, new Set([image]));
  else images.add(image);
}
