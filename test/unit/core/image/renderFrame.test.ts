import assert from 'node:assert/strict';
import { autoWindow } from '../../../../src/core/image/autoWindow';
import type { Frame, StoredValues } from '../../../../src/core/image/frame';
import type { FrameMeaning } from '../../../../src/core/image/frameMeaning';
import { greyLevels } from '../../../../src/core/image/greyLevels';
import { histogram } from '../../../../src/core/image/histogram';
import { renderFrame } from '../../../../src/core/image/renderFrame';
import { type Voi, voiFunction } from '../../../../src/core/image/voi';

const plain: FrameMeaning = {
  modality: { kind: 'linear', slope: 1, intercept: 0 },
  unit: '',
  lowest: 0,
  highest: 255,
  isInverted: false,
  padding: null,
  windows: [],
  tables: [],
  overlays: [],
};
const grey = (values: StoredValues, bits = 8 * values.BYTES_PER_ELEMENT): Frame => ({
  rows: 1,
  columns: values.length,
  samples: 1,
  values,
  bits,
});
const window = (center: number, width: number, shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID' = 'LINEAR'): Voi => ({ center, width, shape });

/** The grey of each pixel on the screen; its parts must be equal and it must be opaque. */
function shown(frame: Frame, meaning: FrameMeaning, voi: Voi | null, inverted = false): readonly number[] {
  const rgba = new Uint8ClampedArray(4 * frame.columns);
  renderFrame(frame, meaning, voi, inverted, rgba);
  return Array.from({ length: frame.columns }, (_, i) => {
    const [red, green, blue, alpha] = rgba.subarray(4 * i);
    assert.deepEqual([green, blue, alpha], [red, red, 255]);
    return red ?? -1;
  });
}

describe('renderFrame', () => {
  it('shows the values of the standard’s windows', () => {
    // PS3.3 C.11.2.1.2.1 note 4: center 2048 and width 4096, and width 1 as a threshold.
    const shares = (voi: Voi, values: readonly number[]) => values.map(voiFunction(voi));
    assert.deepEqual(shares(window(2048, 4096), [0, 4095, 2047.5]), [0, 1, 0.5]);
    assert.deepEqual(shares(window(2048, 1), [2047, 2047.5, 2048]), [0, 0, 1]);
    assert.deepEqual(shares(window(2048, 4096, 'LINEAR_EXACT'), [0, 4096, 2048]), [0, 1, 0.5]);
    assert.deepEqual(shares(window(0, 100, 'SIGMOID'), [0]), [0.5]);
    assert.ok(Math.abs((shares(window(0, 100, 'SIGMOID'), [25])[0] ?? 0) - 1 / (1 + Math.exp(-1))) < 1e-12);
    assert.deepEqual(shares({ first: -1, values: Uint16Array.of(0, 5, 15), bits: 4, explanation: '' }, [-9, 0, 9]), [0, 1 / 3, 1]);
  });

  it('is the same by table and value by value', () => {
    const values = [-3000, -1024, -1, 0, 1, 40, 1000, 3000];
    const meaning: FrameMeaning = { ...plain, modality: { kind: 'linear', slope: 0.5, intercept: -100 }, lowest: -20000, highest: 20000 };
    for (const voi of [window(40, 400), window(40, 400, 'LINEAR_EXACT'), window(40, 400, 'SIGMOID')]) {
      for (const inverted of [false, true]) {
        const expected = shown(grey(Float64Array.from(values)), meaning, voi, inverted);
        assert.deepEqual(shown(grey(Int16Array.from(values)), meaning, voi, inverted), expected);
        assert.deepEqual(shown(grey(Int32Array.from(values)), meaning, voi, inverted), expected);
      }
    }
  });

  it('turns grey over for the file, for the reader, and not for both', () => {
    const frame = grey(Uint8Array.of(0, 64, 255));
    assert.deepEqual(shown(frame, plain, null), [0, 64, 255]);
    assert.deepEqual(shown(frame, plain, null, true), [255, 191, 0]);
    assert.deepEqual(shown(frame, { ...plain, isInverted: true }, null), [255, 191, 0]);
    assert.deepEqual(shown(frame, { ...plain, isInverted: true }, null, true), [0, 64, 255]);
    assert.equal(greyLevels({ values: Int8Array.of(-1) }, { ...plain, lowest: -128, highest: 127 }, null, { inverted: false })[255], 127);
  });

  it('shows floats over their own range, and what is no number black', () => {
    const meaning = { ...plain, lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY };
    assert.deepEqual(shown(grey(Float32Array.of(-1, 0, 1, Number.NaN)), meaning, null), [0, 128, 255, 0]);
  });

  it('shows colour as it is, deep colour in 8 bits, and its parts through a window where one is given', () => {
    const rgba = new Uint32Array(1);
    const colour = (values: StoredValues, bits: number, voi: Voi | null) => {
      renderFrame({ rows: 1, columns: 1, samples: 3, values, bits }, plain, voi, false, rgba);
      return [...new Uint8Array(rgba.buffer)];
    };
    assert.deepEqual(colour(Uint8Array.of(1, 2, 3), 8, null), [1, 2, 3, 255]);
    assert.deepEqual(colour(Uint16Array.of(0, 257, 65535), 16, null), [0, 1, 255, 255]);
    assert.deepEqual(colour(Uint8Array.of(0, 128, 255), 8, window(128, 256)), [0, 128, 255, 255]);
  });

  it('draws a film of five million pixels in less than a frame of the screen takes to be noticed', () => {
    const frame: Frame = { rows: 2500, columns: 2000, samples: 1, values: new Uint16Array(5e6).map((_, i) => i & 16383), bits: 14 };
    const rgba = new Uint32Array(5e6);
    const times = Array.from({ length: 5 }, (_, i) => {
      const start = performance.now();
      renderFrame(frame, { ...plain, highest: 16383 }, window(8000 + i, 9000), false, rgba);
      return performance.now() - start;
    });
    // Twenty milliseconds on a quiet machine; busy ones are slower.
    assert.ok(Math.min(...times) < 200, `${times}`);
  });
});

describe('histogram and autoWindow', () => {
  const values = Int16Array.from({ length: 1000 }, (_, i) => (i < 300 ? -2000 : i === 300 ? 30000 : i - 500));
  const meaning: FrameMeaning = { ...plain, modality: { kind: 'linear', slope: 2, intercept: 1 }, padding: [-2000, -2000] };

  it('leave out padding, and the window the brightest and darkest pixels too', () => {
    const { lowest, highest, counts } = histogram(grey(values), meaning, 16);
    assert.deepEqual([lowest, highest, counts.reduce((sum, count) => sum + count, 0)], [2 * -199 + 1, 60001, 700]);
    const { center, width } = autoWindow(grey(values), meaning);
    assert.ok(center - width / 2 >= -397 && center + width / 2 < 1000, `${center} ${width}`);
  });

  it('are the same for floats, of which those that are no numbers don’t count', () => {
    const floats = grey(Float32Array.from([...values, Number.NaN, Number.POSITIVE_INFINITY]));
    assert.deepEqual(histogram(floats, meaning, 16), histogram(grey(values), meaning, 16));
    assert.deepEqual(autoWindow(floats, meaning), autoWindow(grey(values), meaning));
  });

  it('make something of one value, of nothing, and of colour', () => {
    assert.deepEqual(autoWindow(grey(Uint8Array.of(7, 7)), plain), { center: 7, width: 1, shape: 'LINEAR_EXACT', explanation: '' });
    assert.deepEqual(histogram(grey(Uint8Array.of(7)), { ...plain, padding: [0, 9] }, 2).counts, new Uint32Array(2));
    const colour: Frame = { rows: 1, columns: 1, samples: 3, values: Uint16Array.of(1, 2, 3), bits: 12 };
    assert.deepEqual(autoWindow(colour, plain).width, 4095);
    assert.equal(histogram(colour, plain).counts.length, 256);
  });
});
