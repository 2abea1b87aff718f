import { looksLikeDicom } from '../../core/dicom/fileMeta';

export type ImageKind = 'dicom' | 'png' | 'jpeg';

const signatures: readonly (readonly [ImageKind, readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpeg', [0xff, 0xd8, 0xff]],
];

/** What a file is by its first bytes (a few hundred are enough for all but rare bare datasets), whatever its name; null for anything else. */
export function imageKind(bytes: Uint8Array): ImageKind | null {
  const picture = signatures.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte));
  return picture?.[0] ?? (looksLikeDicom(bytes) ? 'dicom' : null);
}
