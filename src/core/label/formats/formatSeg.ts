import { codeItem } from '../../dicom/code';
import { tagOf } from '../../dicom/dictionary';
import { elementOf, plainText, sequenceOf } from '../../dicom/elementOf';
import { type DicomElement, writeDicom } from '../../dicom/writeDicom';
import type { Label } from '../label';
import type { Protocol } from '../protocol';
import { cieLabOf } from './cieLab';
import { type DocumentContext, documentHead, referencedSeries } from './documentHead';
import { categoryOfDefinition, codeOfDefinition, ownSchemeSequence } from './labelCode';
import { packedBits } from './packedBits';
import { segFrameElements } from './segFrames';
import { type Segment, segmentsOf, segmentsOverlap } from './segments';
import type { SourceImage, SourceInstance } from './sourceImage';

export const segmentationStorage = '1.2.840.10008.5.1.4.1.1.66.4';

/** A file, null where the label draws no region, for a segmentation can't be empty; `left` marks have no place in it. */
export type WrittenDocument = { readonly bytes: Uint8Array | null; readonly left: number };

/**
 * A DICOM Segmentation (PS3.3 A.51) of single bits: a segment for each thing that masks and outlines draw, a frame for each frame that it shows on, each
 * derived from the frame of the image that it lies on. The position in the patient is written where the image has one: a radiograph without a frame of
 * reference has none, and then the frames' size is that of the image, as A.51.5.1 demands. Throws RangeError where the image's files differ in size.
 */
export function formatSeg(source: SourceImage, label: Label, protocol: Protocol, context: DocumentContext): WrittenDocument {
  const { segments, left } = segmentsOf(label, protocol, source);
  const [first] = segments.flatMap(({ frames }) => frames);
  const size = source.instances[first?.file ?? -1];
  if (size === undefined) return { bytes: null, left };
  const used = usedInstances(source, segments);
  if (used.some(({ rows, columns }) => rows !== size.rows || columns !== size.columns))
    throw new RangeError('frames of a segmentation have one size');
  const masks = segments.flatMap(({ frames }) => frames.map(({ runs }) => runs));
  const kind = { modality: 'SEG', sopClass: segmentationStorage, seriesNumber: 9001, reader: label.reader } as const;
  const elements = [
    ...documentHead(size, kind, context),
    ...imageElements(size, label.reader, masks.length, used),
    ...segmentElements(segments, source, context),
    ...segFrameElements(segments, source, context),
    referencedSeries(used),
  ];
  const pixels = { tag: tagOf('PixelData'), vr: 'OB', value: packedBits(masks, size) };
  // Another content or another time is another object.
  const instance = context.uid(`instance|${JSON.stringify(elements)}|${label.image}|${JSON.stringify(masks)}`);
  return { bytes: writeDicom([...elements, elementOf('SOPInstanceUID', instance), pixels]), left };
}

function usedInstances({ instances }: SourceImage, segments: readonly Segment[]): readonly SourceInstance[] {
  const used = new Set(segments.flatMap(({ frames }) => frames.map(({ file }) => file)));
  return instances.filter((_, index) => used.has(index));
}

function imageElements(
  { rows, columns }: SourceInstance,
  reader: string,
  frames: number,
  used: readonly SourceInstance[],
): readonly DicomElement[] {
  return [
    elementOf('ImageType', ['DERIVED', 'PRIMARY']),
    elementOf('SamplesPerPixel', 1),
    elementOf('PhotometricInterpretation', 'MONOCHROME2'),
    elementOf('NumberOfFrames', [String(frames)]),
    elementOf('Rows', rows),
    elementOf('Columns', columns),
    elementOf('BitsAllocated', 1),
    elementOf('BitsStored', 1),
    elementOf('HighBit', 0),
    elementOf('PixelRepresentation', 0),
    elementOf('LossyImageCompression', used.some(({ lossy }) => lossy === '01') ? '01' : '00'),
    elementOf('SegmentationType', 'BINARY'),
    elementOf('ContentLabel', 'LABELS'),
    elementOf('ContentDescription', 'Labels of a RadSteps project'),
    elementOf('ContentCreatorName', plainText(reader)),
  ];
}

function segmentElements(segments: readonly Segment[], { image }: SourceImage, { uid }: DocumentContext): readonly DicomElement[] {
  return [
    elementOf('SegmentsOverlap', segmentsOverlap(segments) ? 'YES' : 'NO'),
    ownSchemeSequence(),
    sequenceOf(
      'SegmentSequence',
      segments.map((segment, index) => [
        ...segmentItem(segment, index + 1),
        elementOf('TrackingUID', uid(`tracking|${image}|${segment.definition.name}|${segment.id}`)),
      ]),
    ),
  ];
}

function segmentItem({ definition, id }: Segment, number: number): readonly DicomElement[] {
  const colour = cieLabOf(definition.colour ?? '');
  return [
    elementOf('SegmentNumber', number),
    elementOf('SegmentLabel', plainText(definition.title) || definition.name),
    elementOf('SegmentAlgorithmType', 'MANUAL'),
    sequenceOf('SegmentedPropertyCategoryCodeSequence', [codeItem(categoryOfDefinition(definition))]),
    sequenceOf('SegmentedPropertyTypeCodeSequence', [codeItem(codeOfDefinition(definition))]),
    elementOf('TrackingID', plainText(`${definition.name} ${id}`)),
    ...(colour === null ? [] : [elementOf('RecommendedDisplayCIELabValue', colour)]),
  ];
}
