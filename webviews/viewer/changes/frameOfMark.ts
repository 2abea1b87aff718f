import type { Mark } from '../../../src/core/label/label';
import type { ViewerSession } from '../../../src/protocol/viewer';
import { type FrameAt, frameOfMark as frameOfDrawn } from '../labels/markPlace';

/** Where a mark is seen; null where no frame of the session is its own. An interval is seen at its first frame. */
export function frameOfMark(session: ViewerSession, mark: Mark): FrameAt | null {
  return frameOfDrawn(session, mark.kind === 'interval' ? { ...mark, frame: mark.first } : mark) ?? null;
}
