import { type AttributeDictionary, makeAttributeDictionary } from '../../src/core/dicom/attributeDictionary';
import { type HeaderNode, headerNodes } from '../../src/core/dicom/headerNodes';
import type { ViewerFile } from '../../src/protocol/viewer';
import { openDicom } from './openDicom';

/** A file's elements as far as they could be read, and what went wrong; '' for nothing. */
export type Header = { readonly nodes: readonly HeaderNode[]; readonly problem: string };

/** Bytes that are read of a file at most: headers are shorter, but for the frames' own data of large files. */
const most = 32 * 2 ** 20;

let dictionary: AttributeDictionary | undefined;

/** Reads the header of a DICOM file; never rejects. */
export async function readHeader(file: ViewerFile): Promise<Header> {
  try {
    const opened = await openDicom(await firstBytes(file.uri));
    dictionary ??= makeAttributeDictionary();
    return { nodes: headerNodes(opened, dictionary), problem: opened.problem?.message ?? '' };
  } catch (error) {
    return { nodes: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

async function firstBytes(uri: string): Promise<Uint8Array> {
  const response = await fetch(uri);
  const reader = response.body?.getReader();
  if (!response.ok || reader === undefined) throw new Error('The file could not be read: it was moved or deleted.');
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < most) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  void reader.cancel();
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
