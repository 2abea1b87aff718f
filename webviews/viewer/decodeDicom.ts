import type { DicomFile } from '../../src/core/dicom/readDicom';
import type { Codecs } from '../../src/core/image/codecs';
import { decodeFrame } from '../../src/core/image/decodeFrame';
import { openPixels, type PixelSource } from '../../src/core/image/pixelSource';
import { readFrameMeaning } from '../../src/core/image/readFrameMeaning';
import { readFrameFacts } from '../../src/core/viewer/readFrameFacts';
import type { DecodeReply } from './decodeProtocol';
import { openDicom } from './openDicom';

/** A file whose frames are decoded one by one. */
export type OpenedFile = {
  /** A file of one frame need not be kept. */
  readonly frames: number;
  readonly decode: (frame: number) => Promise<DecodeReply>;
};

/** Opens a DICOM file; throws what keeps it from being read at all. */
export async function decodeDicom(bytes: ArrayBuffer, codecs: Codecs): Promise<OpenedFile> {
  const file = await openDicom(new Uint8Array(bytes));
  const source = opened(file);
  const frames = typeof source === 'string' ? 1 : source.layout.frames;
  return { frames, decode: (frame) => decodeOne(file, source, frame, codecs, frames > 1) };
}

/** Why there are no pixels is said where the picture would be: the header can be read all the same. */
function opened(file: DicomFile): PixelSource | string {
  try {
    return openPixels(file);
  } catch (error) {
    // Where the file breaks off before its pixels, that is why there are none.
    return sentence(file.problem ?? error);
  }
}

async function decodeOne(file: DicomFile, source: PixelSource | string, at: number, codecs: Codecs, kept: boolean): Promise<DecodeReply> {
  const facts = readFrameFacts(file.dataset, at);
  if (typeof source === 'string') return { kept, picture: null, failure: source, facts };
  try {
    const frame = await decodeFrame(source, at, codecs);
    return { kept, picture: { frame, meaning: readFrameMeaning(file, source.layout, at), facts, note: '' } };
  } catch (error) {
    return { kept, picture: null, failure: sentence(error), facts };
  }
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
