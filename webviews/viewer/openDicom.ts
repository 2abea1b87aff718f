import { readFileMeta } from '../../src/core/dicom/fileMeta';
import { type DicomFile, type ReadDicomOptions, readDicom } from '../../src/core/dicom/readDicom';
import { inflateRaw } from './inflateRaw';

/** More than this is no dataset that was deflated, but something made to fill the memory. */
const mostInflated = 2 ** 30;

/** Reads what can be read of a file, deflated datasets included; throws `DicomError` where that is nothing. */
export async function openDicom(bytes: Uint8Array, options: ReadDicomOptions = {}): Promise<DicomFile> {
  const { syntax, datasetStart } = readFileMeta(bytes, { partial: true });
  if (!syntax.deflated) return readDicom(bytes, { ...options, partial: true });
  const body = await inflateRaw(bytes.subarray(datasetStart), mostInflated).catch(() => null);
  const inflate = (): Uint8Array => {
    if (body === null) throw new Error('damaged');
    return body;
  };
  return readDicom(bytes, { ...options, partial: true, inflate });
}
