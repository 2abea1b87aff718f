import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { labelFile, layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';

/** Where a label belongs: its project's root folder, its reader and its image. */
export type LabelPlace = { readonly root: string; readonly reader: string; readonly image: string };

/** What the path of a label file says; throws UserError where it lies in no project's labels. */
export function labelPlaceOf(file: string): LabelPlace {
  const [image, reader, root] = [basename(file, '.json'), basename(dirname(file)), join(dirname(file), '..', '..', '..')];
  const isLabel = relative(root, file).split(sep).join('/') === labelFile(reader, image) && existsSync(join(root, layout.project));
  if (!isLabel) throw new UserError('This file is no label of a RadSteps project: labels lie in 3-data/labels/<reader>/<image>.json.');
  return { root, reader, image };
}
