import type { LayerOf, LayerSettings, OpName, Shape } from '../../../../src/core/network/layer';

/** One layer to be tried on inputs of some shapes. */
export type OpCase<K extends OpName> = {
  readonly title: string;
  readonly settings: LayerSettings[K];
  readonly shapes: readonly Shape[];
  readonly batch?: number;
  /** The input's numbers lie between minus and plus this; 1 unless told. */
  readonly span?: number;
};

/** Cases of one kind of layer: some with what they must give, and one drawn from random numbers. */
export type OpCases<K extends OpName> = {
  readonly fixed: readonly (OpCase<K> & { readonly expected: Shape })[];
  readonly drawn: (draw: Draw) => Omit<OpCase<K>, 'title'>;
};

/** Draws whole numbers, both ends included, and entries of lists. */
export type Draw = {
  readonly whole: (least: number, most: number) => number;
  readonly one: <T>(list: readonly T[]) => T;
};

/** A draw from random numbers. */
export function drawFrom(random: () => number): Draw {
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return { whole, one: (list) => list[whole(0, list.length - 1)] as (typeof list)[number] };
}

/** The layer of a case. */
export const layerOf = <K extends OpName>(op: K, settings: LayerSettings[K]): LayerOf<K> =>
  ({ op, name: 'layer', from: [], ...(settings as object) }) as unknown as LayerOf<K>;

/** Examples in a batch. */
export const anyBatch = ({ whole }: Draw): number => whole(1, 3);
