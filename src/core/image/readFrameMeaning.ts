import type { Dataset } from '../dicom/dataset';
import type { DicomFile } from '../dicom/readDicom';
import { findElement, readItems, readNumber, readNumbers, readString, readStrings } from '../dicom/value';
import { frameGroup } from './frameGroup';
import type { FrameMeaning, ModalityMap, VoiTable, VoiWindow } from './frameMeaning';
import { readLookupTable } from './lookupTable';
import type { PixelLayout } from './pixelLayout';
import { pixelUnit } from './pixelUnit';
import { readOverlays } from './readOverlays';
import { readWords } from './readWords';

/**
 * What the values of a frame (from 0) mean and how the file wants them shown: from the frame's functional groups, the shared ones or the top
 * level. The range is infinite for float pixels. Colour has no modality map, window or padding (PS3.3 C.11.2.1.2).
 */
export function readFrameMeaning(file: DicomFile, layout: PixelLayout, frame: number): FrameMeaning {
  const overlays = readOverlays(file, layout, frame);
  if (!layout.photometric.startsWith('MONOCHROME')) return { ...colour(layout), overlays };
  const { dataset } = file;
  const rescale = frameGroup(dataset, frame, 'PixelValueTransformationSequence', 'RescaleSlope');
  const modality = readModality(dataset, rescale, layout);
  const range = valueRange(modality, layout);
  const isInverted = layout.photometric === 'MONOCHROME1' || readString(dataset, 'PresentationLUTShape') === 'INVERSE';
  return {
    modality,
    unit: pixelUnit(dataset, rescale),
    ...range,
    isInverted,
    padding: readPadding(dataset, layout),
    windows: readWindows(frameGroup(dataset, frame, 'FrameVOILUTSequence', 'WindowCenter')),
    tables: readTables(frameGroup(dataset, frame, 'FrameVOILUTSequence', 'VOILUTSequence'), range.lowest < 0),
    overlays,
  };
}

function colour({ bitsStored }: PixelLayout): Omit<FrameMeaning, 'overlays'> {
  const modality: ModalityMap = { kind: 'linear', slope: 1, intercept: 0 };
  return { modality, unit: '', lowest: 0, highest: 2 ** bitsStored - 1, isInverted: false, padding: null, windows: [], tables: [] };
}

function readModality(dataset: Dataset, rescale: Dataset, { signed }: PixelLayout): ModalityMap {
  const item = readItems(dataset, 'ModalityLUTSequence')[0];
  const table = item === undefined ? null : readLookupTable(item, signed);
  if (table !== null) return { kind: 'table', first: table.first, values: table.values };
  return { kind: 'linear', slope: readNumber(rescale, 'RescaleSlope') || 1, intercept: readNumber(rescale, 'RescaleIntercept') ?? 0 };
}

function valueRange(modality: ModalityMap, { kind, bitsStored, signed }: PixelLayout): Pick<FrameMeaning, 'lowest' | 'highest'> {
  if (kind !== 'integer') return { lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY };
  if (modality.kind === 'table') {
    const { values } = modality;
    return { lowest: values.reduce((a, b) => Math.min(a, b), 65535), highest: values.reduce((a, b) => Math.max(a, b), 0) };
  }
  const half = 2 ** (bitsStored - 1);
  const ends = (signed ? [-half, half - 1] : [0, 2 * half - 1]).map((stored) => stored * modality.slope + modality.intercept);
  return { lowest: Math.min(...ends), highest: Math.max(...ends) };
}

/** Pixel Padding Value and its limit, read with the pixels' sign, since many files have the wrong representation for them. */
function readPadding(dataset: Dataset, { kind, signed }: PixelLayout): FrameMeaning['padding'] {
  if (kind === 'float') return ends(readNumber(dataset, 0x00280122), readNumber(dataset, 0x00280124));
  if (kind === 'double') return ends(readNumber(dataset, 0x00280123), readNumber(dataset, 0x00280125));
  const [value, limit] = [0x00280120, 0x00280121].map((tag) => readWords(dataset, tag)[0]);
  const turn = (word: number | undefined): number | undefined => (signed || word === undefined ? word : word & 0xffff);
  return ends(turn(value), turn(limit));
}

const ends = (value: number | undefined, limit = value): FrameMeaning['padding'] =>
  value === undefined || limit === undefined ? null : [Math.min(value, limit), Math.max(value, limit)];

function readWindows(group: Dataset): readonly VoiWindow[] {
  const centers = readNumbers(group, 'WindowCenter');
  const widths = readNumbers(group, 'WindowWidth');
  const explanations = readStrings(group, 'WindowCenterWidthExplanation');
  const shape = shapeOf(readString(group, 'VOILUTFunction'));
  return centers.flatMap((center, i) => {
    const width = widths[i] ?? Number.NaN;
    if (!Number.isFinite(center) || !Number.isFinite(width) || width <= 0) return [];
    return [{ center, width: shape === 'LINEAR' ? Math.max(1, width) : width, shape, explanation: explanations[i] ?? '' }];
  });
}

const shapeOf = (term: string): VoiWindow['shape'] => (term === 'LINEAR_EXACT' || term === 'SIGMOID' ? term : 'LINEAR');

function readTables(group: Dataset, signed: boolean): readonly VoiTable[] {
  return readItems(group, 'VOILUTSequence').flatMap((item) => {
    const whole = readLookupTable(item, signed || findElement(item, 'LUTDescriptor')?.vr === 'SS');
    return whole === null ? [] : [{ ...whole, explanation: readString(item, 'LUTExplanation') }];
  });
}
