import { realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Document } from 'yaml';
import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import { writeBeside } from '../files/writeBeside';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { suggestedReader } from './readerName';
import { readTextIfThere } from './readText';

/** This machine's settings of a project (`.radsteps/local.yaml`). */
export type Local = {
  /** Absolute path of the folder for images, outside the repository. */
  readonly dataRoot: string;
  /** Absolute path of every imported folder, by a short name. */
  readonly roots: Readonly<Record<string, string>>;
  /** Short name of who labels here. */
  readonly reader: string;
  /** Absolute path of the key, where it is not `.radsteps/key`. */
  readonly key?: string;
  /** Gigabytes (10^9 bytes) that the image cache may take; 20 where it is left out. */
  readonly cacheGB?: number;
  /** Reads blind here, also where the protocol does not ask for it. */
  readonly blind?: boolean;
  /** The run whose predicted categories are shown as proposals. */
  readonly proposals?: string;
};

/** The folder for images where none is named: beside the project, or beside the repository that holds it, so that git never looks into it. */
export function defaultDataRoot(root: string, repository: Repository | null): string {
  const top = repository?.root ?? resolve(root);
  return join(`${top}-data`, relative(top, resolve(root)));
}

/** Reads this machine's settings; in a fresh clone, which has none, the defaults. Throws UserError when the file is invalid. */
export async function readLocal(root: string): Promise<Local> {
  const text = await readTextIfThere(root, layout.local);
  if (text === null) return { dataRoot: await cloneDataRoot(root), roots: {}, reader: await suggestedReader(root) };
  const local = parseYaml<Omit<Local, 'roots'> & { readonly roots?: Local['roots'] }>(layout.local, text, 'local');
  return { ...local, roots: local.roots ?? {} };
}

async function cloneDataRoot(root: string): Promise<string> {
  const found = await findRepository(root);
  return isRepository(found) ? defaultDataRoot(await realpath(root), found) : defaultDataRoot(root, null);
}

/** Writes this machine's settings; the folder `.radsteps` is made when missing. */
export async function writeLocal(root: string, local: Local): Promise<void> {
  const document = new Document(local);
  document.commentBefore = " This machine's settings; git ignores this file.";
  await writeBeside(join(root, layout.local), document.toString({ lineWidth: 0 }));
}
