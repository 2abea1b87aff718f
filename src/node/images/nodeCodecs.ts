import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import { type CodecName, type Codecs, codecFiles } from '../../core/image/codecs';

const inflate = promisify(inflateRaw);

/** The codecs for Node: beside the bundle in `codecs/`, else in node_modules where the source runs as it is. */
export const nodeCodecs: Codecs = {
  readWasm: async (name) => new Uint8Array(await readFile(wasmFile(name))),
  inflate: async (bytes, limit) => inflate(bytes, { maxOutputLength: limit }),
};

const packages: Readonly<Record<CodecName, string>> = {
  charls: '@cornerstonejs/codec-charls/decodewasm',
  openjpeg: '@cornerstonejs/codec-openjpeg/decodewasm',
  openjph: '@cornerstonejs/codec-openjph/wasm',
};

function wasmFile(name: CodecName): string {
  const bundled = join(__dirname, 'codecs', codecFiles[name]);
  return existsSync(bundled) ? bundled : createRequire(__filename).resolve(packages[name]);
}
