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

/** Where a frame is shown: the number of its stack, and its own in the stack. */
export type FrameAt = { readonly stack: number; readonly index: number };

const indexes = new WeakMap<ViewerSession, ReadonlyMap<string, FrameAt>>();

/** Where the frame of a mark is shown; undefined where the session has it not. */
export function frameOfMark(session: ViewerSession, mark: Mark): FrameAt | undefined {
  const known = indexes.get(session) ?? indexFrames(session);
  indexes.set(session, known);
  return known.get(keyOf(mark));
}

const keyOf = ({ instance = '', frame = 0 }: MarkPlace): string => `${instance} ${frame}`;

function indexFrames({ files, stacks }: ViewerSession): ReadonlyMap<string, FrameAt> {
  const found = new Map<string, FrameAt>();
  for (const [stack, { frames }] of stacks.entries())
    for (const [index, { file, frame }] of frames.entries()) {
      const instance = files[file]?.instance;
      const key = keyOf({ ...(instance === undefined ? {} : { instance }), frame });
      if (!found.has(key)) found.set(key, { stack, index });
    }
  return found;
}
