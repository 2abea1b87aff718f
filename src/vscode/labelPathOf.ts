import { relative, sep } from 'node:path';
import { layout } from '../core/project/layout';
import { UserError } from '../core/userError';

const pattern = new RegExp(`^${layout.labels}/([^/]+)/([^/]+)\\.json$`);

/** A label file of a project by its path: the path from the project, its reader and its image; null where it is none. */
export function labelPathOf(root: string, file: string): { readonly path: string; readonly reader: string; readonly image: string } | null {
  const path = relative(root, file).split(sep).join('/');
  const [, reader, image] = pattern.exec(path) ?? [];
  return reader === undefined || image === undefined ? null : { path, reader, image };
}

/** The path of a label file from its project; throws UserError where the file is no label of it. */
export function requireLabelPath(root: string, file: string): string {
  const found = labelPathOf(root, file);
  if (found === null) throw new UserError('This file is no label: labels are the files 3-data/labels/<reader>/<image>.json.');
  return found.path;
}
