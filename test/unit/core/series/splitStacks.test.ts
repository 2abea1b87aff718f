import assert from 'node:assert/strict';
import type { FrameHeader } from '../../../../src/core/series/frameHeader';
import { splitStacks } from '../../../../src/core/series/splitStacks';
import { coronal, frames, sagittal, slicesAt } from './frames';

const labels = (given: readonly FrameHeader[]): readonly string[] => splitStacks(given).map(({ label }) => label);
const files = (given: readonly FrameHeader[]): readonly (readonly number[])[] =>
  splitStacks(given).map((stack) => stack.frames.map(({ file }) => file));

describe('splitStacks', () => {
  it('sorts slices by their position along the normal, whatever their numbers say', () => {
    const given = frames(...slicesAt([30, 10, 20, 0]));
    assert.deepEqual(files(given), [[3, 1, 2, 0]]);
    const [stack] = splitStacks(given);
    assert.deepEqual([stack?.label, stack?.isVolume, stack?.timesMs], ['axial, 4 slices', true, []]);
  });

  it('sorts oblique slices along their own normal', () => {
    const c = Math.SQRT1_2;
    const orientation: FrameHeader['orientation'] = [
      [1, 0, 0],
      [0, c, c],
    ];
    const at = (distance: number) => ({ orientation, positionMm: [5, -c * distance, c * distance] as const });
    const given = frames(at(4), at(0), at(2));
    assert.deepEqual(files(given), [[1, 2, 0]]);
    assert.deepEqual(labels(given), ['oblique, 3 slices']);
    assert.equal(splitStacks(given)[0]?.isVolume, true);
  });

  it('keeps the order of the numbers, and of the frames of a file, where there are no positions', () => {
    const without = { orientation: null, file: 7 };
    const given = frames({ ...without, number: 2, frame: 1 }, { ...without, number: 2, frame: 0 }, { ...without, number: 1, frame: 5 });
    assert.deepEqual(splitStacks(given)[0]?.frames, [
      { file: 7, frame: 5 },
      { file: 7, frame: 0 },
      { file: 7, frame: 1 },
    ]);
    assert.deepEqual(labels(given), ['3 frames']);
    assert.deepEqual(labels(frames(without)), ['1 image']);
  });

  it('splits by orientation, but leaves a turning projection whole', () => {
    const three = frames(...slicesAt([0, 5, 10]), ...[0, 5, 10].map((y) => ({ orientation: coronal, positionMm: [0, y, 0] as const })), {
      orientation: sagittal,
      positionMm: [0, 0, 0],
    });
    assert.deepEqual(labels(three), ['axial, 3 slices', 'coronal, 3 slices', 'sagittal, 1 slice']);
    const turning = Array.from({ length: 36 }, (_, i): Partial<FrameHeader> => {
      const [c, s] = [Math.cos(i / 6), Math.sin(i / 6)];
      return {
        positionMm: [0, 0, 0],
        orientation: [
          [c, s, 0],
          [0, 0, -1],
        ],
      };
    });
    const [one, ...more] = splitStacks(frames(...turning));
    assert.deepEqual([one?.frames.length, one?.isVolume, more.length], [36, false, 0]);
    assert.deepEqual(
      one?.frames.map(({ file }) => file),
      turning.map((_, i) => i),
    );
  });

  it('splits by echo, kind of image, size, colour and stack, and names what differs', () => {
    const heights = [0, 5, 10];
    assert.deepEqual(labels(frames(...slicesAt(heights, { echo: 1 }), ...slicesAt(heights, { echo: 2 }))), [
      'echo 1, axial, 3 slices',
      'echo 2, axial, 3 slices',
    ]);
    assert.deepEqual(labels(frames(...slicesAt(heights, { imageType: 'M\\FFE' }), ...slicesAt(heights, { imageType: 'P\\FFE' }))), [
      'm ffe, axial, 3 slices',
      'p ffe, axial, 3 slices',
    ]);
    assert.deepEqual(labels(frames(...slicesAt(heights), ...slicesAt([0], { rows: 512, samples: 3 }))), [
      'grey, 256 x 256, axial, 3 slices',
      'colour, 256 x 512, axial, 1 slice',
    ]);
    assert.deepEqual(labels(frames(...slicesAt(heights, { stackId: '1' }), ...slicesAt([100, 105, 110], { stackId: '2' }))), [
      'stack 1, axial, 3 slices',
      'stack 2, axial, 3 slices',
    ]);
  });

  it('splits repeated positions by echo time, diffusion weighting and acquisition', () => {
    const heights = [0, 5];
    assert.deepEqual(labels(frames(...slicesAt(heights, { echoTimeMs: 80 }), ...slicesAt(heights, { echoTimeMs: 15.4 }))), [
      'echo time 15.4 ms, axial, 2 slices',
      'echo time 80 ms, axial, 2 slices',
    ]);
    const b = (bValue: number, acquisition: number) => slicesAt(heights, { bValue, acquisition });
    assert.deepEqual(labels(frames(...b(0, 1), ...b(1000, 1), ...b(1000, 2))), [
      'b = 0, axial, 2 slices',
      'b = 1000, acquisition 1, axial, 2 slices',
      'b = 1000, acquisition 2, axial, 2 slices',
    ]);
  });

  it('leaves acquisition numbers alone where every position comes once', () => {
    const each = [0, 5, 10].flatMap((z, i) => slicesAt([z], { acquisition: i, timeMs: 1000 * i, echoTimeMs: i % 2 }));
    assert.deepEqual(labels(frames(...each)), ['axial, 3 slices']);
  });

  it('makes points in time groups of one stack, by temporal position, with their times', () => {
    const at = (temporalIndex: number, timeMs: number | null) => slicesAt([10, 0, 5], { temporalIndex, timeMs });
    const [stack, ...more] = splitStacks(frames(...at(2, 41_000.5), ...at(1, 36_000), ...at(3, 46_000)));
    assert.equal(more.length, 0);
    assert.deepEqual(stack?.timesMs, [0, 5000.5, 10_000]);
    assert.deepEqual(
      stack?.frames.map(({ file }) => file),
      [4, 5, 3, 1, 2, 0, 7, 8, 6],
    );
    assert.deepEqual([stack?.label, stack?.isVolume], ['axial, 3 slices, 3 points in time', true]);
    const [numbered] = splitStacks(frames(...at(2, null), ...at(1, null)));
    assert.deepEqual([numbered?.label, numbered?.timesMs], ['axial, 3 slices, 2 points in time, numbered', [0, 1]]);
  });

  it('takes heart phases apart whose trigger times differ from slice to slice', () => {
    const given = [0, 8].flatMap((z, i) => [600, 22.5, 300].flatMap((t) => slicesAt([z], { triggerMs: t + i, timeMs: 5000 * i })));
    const [stack, ...more] = splitStacks(frames(...given));
    assert.equal(more.length, 0);
    assert.deepEqual(stack?.timesMs, [22.5, 300, 600]);
    assert.deepEqual(
      stack?.frames.map(({ file }) => file),
      [1, 4, 2, 5, 0, 3],
    );
  });

  it('sees one slice over time, and a dynamic study by its acquisitions', () => {
    const one = splitStacks(frames(...[3, 1, 2].flatMap((second) => slicesAt([4], { timeMs: second * 1000 }))));
    assert.deepEqual([one.length, one[0]?.timesMs], [1, [0, 1000, 2000]]);
    const dynamic = [1, 2, 3].flatMap((acquisition) =>
      [0, 5].flatMap((z, i) => slicesAt([z], { acquisition, timeMs: 9000 * acquisition + i })),
    );
    const stacks = splitStacks(frames(...dynamic));
    assert.deepEqual([stacks.length, stacks[0]?.timesMs], [1, [0, 9000, 18_000]]);
  });

  it('keeps what a broken-off scan left apart from the complete points in time', () => {
    const at = (temporalIndex: number, heights = [0, 5, 10]) => slicesAt(heights, { temporalIndex, timeMs: temporalIndex * 2000 });
    const [series, rest] = splitStacks(frames(...at(1), ...at(2), ...at(3, [0, 5])));
    assert.deepEqual([series?.timesMs, series?.frames.length], [[0, 2000], 6]);
    assert.equal(rest?.label, 'incomplete, axial, 2 slices');
  });

  it('takes frames that nothing tells apart by turns, and leaves an odd one in the stack', () => {
    assert.deepEqual(labels(frames(...slicesAt([0, 5, 0, 5]))), ['pass 1, axial, 2 slices', 'pass 2, axial, 2 slices']);
    const [stack, ...more] = splitStacks(frames(...slicesAt([0, 5, 10, 5])));
    assert.deepEqual([stack?.isVolume, more.length], [false, 0]);
    assert.deepEqual(
      stack?.frames.map(({ file }) => file),
      [0, 1, 3, 2],
    );
  });

  it('calls a volume only what is even, straight, grey and alike', () => {
    const is = (...given: readonly Partial<FrameHeader>[]) => splitStacks(frames(...given))[0]?.isVolume;
    assert.equal(is(...slicesAt([0, 0.62, 1.25, 1.88, 2.5])), true, 'rounded positions');
    assert.equal(is(...slicesAt([0, 5, 15, 20])), false, 'a slice is missing');
    assert.equal(is(...slicesAt([0, 5])), false, 'two slices');
    assert.equal(is(...slicesAt([0, 5, 10], { spacingMm: null })), false, 'no spacing');
    assert.equal(is(...slicesAt([0, 5, 10], { samples: 3 })), false, 'colour');
    assert.equal(is(...[0, 5, 10].map((z) => ({ positionMm: [0, z / 3, z] as const }))), true, 'a tilted gantry');
    assert.equal(is(...[0, 5, 10].map((z) => ({ positionMm: [0, z === 5 ? 4 : 0, z] as const }))), false, 'a slice beside the others');
    assert.equal(is(...slicesAt([0, 5]), { positionMm: [0, 0, 10], spacingMm: [2, 2] }), false, 'another spacing');
  });

  it('gives every stack a label of its own', () => {
    const tilted: FrameHeader['orientation'] = [
      [Math.cos(0.2), Math.sin(0.2), 0],
      [-Math.sin(0.2), Math.cos(0.2), 0],
    ];
    assert.deepEqual(labels(frames(...slicesAt([0, 1]), ...slicesAt([0, 1], { orientation: tilted }))), [
      'axial, 2 slices',
      'axial, 2 slices (2)',
    ]);
  });

  it('takes ten thousand frames in well under a second', function () {
    this.timeout(2000);
    const many = Array.from({ length: 50 }, (_, t) =>
      slicesAt(
        Array.from({ length: 200 }, (_, z) => z),
        { timeMs: t * 1000 + 1 },
      ),
    ).flat();
    assert.equal(splitStacks(frames(...many))[0]?.timesMs.length, 50);
  });
});
