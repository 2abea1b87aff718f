/** A PNG of 16 bits a value, before its rows are undone; `samples` counts alpha. */
export type DeepPng = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: 1 | 2 | 3 | 4;
  /** The zlib stream of its rows. */
  readonly data: Uint8Array<ArrayBuffer>;
};

const samplesOf: Readonly<Record<number, DeepPng['samples']>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Takes apart a PNG of 16 bits a value that is not interlaced; null for any other file. */
export function readDeepPng(bytes: Uint8Array): DeepPng | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) return null;
  const [columns, rows, depth, colour, interlace] = [view.getUint32(16), view.getUint32(20), bytes[24], bytes[25] ?? 0, bytes[28]];
  const samples = samplesOf[colour];
  if (depth !== 16 || interlace !== 0 || samples === undefined) return null;
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    data.set(part, at);
    return at + part.length;
  }, 0);
  return { rows, columns, samples, data };
}

/** Bytes of a PNG's inflated rows, each with its filter first. */
export const filteredBytes = ({ rows, columns, samples }: DeepPng): number => rows * (1 + 2 * samples * columns);

/** The values of a PNG from its inflated rows, in which it undoes the filters (PNG 9); alpha is left out. Null where there are too few bytes. */
export function deepPngValues(png: DeepPng, filtered: Uint8Array): Uint16Array | null {
  const { rows, columns, samples } = png;
  if (filtered.length < filteredBytes(png)) return null;
  const width = 2 * samples * columns;
  let above: Uint8Array = new Uint8Array(width);
  const kept = samples < 3 ? 1 : 3;
  const values = new Uint16Array(rows * columns * kept);
  for (let row = 0, at = 0; row < rows; row++) {
    const start = row * (1 + width);
    const line = filtered.subarray(start + 1, start + 1 + width);
    undoFilter(filtered[start] ?? 0, line, above, 2 * samples);
    above = line;
    for (let pixel = 0; pixel < width; pixel += 2 * samples)
      for (let sample = 0; sample < kept; sample++, at++)
        values[at] = ((line[pixel + 2 * sample] ?? 0) << 8) | (line[pixel + 2 * sample + 1] ?? 0);
  }
  return values;
}

function undoFilter(kind: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let i = 0; i < line.length; i++) {
    const left = i < step ? 0 : (line[i - step] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < step ? 0 : (above[i - step] ?? 0);
    line[i] = (line[i] ?? 0) + predicted(kind, left, up, corner);
  }
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return up;
  if (kind === 3) return (left + up) >> 1;
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
