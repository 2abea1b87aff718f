import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelTypes } from '../../core/network/modelTypes';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';

/** Writes the types of the own network's functions into `.radsteps/`, for the editor, unless they are there already. */
export async function writeModelTypes(root: string): Promise<void> {
  const file = join(root, layout.modelTypes);
  const text = modelTypes();
  const old = await readFile(file, 'utf8').catch(() => '');
  if (old !== text) await writeBeside(file, text);
}
