import { type AttributeDictionary, makeAttributeDictionary } from '../../src/core/dicom/attributeDictionary';
import { type HeaderNode, headerNodes } from '../../src/core/dicom/headerNodes';
import { isGzip } from '../../src/core/nifti/gatherNifti';
import { niftiHeaderBytes, readNiftiHeader } from '../../src/core/nifti/niftiHeader';
import type { ViewerFile, ViewerSession } from '../../src/protocol/viewer';
import { niftiNodes } from './niftiNodes';
import { openDicom } from './openDicom';

/** A file's elements as far as they could be read, and what went wrong; '' for nothing. */
export type Header = { readonly nodes: readonly HeaderNode[]; readonly problem: string };

/** Bytes that are read of a file at most: headers are shorter, but for the frames' own data of large files. */
const most = 32 * 2 ** 20;

let dictionary: AttributeDictionary | undefined;

/** Reads the header of a file; never rejects. */
export async function readHeader(kind: ViewerSession['kind'], file: ViewerFile): Promise<Header> {
  if (kind === 'picture') return { nodes: [], problem: 'A PNG or JPEG has no header that says anything of the patient or the picture.' };
  try {
    return await (kind === 'nifti' ? niftiHeader(file) : dicomHeader(file));
  } catch (error) {
    return { nodes: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

async function dicomHeader({ uri }: ViewerFile): Promise<Header> {
  const opened = await openDicom(await firstBytes((await responseOf(uri)).body, most));
  dictionary ??= makeAttributeDictionary();
  return { nodes: headerNodes(opened, dictionary), problem: opened.problem?.message ?? '' };
}

async function niftiHeader({ uri }: ViewerFile): Promise<Header> {
  const bytes = await firstBytes((await responseOf(uri)).body, niftiHeaderBytes);
  if (!isGzip(bytes)) return { nodes: niftiNodes(readNiftiHeader(bytes)), problem: '' };
  const whole = (await responseOf(uri)).body?.pipeThrough(new DecompressionStream('gzip')) ?? null;
  return { nodes: niftiNodes(readNiftiHeader(await firstBytes(whole, niftiHeaderBytes))), problem: '' };
}

async function responseOf(uri: string): Promise<Response> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error('The file could not be read: it was moved or deleted.');
  return response;
}

/** At least `enough` bytes where there are as many. */
async function firstBytes(stream: ReadableStream<Uint8Array> | null, enough: number): Promise<Uint8Array> {
  const reader = stream?.getReader();
  const chunks: Uint8Array[] = [];
  for (let size = 0; size < enough; ) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done || value === undefined) break;
    chunks.push(value);
    size += value.byteLength;
  }
  void reader?.cancel().catch(() => undefined);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}
