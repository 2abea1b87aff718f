import type { Edges } from '../layer';
import { wholeNumber } from './window';

/** All four edges of a layer's settings; throws the reason where one is no whole number from 0. */
export function edgesOf({ top = 0, bottom = 0, left = 0, right = 0 }: Edges): Required<Edges> {
  const edges = { top, bottom, left, right };
  for (const [name, value] of Object.entries(edges)) wholeNumber(value, 0, name);
  return edges;
}
