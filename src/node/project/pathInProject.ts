import { relative } from 'node:path';
import { UserError } from '../../core/userError';
import { isInside } from './projectPlace';

/** A file's path from the project's root, with forward slashes; both absolute. Throws UserError where it lies outside. */
export function pathInProject(root: string, file: string): string {
  if (!isInside(file, root)) throw new UserError(`${file} does not lie in the project ${root}.`);
  return relative(root, file).replaceAll('\\', '/');
}
