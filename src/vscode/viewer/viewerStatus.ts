import type { ViewerStatus } from './openViewers';
import type { ViewerContent } from './viewerContent';

/** What a viewer tells of itself: its editor, and what it shows so far (null: nothing yet). */
export function viewerStatus(editor: Pick<ViewerStatus, 'uri' | 'isActive' | 'isLinked'>, content: ViewerContent | null): ViewerStatus {
  const { kind = '', image = '', files = [], stacks = [], stack = 0, frame = 0, isComplete = false, problems = [] } = content ?? {};
  const counted = stacks.map(({ label, frames, timesMs, isVolume }) => ({ label, frames: frames.length, times: timesMs.length, isVolume }));
  return { ...editor, kind, image, files: files.length, stacks: counted, stack, frame, isComplete, problems };
}
