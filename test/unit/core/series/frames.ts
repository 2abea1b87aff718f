import type { FrameHeader } from '../../../../src/core/series/frameHeader';

const plain: FrameHeader = {
  file: 0,
  frame: 0,
  rows: 256,
  columns: 256,
  samples: 1,
  number: null,
  positionMm: null,
  orientation: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  spacingMm: [1, 1],
  imageType: '',
  stackId: '',
  segment: null,
  echo: null,
  echoTimeMs: null,
  bValue: null,
  acquisition: null,
  temporalIndex: null,
  triggerMs: null,
  timeMs: null,
};

/** Frames of one file each, in this order; what is not given is an axial slice without a position. */
export const frames = (...given: readonly Partial<FrameHeader>[]): readonly FrameHeader[] =>
  given.map((fields, index) => ({ ...plain, file: index, number: index + 1, ...fields }));

/** Axial slices at these heights, millimetres. */
export const slicesAt = (heights: readonly number[], fields: Partial<FrameHeader> = {}): readonly Partial<FrameHeader>[] =>
  heights.map((z) => ({ positionMm: [0, 0, z], ...fields }));

export const coronal: FrameHeader['orientation'] = [
  [1, 0, 0],
  [0, 0, -1],
];
export const sagittal: FrameHeader['orientation'] = [
  [0, 1, 0],
  [0, 0, -1],
];
