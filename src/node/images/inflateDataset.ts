import { inflateRawSync } from 'node:zlib';

/** What a deflated dataset may grow to, so that a small hostile file can't fill the memory. */
const largestDataset = 2 ** 30;

/** Inflates a deflated dataset (raw deflate, PS3.5 A.5); throws where it is damaged or larger than 1 GiB. */
export const inflateDataset = (bytes: Uint8Array): Uint8Array => inflateRawSync(bytes, { maxOutputLength: largestDataset });
