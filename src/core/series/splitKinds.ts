import type { FrameHeader } from './frameHeader';
import { isAlike } from './slicePlane';

/** Frames that may be scrolled through together, and the words that tell them from the rest of the series. */
export type FrameGroup = { readonly frames: readonly FrameHeader[]; readonly words: readonly string[] };

/** What frames of one stack share besides their orientation, and how it is called where it differs. */
const kinds: readonly {
  readonly read: (frame: FrameHeader) => string | number | null;
  readonly word: (frame: FrameHeader) => string;
}[] = [
  { read: ({ stackId }) => stackId, word: ({ stackId }) => `stack ${stackId}` },
  { read: ({ segment }) => segment, word: ({ segment }) => `segment ${segment ?? 'not given'}` },
  { read: ({ echo }) => echo, word: ({ echo }) => `echo ${echo ?? 'not given'}` },
  { read: ({ imageType }) => imageType, word: ({ imageType }) => imageType.replaceAll('\\', ' ').toLowerCase() || 'other type' },
  { read: ({ samples }) => samples, word: ({ samples }) => (samples > 1 ? 'colour' : 'grey') },
  { read: ({ rows, columns }) => `${columns} x ${rows}`, word: ({ rows, columns }) => `${columns} x ${rows}` },
];

/** Splits frames by size, colour, kind of image, stack, echo and orientation; order is kept. */
export function splitKinds(frames: readonly FrameHeader[]): readonly FrameGroup[] {
  const differing = kinds.filter(({ read }) => new Set(frames.map(read)).size > 1);
  const groups = new Map<string, FrameHeader[]>();
  for (const frame of frames) {
    const key = JSON.stringify(differing.map(({ read }) => read(frame)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [frame]);
    else group.push(frame);
  }
  return [...groups.values()].flatMap((group) => {
    const words = group.slice(0, 1).flatMap((frame) => differing.map(({ word }) => word(frame)));
    return splitOrientations(group).map((same) => ({ frames: same, words }));
  });
}

/** Frames that each look from elsewhere (a turning projection) stay together: there is no volume to take apart. */
function splitOrientations(frames: readonly FrameHeader[]): readonly (readonly FrameHeader[])[] {
  const groups: FrameHeader[][] = [];
  for (const frame of frames) {
    const alike = groups.find(([first]) => isAlike(first?.orientation ?? null, frame.orientation));
    if (alike === undefined) groups.push([frame]);
    else alike.push(frame);
    if (groups.length > mostOrientations) return [frames];
  }
  return groups.length > fewOrientations && frames.length < 2 * groups.length ? [frames] : groups;
}

const fewOrientations = 3;
const mostOrientations = 64;
