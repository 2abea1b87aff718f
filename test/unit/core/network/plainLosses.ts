import type { LossCase } from './checkLoss';

type Plain = LossCase['plain'];

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
export const get = (values: readonly number[], index: number): number => values[index] ?? Number.NaN;
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The channels at each place of an image: [place][channel]. */
const byPlace = (values: readonly number[], channels: number): number[][] => {
  const places = values.length / channels;
  return Array.from({ length: places }, (_, place) =>
    Array.from({ length: channels }, (_c, channel) => get(values, channel * places + place)),
  );
};
export const softmax = (values: readonly number[]): number[] => {
  const most = Math.max(...values);
  const exps = values.map((value) => Math.exp(value - most));
  return exps.map((value) => value / sum(exps));
};

export const differences =
  (curve: (difference: number) => number): Plain =>
  (output, target) =>
    mean(output.map((value, index) => curve(value - get(target, index))));
export const overPlaces =
  (channels: number, at: (p: readonly number[], t: readonly number[]) => number): Plain =>
  (output, target) => {
    const wanted = byPlace(target, channels);
    return mean(byPlace(output, channels).map((logits, place) => at(softmax(logits), wanted[place] ?? [])));
  };
export const overNumbers =
  (at: (p: number, t: number, index: number) => number): Plain =>
  (output, target) =>
    mean(output.map((x, index) => at(sigmoid(x), get(target, index), index)));
export const heat =
  (classes: number, places: number): Plain =>
  (output, target) => {
    const centres = target.slice(0, classes * places).filter((t) => t === 1).length;
    const each = output.slice(0, classes * places).map((x, index) => {
      const [p, t] = [sigmoid(x), get(target, index)];
      return t === 1 ? -((1 - p) ** 2) * Math.log(p) : -((1 - t) ** 4) * p ** 2 * Math.log(1 - p);
    });
    return sum(each) / Math.max(1, centres);
  };
export const sizes =
  (classes: number, places: number, first: number, count: number): Plain =>
  (output, target) => {
    const centres = Array.from({ length: places }, (_, place) => place).filter((place) =>
      Array.from({ length: classes }, (_, c) => get(target, c * places + place)).includes(1),
    );
    const each = centres.flatMap((place) =>
      Array.from({ length: count }, (_, c) => {
        const index = (first + c) * places + place;
        return Math.abs(get(output, index) - get(target, index));
      }),
    );
    return sum(each) / Math.max(1, centres.length);
  };
export const dice =
  (channels: number, probabilities: (values: readonly number[]) => number[], withoutFirst: boolean): Plain =>
  (output, target) => {
    const [p, t] = [byPlace(output, channels).map(probabilities), byPlace(target, channels)];
    const of = Array.from({ length: channels }, (_, c) => {
      const [pc, tc] = [p.map((place) => get(place, c)), t.map((place) => get(place, c))];
      return (2 * sum(pc.map((value, index) => value * get(tc, index))) + 1) / (sum(pc) + sum(tc) + 1);
    });
    return 1 - mean(withoutFirst ? of.slice(1) : of);
  };
/** SSIM with scikit-image's defaults, window by window. */
export const ssim =
  (channels: number, rows: number, columns: number, range: number): Plain =>
  (x, y) => {
    const found: number[] = [];
    for (let channel = 0; channel < channels; channel++) {
      for (let row = 0; row + 7 <= rows; row++) {
        for (let column = 0; column + 7 <= columns; column++) {
          const places = Array.from({ length: 49 }, (_, k) => (channel * rows + row + Math.floor(k / 7)) * columns + column + (k % 7));
          const [a, b] = [places.map((place) => get(x, place)), places.map((place) => get(y, place))];
          const [ma, mb] = [mean(a), mean(b)];
          const co = (u: readonly number[], mu: number, v: readonly number[], mv: number) =>
            sum(u.map((value, index) => (value - mu) * (get(v, index) - mv))) / 48;
          const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
          const above = (2 * ma * mb + c1) * (2 * co(a, ma, b, mb) + c2);
          found.push(above / ((ma * ma + mb * mb + c1) * (co(a, ma, a, ma) + co(b, mb, b, mb) + c2)));
        }
      }
    }
    return 1 - mean(found);
  };
