import type { SeriesFile } from './seriesFile';
import { type SeriesStack, splitStacks } from './splitStacks';

/** One series: its files in the order of their first frames, and its stacks, whose frames name files by their index in `files`. */
export type SeriesListing<T> = Omit<SeriesFile, 'key' | 'frames'> & {
  readonly files: readonly T[];
  readonly stacks: readonly SeriesStack[];
};

/** A file as it was found, with what it says of its series. */
export type ReadFile<T> = {
  readonly source: T;
  readonly header: SeriesFile /** Its folder: copies of a series elsewhere are another one. */;
  readonly folder: string;
};

/** The series that files make, by series number; a file that names none is a series of its own. */
export function listSeries<T>(files: readonly ReadFile<T>[]): readonly SeriesListing<T>[] {
  const groups = new Map<string, ReadFile<T>[]>();
  for (const [index, file] of files.entries()) {
    const key = JSON.stringify([file.folder, file.header.key === '' ? index : file.header.key]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()].flatMap(seriesOf).toSorted((a, b) => (a.number ?? Number.MAX_VALUE) - (b.number ?? Number.MAX_VALUE));
}

function seriesOf<T>(files: readonly ReadFile<T>[]): readonly SeriesListing<T>[] {
  const [first] = files;
  if (first === undefined) return [];
  const { modality, description, number } = first.header;
  const stacks = splitStacks(files.flatMap(({ header }, file) => header.frames.map((frame) => ({ ...frame, file }))));
  // Where a page loads file by file, the order of the pictures is the order of the loading.
  const order = [...new Set(stacks.flatMap(({ frames }) => frames.map(({ file }) => file)))];
  const place = new Map(order.map((file, index) => [file, index]));
  const placed = stacks.map((stack) => ({
    ...stack,
    frames: stack.frames.map(({ file, frame }) => ({ file: place.get(file) ?? 0, frame })),
  }));
  return [{ modality, description, number, files: order.flatMap((file) => files[file]?.source ?? []), stacks: placed }];
}
