import { readFile } from 'node:fs/promises';
import { DicomError } from '../../core/dicom/dicomError';
import { looksLikeDicom } from '../../core/dicom/fileMeta';
import { type DicomFile, readDicom } from '../../core/dicom/readDicom';
import { readString } from '../../core/dicom/value';
import type { ForeignImage } from '../../core/label/formats/foreignMark';
import { segmentationClasses } from '../../core/label/formats/readSeg';
import type { Protocol } from '../../core/label/protocol';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { inflateDataset } from '../images/inflateDataset';
import { type Found, foundImages } from './foundImages';
import type { ImageIndex } from './imageIndex';
import { openInstances } from './instanceIndex';
import { sourceFiles } from './sourceFiles';
import { openSources } from './sourceImages';
import { takeReport } from './takeReport';
import { takeSegmentation } from './takeSegmentation';

export type DocumentKind = 'seg' | 'sr';

/** What DICOM files say of images, and sentences on those that can't be taken. */
export type ForeignDocuments = { readonly images: readonly ForeignImage[]; readonly problems: readonly string[] };

/**
 * Reads the segmentations and measurement reports among the DICOM files of a folder, or one file; several of the same image are put together. Throws
 * UserError where there is none.
 */
export async function foreignDocuments(
  root: string,
  source: string,
  kinds: readonly DocumentKind[],
  protocol: Protocol,
  index: ImageIndex,
  report: ReportProgress,
): Promise<ForeignDocuments> {
  const files = await sourceFiles(source);
  const find = await openInstances(root, new Set(index.rows.keys()));
  const tools = { find, sources: await openSources(root), rows: index.rows, protocol };
  const found: Found[] = [];
  const problems: string[] = [];
  const others = new Map<string, number>();
  const seen = new Set<string>();
  let taken = 0;
  for (const [place, file] of files.entries()) {
    report({ phase: 'Reading DICOM', done: place, total: files.length });
    const say = (what: string): void =>
      void problems.push(`${files.length === 1 ? 'The file' : `File ${place + 1} of the source (by name)`}: ${what}.`);
    try {
      const dicom = await readDocument(file);
      if (dicom === null) continue;
      const kind = kindOf(dicom);
      const uid = readString(dicom.dataset, 'SOPInstanceUID');
      if (kind === null || !kinds.includes(kind)) {
        const what =
          kind === null
            ? 'neither segmentations nor structured reports'
            : kind === 'seg'
              ? 'segmentations (--format seg)'
              : 'structured reports (--format sr)';
        others.set(what, (others.get(what) ?? 0) + 1);
      } else if (seen.has(uid)) say('it is a copy of an earlier one');
      else {
        seen.add(uid);
        taken += 1;
        const read = await (kind === 'seg' ? takeSegmentation : takeReport)(dicom, `${place}`, tools);
        found.push(...read.found);
        for (const problem of read.problems) say(problem);
      }
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
      taken += 1;
      say(`it is damaged (${error.kind}), and was left out`);
    }
  }
  if (taken === 0) throw new UserError(`${source} holds no DICOM ${kinds.map((kind) => kindNames[kind]).join(' or ')}.`);
  problems.push(...[...others].map(([what, count]) => `${count} DICOM files are ${what}, and were left out.`));
  return { images: foundImages(found), problems };
}

const kindNames: Readonly<Record<DocumentKind, string>> = { seg: 'segmentation', sr: 'structured report' };

const kindOf = ({ dataset }: DicomFile): DocumentKind | null => {
  const sopClass = readString(dataset, 'SOPClassUID');
  if (segmentationClasses.includes(sopClass)) return 'seg';
  return readString(dataset, 'Modality') === 'SR' ? 'sr' : null;
};

/** Null for what is no DICOM. */
async function readDocument(file: string): Promise<DicomFile | null> {
  const bytes = new Uint8Array(await readFile(file));
  return looksLikeDicom(bytes) ? readDicom(bytes, { inflate: inflateDataset }) : null;
}
