import { DicomError } from '../dicom/dicomError';
import type { TransferSyntax } from '../dicom/transferSyntax';
import { decodeDeflated, decodePlain, decodeRuns } from './decodeNative';
import type { Decoder } from './decoderOutput';
import { decodeHtj2k, decodeJ2k, decodeJpegFrame, decodeJpegLs } from './decodeStreams';

const prefix = '1.2.840.10008.1.2.';

/** Decoders by the end of the transfer syntax's UID (PS3.6 annex A). */
const decoders: Readonly<Record<string, Decoder>> = {
  '1.98': decodePlain,
  '8.1': decodeDeflated,
  '5': decodeRuns,
  // Baseline, extended, and the retired spectral selection and full progression, all without hierarchy and with Huffman codes.
  '4.50': decodeJpegFrame,
  '4.51': decodeJpegFrame,
  '4.53': decodeJpegFrame,
  '4.55': decodeJpegFrame,
  '4.57': decodeJpegFrame,
  '4.70': decodeJpegFrame,
  '4.80': decodeJpegLs,
  '4.81': decodeJpegLs,
  '4.90': decodeJ2k,
  '4.91': decodeJ2k,
  '4.201': decodeHtj2k,
  '4.202': decodeHtj2k,
  '4.203': decodeHtj2k,
};

/** The decoder of encapsulated pixel data; throws `DicomError` `unsupported` with a sentence where there is none. */
export function decoderOf({ uid, codec }: TransferSyntax): Decoder {
  const decoder = uid.startsWith(prefix) ? decoders[uid.slice(prefix.length)] : undefined;
  if (decoder !== undefined) return decoder;
  if (/MPEG|HEVC/.test(codec)) throw new DicomError('unsupported', `This is a video (${codec}), which RadSteps can't show`);
  const kind = codec === 'unknown' ? 'in a way that RadSteps does not know' : `as ${codec}, which RadSteps can't decode`;
  throw new DicomError('unsupported', `The pixels are compressed ${kind}`);
}
