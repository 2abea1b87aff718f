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
import { type DocumentTools, type Taken, takeSegmentation } from './takeSegmentation';

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
  const reading: Reading = { kinds, tools: { find, sources: await openSources(root), rows: index.rows, protocol }, seen: new Set() };
  const found: Found[] = [];
  const problems: string[] = [];
  const others = new Map<string, number>();
  for (const [place, file] of files.entries()) {
    report({ phase: 'Reading DICOM', done: place, total: files.length });
    const taken = await takeFile(file, `${place}`, reading);
    if (taken === null) continue;
    if ('other' in taken) others.set(taken.other, (others.get(taken.other) ?? 0) + 1);
    else {
      found.push(...taken.found);
      const subject = files.length === 1 ? 'The file' : `File ${place + 1} of the source (by name)`;
      problems.push(...taken.problems.map((problem) => `${subject}: ${problem}.`));
    }
  }
  if (found.length + problems.length === 0)
    throw new UserError(`${source} holds no DICOM ${kinds.map((kind) => kindNames[kind]).join(' or ')}.`);
  problems.push(...[...others].map(([what, count]) => `${count} DICOM files are ${what}, and were left out.`));
  return { images: foundImages(found), problems };
}

type Reading = { readonly kinds: readonly DocumentKind[]; readonly tools: DocumentTools; readonly seen: Set<string> };

/** Null for what is no DICOM, `other` for what DICOM files of another kind are. */
async function takeFile(file: string, name: string, { kinds, tools, seen }: Reading): Promise<Taken | { readonly other: string } | null> {
  try {
    const dicom = await readDocument(file);
    if (dicom === null) return null;
    const kind = kindOf(dicom);
    if (kind === null) return { other: 'neither segmentations nor structured reports' };
    if (!kinds.includes(kind)) return { other: `${kindNames[kind]}s (--format ${kind})` };
    const uid = readString(dicom.dataset, 'SOPInstanceUID');
    if (seen.has(uid)) return { found: [], problems: ['it is a copy of an earlier one'] };
    seen.add(uid);
    return await (kind === 'seg' ? takeSegmentation : takeReport)(dicom, name, tools);
  } catch (error) {
    if (error instanceof DicomError) return { found: [], problems: [`it is damaged (${error.kind}), and was left out`] };
    throw error;
  }
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
