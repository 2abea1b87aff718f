import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { looksLikeDicom } from '../../core/dicom/fileMeta';
import type { LabelFormat } from '../../core/label/formats/labelFormat';
import { UserError } from '../../core/userError';
import { readBytes, withOpenFile } from '../images/openFile';
import { sourceFiles } from './sourceFiles';

/** A format, or both kinds of DICOM objects together. */
export type DetectedFormat = LabelFormat | 'dicom';

/** The format that a file or a folder has, by its files' endings and beginnings; throws UserError where it can't be told. */
export async function detectFormat(source: string): Promise<DetectedFormat> {
  const files = await sourceFiles(source);
  const names = files.map((file) => basename(file).toLowerCase());
  const some = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (some(/\.nii(\.gz)?$/)) return 'nifti';
  if (some(/\.xml$/)) return 'voc';
  if (files.length > 1 && some(/^(data\.ya?ml|dataset\.yaml|classes\.txt|obj\.names)$/))
    return (await holdsSegments(files)) ? 'yolo-seg' : 'yolo';
  if (files.length === 1 && some(/\.json$/)) return 'coco';
  if (files.length === 1 && some(/\.(csv|tsv|xlsx)$/)) return 'csv';
  if (files.some(beginsAsDicom)) return 'dicom';
  throw new UserError(`The format of ${source} can not be told from its files: name it with --format.`);
}

/** Lines of segments have more numbers than those of boxes. */
async function holdsSegments(files: readonly string[]): Promise<boolean> {
  for (const file of files.filter((name) => name.toLowerCase().endsWith('.txt') && !/classes\.txt$/i.test(name))) {
    const line = (await readFile(file, 'utf8')).split(/\r?\n/).find((text) => text.trim() !== '');
    if (line !== undefined) return line.trim().split(/\s+/).length > 5;
  }
  return false;
}

function beginsAsDicom(file: string): boolean {
  try {
    return withOpenFile(file, ({ handle }) => looksLikeDicom(readBytes(handle, 1024)));
  } catch {
    return false;
  }
}
