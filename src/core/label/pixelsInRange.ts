import type { StoredValues } from '../image/frame';
import type { FrameMeaning } from '../image/frameMeaning';
import { modalityFunction } from '../image/modalityFunction';
import { type MaskRuns, trimRuns } from './maskRuns';

/** The values of a grey frame: stored values row-major, and what they mean. */
export type GreyValues = {
  readonly columns: number;
  readonly values: StoredValues;
  readonly meaning: Pick<FrameMeaning, 'modality' | 'padding'>;
};

/** The pixels of a region whose value in the modality's unit lies from `low` to `high`, both included; padding and what is no number is in no range. */
export function pixelsInRange(region: MaskRuns, grey: GreyValues, low: number, high: number): MaskRuns {
  const { columns, values, meaning } = grey;
  const inUnit = modalityFunction(meaning.modality);
  const [paddingFrom, paddingTo] = meaning.padding ?? [1, 0];
  const isIn = (at: number): boolean => {
    const stored = values[at] ?? Number.NaN;
    const value = inUnit(stored);
    return value >= low && value <= high && !(stored >= paddingFrom && stored <= paddingTo);
  };
  const rows = region.rows.map((row, index) => rowInRange(row, (region.firstRow + index) * columns, columns, isIn));
  return trimRuns(region.firstRow, rows);
}

function rowInRange(row: readonly number[], first: number, columns: number, isIn: (at: number) => boolean): readonly number[] {
  const runs: number[] = [];
  for (let run = 0; run < row.length; run += 2) {
    const from = row[run] ?? 0;
    const end = Math.min(columns, from + (row[run + 1] ?? 0));
    let start = -1;
    for (let column = from; column <= end; column++) {
      const isSet = column < end && isIn(first + column);
      if (isSet && start < 0) start = column;
      if (isSet || start < 0) continue;
      runs.push(start, column - start);
      start = -1;
    }
  }
  return runs;
}
