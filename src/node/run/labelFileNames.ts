import { basename } from 'node:path';

/** A file that was predicted: its path, and the name of its image in the project's index where it is known. */
export type NamedFile = { readonly file: string; readonly image: string | null };

/** A name for the label file of each, without a folder: the image's, else the file's without its ending; of equal ones the second gets -2, and so on. */
export function labelFileNames(files: readonly NamedFile[]): readonly string[] {
  const taken = new Set<string>();
  return files.map(({ file, image }) => {
    const stem = (image ?? basename(file).replace(/(?<=.)\.[^.]*$/, '')).replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\./, '_');
    let name = stem;
    // Some disks make no difference between large and small letters.
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${stem}-${count}`;
    taken.add(name.toLowerCase());
    return `${name}.json`;
  });
}
