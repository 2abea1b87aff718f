import { join } from 'node:path';
import { parseSeriesTable } from '../../core/dataset/seriesTable';
import { DicomError } from '../../core/dicom/dicomError';
import { readSourceInstance, type SourceImage, type SourceInstance } from '../../core/label/formats/sourceImage';
import { layout } from '../../core/project/layout';
import { type LocalFile, readLocalFiles } from '../dataset/localFiles';
import { mapBounded } from '../dataset/mapBounded';
import { readIfThere } from '../dataset/readIfThere';
import { readFileStart } from '../images/readDicomStart';

/** Finds the files of images on this machine and reads what they say of themselves; the reason, as the end of a sentence, where an image has none to refer to. */
export type SourceReader = (image: string) => Promise<SourceImage | string>;

/** Opens the sources of a project's images. */
export async function openSources(root: string): Promise<SourceReader> {
  const files = await readLocalFiles(root);
  return async (image) => {
    const own = await inOrder(root, image, files.get(image) ?? []);
    if (own.length === 0) return 'its files are not on this machine';
    const read = await mapBounded(own, readOne);
    const instances = read.filter((entry) => typeof entry !== 'string');
    return read.find((entry) => typeof entry === 'string') ?? { image, instances };
  };
}

/** Files in the order of their series' list. */
async function inOrder(root: string, image: string, files: readonly LocalFile[]): Promise<readonly LocalFile[]> {
  if (files.length < 2) return files;
  const name = `${layout.series}/${image}.csv`;
  const text = await readIfThere(join(root, name));
  const order = new Map(text === null ? [] : parseSeriesTable(text, name).map(({ instance }, index) => [instance, index]));
  const place = ({ instance }: LocalFile): number => order.get(instance) ?? order.size;
  return files.toSorted((a, b) => place(a) - place(b));
}

/** Why a picture has no source to refer to. */
export const noDicom = 'it is no DICOM file';

async function readOne({ file, instance }: LocalFile): Promise<SourceInstance | string> {
  try {
    const dicom = await readFileStart(file);
    if (dicom === null) return noDicom;
    return readSourceInstance(dicom.dataset, instance) ?? 'its file has no study, series or instance UID to refer to';
  } catch (error) {
    if (error instanceof DicomError) return 'its file is damaged';
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'its files are not on this machine'
      : 'its file can not be read';
  }
}
