import type { SeriesListing } from '../../core/series/listSeries';
import type { ContentFile, ViewerContent } from './viewerContent';

/** The series found where a viewer's file lies. */
export type SeriesFound = {
  readonly image: string;
  readonly series: readonly SeriesListing<ContentFile>[];
  /** How many files begin as DICOM and can't be read. */
  readonly unreadable: number;
  readonly notes: readonly string[];
};

/** What a viewer shows when the rest of its series is found: the opened file's frame stays in front; a file that is in no series is shown alone. */
export function seriesContent(first: ViewerContent, found: SeriesFound): ViewerContent {
  const problems = [...found.notes, ...unreadableSentence(found.unreadable)];
  const opened = first.files[0]?.uri.toString();
  for (const { files, stacks } of found.series) {
    const file = files.findIndex(({ uri }) => uri.toString() === opened);
    if (file < 0) continue;
    const stack = stacks.findIndex(({ frames }) => frames.some((frame) => frame.file === file));
    const frame = stacks[stack]?.frames.findIndex((other) => other.file === file) ?? 0;
    return { ...first, image: found.image || first.image, files, stacks, stack, frame, isComplete: true, problems };
  }
  // The page itself says why the opened file can't be read.
  return { ...first, image: found.image || first.image, isComplete: true, problems: found.notes };
}

const unreadableSentence = (count: number): readonly string[] => {
  if (count === 0) return [];
  const what = count === 1 ? 'One file' : `${count} files`;
  return [`${what} beside this one can't be read, so that slices may be missing; "radsteps series <folder>" names what is wrong.`];
};
