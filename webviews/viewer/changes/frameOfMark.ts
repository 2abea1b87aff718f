import type { Mark } from '../../../src/core/label/label';
import type { ViewerSession } from '../../../src/protocol/viewer';
import { markPlace } from '../labels/markPlace';

/** Where a mark is seen: the stack and the frame in it; null where no frame of the session is its own. An interval is seen at its first frame. */
export function frameOfMark(session: ViewerSession, mark: Mark): { readonly stack: number; readonly index: number } | null {
  const wanted = mark.kind === 'interval' ? mark.first : (mark.frame ?? 0);
  for (const [stack, { frames }] of session.stacks.entries()) {
    const index = frames.findIndex((frame) => {
      const { instance, frame: at = 0 } = markPlace(session, frame);
      return instance === mark.instance && at === wanted;
    });
    if (index >= 0) return { stack, index };
  }
  return null;
}
