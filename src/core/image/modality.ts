import type { Dataset } from '../dicom/dataset';
import type { Keyword } from '../dicom/dictionary';
import { findElement, readItems, readNumber, readNumbers, readString, valueBytes } from '../dicom/value';
import type { Window } from './greyImage';
import type { PixelLayout } from './pixelLayout';

/** From stored values to the modality's unit, and the range that the result can have. */
export type ModalityTransform = { readonly apply: (stored: number) => number; readonly lowest: number; readonly highest: number };

/** The modality look-up table, else the rescale of a frame (its own functional group first), else nothing. */
export function modalityTransform(dataset: Dataset, layout: PixelLayout, frame: number): ModalityTransform {
  const [lowest, highest] = storedRange(layout);
  const table = readItems(dataset, 'ModalityLUTSequence')[0];
  if (table !== undefined) {
    const transform = tableTransform(table);
    if (transform !== null) return transform;
  }
  const source = datasetWith(dataset, frame, 'PixelValueTransformationSequence', 'RescaleSlope');
  const slope = readNumber(source, 'RescaleSlope') || 1;
  const intercept = readNumber(source, 'RescaleIntercept') ?? 0;
  const apply = (stored: number): number => stored * slope + intercept;
  return { apply, lowest: Math.min(apply(lowest), apply(highest)), highest: Math.max(apply(lowest), apply(highest)) };
}

function storedRange({ bitsStored, signed }: PixelLayout): readonly [number, number] {
  return signed ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1] : [0, 2 ** bitsStored - 1];
}

/** The dataset that holds an attribute for this frame: its own functional group, the shared one, or the top level. */
function datasetWith(dataset: Dataset, frame: number, group: Keyword, keyword: Keyword): Dataset {
  const own = readItems(dataset, 'PerFrameFunctionalGroupsSequence')[frame];
  const shared = readItems(dataset, 'SharedFunctionalGroupsSequence')[0];
  const places = [own, shared].flatMap((place) => (place === undefined ? [] : readItems(place, group).slice(0, 1)));
  return places.find((place) => findElement(place, keyword) !== undefined) ?? dataset;
}

/** A look-up table (PS3.3 C.11.1.1): entries, first value mapped, bits an entry; null where it is broken. */
function tableTransform(item: Dataset): ModalityTransform | null {
  const [entries = 0, first = 0, bits = 16] = readNumbers(item, 'LUTDescriptor');
  const element = findElement(item, 'LUTData');
  if (element === undefined) return null;
  const bytes = valueBytes(item, element);
  const count = entries === 0 ? 65536 : entries;
  if (!(Number.isInteger(count) && count > 0 && bytes.length >= 2 * count)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = count - 1;
  const apply = (stored: number): number => view.getUint16(2 * Math.min(last, Math.max(0, stored - first)), item.encoding.littleEndian);
  return { apply, lowest: 0, highest: 2 ** bits - 1 };
}

/** The first window of a frame, in DICOM's LINEAR sense; null where there is none. A SIGMOID is taken as the line through its middle. */
export function frameWindow(dataset: Dataset, frame: number): Window | null {
  const source = datasetWith(dataset, frame, 'FrameVOILUTSequence', 'WindowCenter');
  const center = readNumber(source, 'WindowCenter');
  const width = readNumber(source, 'WindowWidth');
  if (center === undefined || width === undefined || width <= 0) return null;
  // LINEAR_EXACT has its middle at the center itself, LINEAR half a value below it and a width one less (PS3.3 C.11.2.1.3.2).
  const linear = ['', 'LINEAR'].includes(readString(source, 'VOILUTFunction'));
  return linear ? { center, width: Math.max(1, width) } : { center: center + 0.5, width: width + 1 };
}
