import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readLocal } from './local';
import { readTextIfThere } from './readText';

/**
 * The project's key for pseudonyms, 32 bytes: from the file that `key` in local.yaml names, else `.radsteps/key`. Makes it when it is missing
 * and the project has no images yet; else throws UserError saying how to get the team's key, because another key would give every patient another name.
 */
export async function readProjectKey(root: string): Promise<Uint8Array> {
  const { key } = await readLocal(root);
  const file = key === undefined ? join(root, layout.key) : isAbsolute(key) ? key : join(root, dirname(layout.local), key);
  const found = await readKeyFile(file, key ?? layout.key);
  if (found !== null) return found;
  if (key !== undefined) throw new UserError(`${key}, the key file that ${layout.local} names, is missing: put the project's key there.`);
  if (await hasImages(root))
    throw new UserError(
      `${layout.key} is missing, but ${layout.images} already names patients by it: copy the key from a colleague who has it, by your team's safe way, to ${layout.key}, or name its file as "key" in ${layout.local}.`,
    );
  return (await makeProjectKey(file)) ?? (await readProjectKey(root));
}

/** Writes a new key, readable by its owner only; null when somebody else has just made one. */
export async function makeProjectKey(file: string): Promise<Uint8Array | null> {
  const key = randomBytes(32);
  await mkdir(dirname(file), { recursive: true });
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${key.toString('hex')}\n`);
      await handle.sync();
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
  return new Uint8Array(key);
}

async function readKeyFile(file: string, shown: string): Promise<Uint8Array | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UserError(`${shown} can't be read (${error instanceof Error && 'code' in error ? error.code : error}).`);
  }
  if (!/^[0-9a-f]{64}\s*$/i.test(text))
    throw new UserError(`${shown} is not a project's key (64 hex digits): get it again from your team.`);
  return new Uint8Array(Buffer.from(text.trim(), 'hex'));
}

/** True where the index has a row below its head. */
async function hasImages(root: string): Promise<boolean> {
  const text = await readTextIfThere(root, layout.images);
  return text?.trim().includes('\n') ?? false;
}
