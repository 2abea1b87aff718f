import { readDicom } from '../../core/dicom/readDicom';
import { autoWindow } from '../../core/image/autoWindow';
import { decodeFrame } from '../../core/image/decodeFrame';
import { openPixels } from '../../core/image/pixelSource';
import { readFrameMeaning } from '../../core/image/readFrameMeaning';
import { renderFrame } from '../../core/image/renderFrame';
import { inflateDataset } from '../images/inflateDataset';
import { nodeCodecs } from '../images/nodeCodecs';

/** A picture as a screen shows it: red, green, blue and 255 of each pixel next to each other. */
export type Picture = { readonly rows: number; readonly columns: number; readonly rgba: Uint8ClampedArray };

/**
 * The middle frame of a DICOM file as the viewer shows it first: by the file's own window or table, else between its darkest and brightest half per
 * cent. Throws `DicomError`.
 */
export async function pictureOf(bytes: Uint8Array): Promise<Picture> {
  const source = openPixels(readDicom(bytes, { inflate: inflateDataset }));
  const middle = Math.floor((source.layout.frames - 1) / 2);
  const frame = await decodeFrame(source, middle, nodeCodecs);
  const meaning = readFrameMeaning(source.file, source.layout, middle);
  const isGrey = frame.samples === 1;
  const voi = isGrey ? (meaning.windows[0] ?? meaning.tables[0] ?? autoWindow(frame, meaning)) : null;
  const rgba = new Uint8ClampedArray(4 * frame.rows * frame.columns);
  renderFrame(frame, meaning, voi, false, rgba);
  return { rows: frame.rows, columns: frame.columns, rgba };
}
