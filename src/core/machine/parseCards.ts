import type { CardLoad } from './machineSample';

const megabyte = 2 ** 20;

/** A number that nvidia-smi prints; null for "[N/A]" and the like. */
function numberOf(text: string | undefined): number | null {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) ? value : null;
}

const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** The columns that `parseCards` reads. */
export const cardQuery = 'name,utilization.gpu,memory.used,memory.total';

/** Reads `nvidia-smi --query-gpu=<cardQuery> --format=csv,noheader,nounits`: a card a line, shares in percent, memory in MiB. */
export function parseCards(text: string): readonly CardLoad[] {
  return text
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter((cells) => cells.length >= 4)
    .map((cells) => {
      // A name may hold a comma; the numbers stand last.
      const [use, used, total] = cells.slice(-3).map(numberOf);
      return {
        name: cells.slice(0, -3).join(', '),
        use: scaled(use ?? null, 0.01),
        memoryUsed: scaled(used ?? null, megabyte),
        memoryTotal: scaled(total ?? null, megabyte),
      };
    });
}
