import { DicomError } from '../../dicom/dicomError';
import { type HuffmanTable, huffmanTable } from './huffmanTable';

/** A component of a frame header (T.81 B.2.2): sampling factors and the number of its quantisation table. */
export type JpegComponent = { readonly id: number; readonly h: number; readonly v: number; readonly table: number };

/** How a picture is coded: `sequential` in one scan a component, `progressive` in many, `lossless` without a transform. */
export type JpegFrame = {
  readonly coding: 'sequential' | 'progressive' | 'lossless';
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly JpegComponent[];
};

/** What the marker segments up to here have set. */
export type JpegTables = {
  readonly quantisation: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  restartInterval: number;
  /** Adobe's colour transform (APP14): 0 none, 1 YCbCr; null where the segment is absent. */
  adobeTransform: number | null;
  hasJfif: boolean;
};

/** A scan header (T.81 B.2.3) and where its data begin. */
export type JpegScan = {
  readonly components: readonly { readonly index: number; readonly dc: number; readonly ac: number }[];
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  readonly dataStart: number;
};

/** Tables before any marker. */
export const noTables = (): JpegTables => ({
  quantisation: [],
  dc: [],
  ac: [],
  restartInterval: 0,
  adobeTransform: null,
  hasJfif: false,
});

export const damagedJpeg = (what: string): DicomError => new DicomError('malformed', `The JPEG data of a frame are damaged: ${what}`);

const codings: Readonly<Record<number, JpegFrame['coding']>> = {
  192: 'sequential',
  193: 'sequential',
  194: 'progressive',
  195: 'lossless',
};

/** Reads a frame header; throws `DicomError` for codings that RadSteps can't show (arithmetic, hierarchical) and for impossible values. */
export function readFrameHeader(marker: number, segment: Uint8Array): JpegFrame {
  const coding = codings[marker];
  if (coding === undefined) throw new DicomError('unsupported', "Arithmetic and hierarchical JPEG can't be shown");
  const [precision = 0, high = 0, low = 0, columnsHigh = 0, columnsLow = 0, count = 0] = segment;
  const fits = coding === 'lossless' ? precision >= 2 && precision <= 16 : precision === 8 || precision === 12;
  if (!fits) throw new DicomError('unsupported', `JPEG of ${precision} bits can't be shown`);
  if (count < 1 || count > 4 || segment.length < 6 + 3 * count) throw damagedJpeg('a header is too short');
  const components = Array.from({ length: count }, (_, i) => {
    const [id = 0, factors = 0, table = 0] = segment.subarray(6 + 3 * i);
    return { id, h: factors >>> 4, v: factors & 15, table: table & 3 };
  });
  if (components.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4)) throw damagedJpeg('sampling factors are impossible');
  return { coding, precision, rows: high * 256 + low, columns: columnsHigh * 256 + columnsLow, components };
}

/** Reads a scan header, whose data begin at `dataStart`. */
export function readScanHeader({ components }: JpegFrame, segment: Uint8Array, dataStart: number): JpegScan {
  const count = segment[0] ?? 0;
  if (count < 1 || count > components.length || segment.length < 4 + 2 * count) throw damagedJpeg('a scan header is too short');
  const chosen = Array.from({ length: count }, (_, i) => {
    const index = components.findIndex(({ id }) => id === segment[1 + 2 * i]);
    const tables = segment[2 + 2 * i] ?? 0;
    return { index, dc: (tables >>> 4) & 3, ac: tables & 3 };
  });
  if (chosen.some(({ index }, i) => index < 0 || chosen.findIndex((other) => other.index === index) !== i))
    throw damagedJpeg('a scan is of unknown components');
  const [first = 0, last = 0, bits = 0] = segment.subarray(1 + 2 * count);
  return { components: chosen, first, last, high: bits >>> 4, low: bits & 15, dataStart };
}

/** Takes a segment of quantisation tables (T.81 B.2.4.1); entries stay in zigzag order. */
export function readQuantisation({ quantisation }: JpegTables, segment: Uint8Array): void {
  for (let at = 0; at < segment.length; ) {
    const head = segment[at] ?? 0;
    const size = head >>> 4 === 0 ? 1 : 2;
    at += 1;
    if (at + 64 * size > segment.length) throw damagedJpeg('a quantisation table is cut off');
    const start = at;
    quantisation[head & 3] = Uint16Array.from({ length: 64 }, (_, i) =>
      size === 1 ? (segment[start + i] ?? 0) : (segment[start + 2 * i] ?? 0) * 256 + (segment[start + 2 * i + 1] ?? 0),
    );
    at += 64 * size;
  }
}

/** Takes a segment of Huffman tables (T.81 B.2.4.2). */
export function readHuffman(tables: JpegTables, segment: Uint8Array): void {
  for (let at = 0; at < segment.length; ) {
    const head = segment[at] ?? 0;
    const counts = segment.subarray(at + 1, at + 17);
    const size = counts.reduce((sum, count) => sum + count, 0);
    at += 17 + size;
    if (counts.length < 16 || size > 256 || at > segment.length) throw damagedJpeg('a Huffman table is cut off');
    (head >>> 4 === 0 ? tables.dc : tables.ac)[head & 3] = huffmanTable(counts, segment.slice(at - size, at));
  }
}
