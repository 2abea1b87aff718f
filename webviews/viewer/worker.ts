import { type CodecName, type Codecs, codecFiles } from '../../src/core/image/codecs';
import { decodeDicom, type OpenedFile } from './decodeDicom';
import { decodeNifti } from './decodeNifti';
import { decodePicture } from './decodePicture';
import type { DecodeReply, DecodeRequest, FromWorker, ToWorker } from './decodeProtocol';
import { inflateRaw } from './inflateRaw';

/** What this worker needs of its own kind of `self`; the page's library does not know workers. */
type WorkerScope = {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker, transfer?: readonly Transferable[]): void;
};
const scope = self as unknown as WorkerScope;

type Asked = { readonly resolve: (bytes: Uint8Array<ArrayBuffer>) => void; readonly reject: (error: Error) => void };
const asked = new Map<CodecName, Asked>();
const codecs: Codecs = {
  // The page fetches it: a worker made of a blob can't reach the extension's files.
  readWasm: (codec) =>
    new Promise((resolve, reject) => {
      asked.set(codec, { resolve, reject });
      scope.postMessage({ codec });
    }),
  inflate: inflateRaw,
};

/** The one file of several frames that is kept. */
let kept: { readonly uri: string; readonly file: OpenedFile } | null = null;

const openers: Readonly<Record<DecodeRequest['kind'], (bytes: ArrayBuffer) => Promise<OpenedFile>>> = {
  dicom: (bytes) => decodeDicom(bytes, codecs),
  nifti: decodeNifti,
  picture: decodePicture,
};

async function open({ kind, uri, bytes }: DecodeRequest): Promise<OpenedFile | null> {
  if (bytes === null) return kept?.uri === uri ? kept.file : null;
  const file = await openers[kind](bytes);
  if (file.frames > 1) kept = { uri, file };
  return file;
}

async function decode(request: DecodeRequest): Promise<DecodeReply | null> {
  const file = await open(request);
  return file === null ? null : file.decode(request.frame);
}

/** The frame's memory goes to the page instead of being copied. */
function transferOf(reply: DecodeReply | null): readonly Transferable[] {
  if (reply === null || reply.picture === null) return [];
  const { frame, meaning } = reply.picture;
  const buffers = [frame.values, ...meaning.overlays.map(({ bits }) => bits)].map(({ buffer }) => buffer as ArrayBuffer);
  return [...new Set(buffers)];
}

async function answer(id: number, request: DecodeRequest): Promise<void> {
  try {
    const value = await decode(request);
    scope.postMessage({ id, value }, transferOf(value));
  } catch (error) {
    scope.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}

function hearCodec(codec: CodecName, bytes: ArrayBuffer | null, failure: string): void {
  if (bytes !== null) asked.get(codec)?.resolve(new Uint8Array(bytes));
  else asked.get(codec)?.reject(new Error(`The decoder ${codecFiles[codec]} could not be loaded: ${failure}`));
  asked.delete(codec);
}

scope.onmessage = ({ data }) => {
  if (data.name === 'codec') hearCodec(data.codec, data.bytes, data.failure);
  else void answer(data.id, data.value);
};
