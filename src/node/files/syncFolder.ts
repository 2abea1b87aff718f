import { open } from 'node:fs/promises';

/** Makes a folder's entries (a rename, a new file) safe from the loss of power, where the system can. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  // Windows opens no folders, and some network disks don't flush them.
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
