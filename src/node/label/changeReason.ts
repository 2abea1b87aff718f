import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonFile } from '../../core/project/layout';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

/** Keeps why a final label is being changed, until the change is in git: it outlives a window that closes. */
export const keepReason = (root: string, reader: string, image: string, reason: string): Promise<void> =>
  writeBeside(join(root, reasonFile(reader, image)), `${reason.trim()}\n`);

/** Why a final label is being changed; null where it is not. */
export async function readReason(root: string, reader: string, image: string): Promise<string | null> {
  const text = (await readIfThere(join(root, reasonFile(reader, image))))?.trim() ?? '';
  return text === '' ? null : text;
}

/** The change is in git. */
export const dropReason = (root: string, reader: string, image: string): Promise<void> =>
  rm(join(root, reasonFile(reader, image)), { force: true });
