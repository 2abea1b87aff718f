import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Where one image lies in a pack: byte offset of its 16-bit values. */
export type PackEntry = { readonly sha256: string; readonly offset: number };

const magic = 'RSPACK01';
const headBytes = 20;
const entryBytes = 36;

/** The bytes of a pack: a head and a table, both with checksums, then the images one after another. */
export function encodePack(images: readonly { readonly sha256: string; readonly pixels: Uint16Array }[], values: number): Buffer {
  const table = Buffer.alloc(images.length * entryBytes);
  const payloads = images.map(({ pixels }) => Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength));
  for (const [index, { sha256 }] of images.entries()) {
    table.write(sha256, index * entryBytes, 32, 'hex');
    table.writeUInt32LE(crc32(payloads[index] ?? ''), index * entryBytes + 32);
  }
  const head = Buffer.alloc(headBytes);
  head.write(magic, 0, 'latin1');
  head.writeUInt32LE(images.length, 8);
  head.writeUInt32LE(values, 12);
  head.writeUInt32LE(crc32(table), 16);
  return Buffer.concat([head, table, ...payloads]);
}

/** A name for a pack's file that depends on its content only. */
export const packName = (pack: Buffer): string => `${createHash('sha256').update(pack).digest('hex').slice(0, 32)}.pack`;

/** Opens a pack and checks every byte of it; null when it is damaged or of another size. */
export async function openPack(path: string, values: number): Promise<{ file: FileHandle; entries: readonly PackEntry[] } | null> {
  const file = await open(path, 'r');
  const entries = await checkedEntries(file, values).catch(() => null);
  if (entries === null) await file.close();
  return entries && { file, entries };
}

async function checkedEntries(file: FileHandle, values: number): Promise<readonly PackEntry[] | null> {
  const head = await readBytes(file, 0, headBytes);
  const count = head.readUInt32LE(8);
  const { size } = await file.stat();
  const payload = values * 2;
  const fits = head.toString('latin1', 0, 8) === magic && head.readUInt32LE(12) === values;
  if (!fits || size !== headBytes + count * (entryBytes + payload)) return null;
  const table = await readBytes(file, headBytes, count * entryBytes);
  if (crc32(table) !== head.readUInt32LE(16)) return null;
  const entries: PackEntry[] = [];
  for (let index = 0; index < count; index++) {
    const at = index * entryBytes;
    const offset = headBytes + count * entryBytes + index * payload;
    if (crc32(await readBytes(file, offset, payload)) !== table.readUInt32LE(at + 32)) return null;
    entries.push({ sha256: table.toString('hex', at, at + 32), offset });
  }
  return entries;
}

async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, offset);
  if (bytesRead !== length) throw new Error('The file ends too early.');
  return bytes;
}
