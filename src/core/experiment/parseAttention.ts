import { UserError } from '../userError';
import type { AttentionMap } from './attentionMap';

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

function isMap(value: Partial<AttentionMap>): value is AttentionMap {
  const { columns, rows, values, area, run, image } = value;
  if (!isCount(columns) || !isCount(rows) || !Array.isArray(values) || values.length !== columns * rows) return false;
  const sides = [area?.x, area?.y, area?.width, area?.height];
  return values.every(isShare) && sides.every(Number.isFinite) && typeof run === 'string' && typeof image === 'string';
}

/** What `radsteps attention` answered, as a map of this run and image; UserError where it is something else. */
export function parseAttention(value: unknown, run: string, image: string): AttentionMap {
  const map = typeof value === 'object' && value !== null ? value : {};
  if (isMap(map) && map.run === run && map.image === image) return map;
  throw new UserError(`What was computed of the attention of ${run} is no map of ${image}: update RadSteps where it was computed.`);
}
