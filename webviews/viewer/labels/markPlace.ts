import type { Mark } from '../../../src/core/label/label';
import type { StackFrame, ViewerSession } from '../../../src/protocol/viewer';

/** Where a mark lies in its image: left out where the image is one file, or the file one frame. */
export type MarkPlace = Pick<Mark, 'instance' | 'frame'>;

/** The place of a stack's frame, as marks name it. */
export function markPlace({ files, stacks }: ViewerSession, { file, frame }: StackFrame): MarkPlace {
  const instance = files[file]?.instance;
  const hasMore = stacks.some(({ frames }) => frames.some((other) => other.file === file && other.frame > 0));
  return { ...(instance === undefined ? {} : { instance }), ...(hasMore ? { frame } : {}) };
}

/** True for a mark that lies on a place; a mark without a frame lies on the first. */
export const liesOn = (mark: Mark, place: MarkPlace): boolean =>
  mark.kind !== 'interval' && mark.instance === place.instance && (mark.frame ?? 0) === (place.frame ?? 0);
