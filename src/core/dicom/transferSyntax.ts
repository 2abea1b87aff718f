/** How the elements of a dataset are written. */
export type Encoding = { readonly littleEndian: boolean; readonly explicitVr: boolean };

/** A transfer syntax as a value; `codec` is '' where pixels are not compressed, else its name for people. */
export type TransferSyntax = Encoding & {
  readonly uid: string;
  readonly encapsulated: boolean;
  readonly deflated: boolean;
  readonly codec: string;
};

export const implicitLittle: TransferSyntax = native('1.2.840.10008.1.2', { explicitVr: false });
export const explicitLittle: TransferSyntax = native('1.2.840.10008.1.2.1', {});
export const explicitBig: TransferSyntax = native('1.2.840.10008.1.2.2', { littleEndian: false });
export const deflatedExplicitLittle: TransferSyntax = native('1.2.840.10008.1.2.1.99', { deflated: true });

function native(uid: string, change: Partial<TransferSyntax>): TransferSyntax {
  return { uid, littleEndian: true, explicitVr: true, encapsulated: false, deflated: false, codec: '', ...change };
}

const natives = [implicitLittle, explicitLittle, explicitBig, deflatedExplicitLittle];

/** PS3.6 Annex A; the ranges of MPEG and HEVC are told by prefix. */
const codecs: readonly (readonly [string, string])[] = [
  ['1.2.840.10008.1.2.5', 'RLE'],
  ['1.2.840.10008.1.2.1.98', 'encapsulated uncompressed'],
  ['1.2.840.10008.1.2.8.1', 'deflate'],
  ['1.2.840.10008.1.2.4.50', 'JPEG'],
  ['1.2.840.10008.1.2.4.51', 'JPEG (extended)'],
  ['1.2.840.10008.1.2.4.57', 'JPEG (lossless)'],
  ['1.2.840.10008.1.2.4.70', 'JPEG (lossless)'],
  ['1.2.840.10008.1.2.4.80', 'JPEG-LS'],
  ['1.2.840.10008.1.2.4.81', 'JPEG-LS'],
  ['1.2.840.10008.1.2.4.90', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.91', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.92', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.93', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.100', 'MPEG-2'],
  ['1.2.840.10008.1.2.4.101', 'MPEG-2'],
  ['1.2.840.10008.1.2.4.102', 'MPEG-4'],
  ['1.2.840.10008.1.2.4.103', 'MPEG-4'],
  ['1.2.840.10008.1.2.4.104', 'MPEG-4'],
  ['1.2.840.10008.1.2.4.105', 'MPEG-4'],
  ['1.2.840.10008.1.2.4.106', 'MPEG-4'],
  ['1.2.840.10008.1.2.4.107', 'HEVC'],
  ['1.2.840.10008.1.2.4.108', 'HEVC'],
  ['1.2.840.10008.1.2.4.110', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.111', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.112', 'JPEG XL'],
  ['1.2.840.10008.1.2.4.201', 'high-throughput JPEG 2000'],
  ['1.2.840.10008.1.2.4.202', 'high-throughput JPEG 2000'],
  ['1.2.840.10008.1.2.4.203', 'high-throughput JPEG 2000'],
];

/** The transfer syntax of a UID; unknown ones are taken as encapsulated explicit little endian, which PS3.5 A.4 demands of all compressed ones. */
export function transferSyntaxOf(uid: string): TransferSyntax {
  const known = natives.find((syntax) => syntax.uid === uid);
  if (known !== undefined) return known;
  const codec = codecs.find(([code]) => code === uid)?.[1] ?? (uid.startsWith('1.2.840.10008.1.2.4.') ? 'JPEG (retired kind)' : 'unknown');
  return native(uid, { encapsulated: true, codec });
}
