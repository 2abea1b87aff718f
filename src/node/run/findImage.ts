import { stat } from 'node:fs/promises';
import type { ImageRow } from '../../core/dataset/imageRow';
import { UserError } from '../../core/userError';
import { imageFiles, readImages } from '../dataset/readDataset';
import { readImageHeader } from '../images/readHeader';

/** An image to look at with a run's network: its name ('' for a file outside the project), its file, and what the index or its own header says of the patient. */
export type NamedImage = {
  readonly image: string;
  readonly file: string;
  readonly patient: string;
  readonly scalars: Pick<ImageRow, 'sex' | 'ageYears'>;
};

/** Finds an image by its name in the index, else as a file (`path` makes a word absolute); throws UserError where it is neither, or is not on this machine. */
export async function findImage(root: string, word: string, path: (word: string) => string): Promise<NamedImage> {
  const [rows, files] = await Promise.all([readImages(root).catch(() => []), imageFiles(root)]);
  const known = rows.find(({ image }) => image === word) ?? rows.find(({ image }) => files.get(image) === path(word));
  if (known === undefined) return foreignImage(word, path(word));
  const file = files.get(known.image);
  if (file === undefined || !(await isFile(file)))
    throw new UserError(
      `The file of image ${known.image} is not on this machine; \`radsteps import <folder>\` finds it again by its content.`,
    );
  return { image: known.image, file, patient: known.patient, scalars: known };
}

async function foreignImage(word: string, file: string): Promise<NamedImage> {
  if (!(await isFile(file)))
    throw new UserError(`${word} is no image of this project and no file; \`radsteps labels list\` names the images.`);
  const scalars = await readImageHeader(file).catch(() => ({ sex: '' as const, ageYears: null }));
  return { image: '', file, patient: '', scalars };
}

const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => null))?.isFile() === true;
