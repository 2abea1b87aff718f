import { readFileMeta } from '../../src/core/dicom/fileMeta';
import { type DicomFile, readDicom } from '../../src/core/dicom/readDicom';
import { inflateRaw } from './inflateRaw';

/** More than this is no dataset that was deflated, but something made to fill the memory. */
const mostInflated = 2 ** 30;

/** Reads a file up to its pixel data, deflated datasets included; throws `DicomError`. */
export async function openDicom(bytes: Uint8Array): Promise<DicomFile> {
  const { syntax, datasetStart } = readFileMeta(bytes);
  if (!syntax.deflated) return readDicom(bytes);
  const body = await inflateRaw(bytes.subarray(datasetStart), mostInflated).catch(() => null);
  return readDicom(bytes, {
    inflate: () => {
      if (body === null) throw new Error('damaged');
      return body;
    },
  });
}
