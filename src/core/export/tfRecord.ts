import { concatBytes } from '../network/protobuf';
import { crc32c } from './crc32c';

/** CRC-32C turned and moved, as TensorFlow's record files keep it, so that a file of checksums has no telling checksum itself. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** One record of a TFRecord file: length (64 bits, little-endian), its checksum, the data, their checksum. */
export function tfRecord(data: Uint8Array): Uint8Array {
  const head = new Uint8Array(12);
  const view = new DataView(head.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(head.subarray(0, 8)), true);
  const tail = new Uint8Array(4);
  new DataView(tail.buffer).setUint32(0, maskedCrc(data), true);
  return concatBytes([head, data, tail]);
}
