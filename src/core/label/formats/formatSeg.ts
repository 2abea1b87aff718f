import { type Code, codeItem } from '../../dicom/code';
import { tagOf } from '../../dicom/dictionary';
import { elementOf, plainText, sequenceOf } from '../../dicom/elementOf';
import { type DicomElement, writeDicom } from '../../dicom/writeDicom';
import type { FrameHeader } from '../../series/frameHeader';
import type { Label } from '../label';
import type { Protocol } from '../protocol';
import { cieLabOf } from './cieLab';
import { type DocumentContext, documentHead, instanceItem, referencedSeries } from './documentHead';
import { categoryOfDefinition, codeOfDefinition, ownSchemeSequence } from './labelCode';
import { packedBits } from './packedBits';
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
    ...frameElements(segments, source, context),
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

function frameElements(segments: readonly Segment[], source: SourceImage, { uid }: DocumentContext): readonly DicomElement[] {
  const places = segments.flatMap(({ frames }, index) => frames.map((place) => ({ ...place, segment: index + 1 })));
  const headerOf = ({ file, frame }: (typeof places)[number]): FrameHeader | undefined => source.instances[file]?.frames[frame];
  const inPatient = placesInPatient(source, places.map(headerOf));
  const shown = new Set(places.toSorted((a, b) => a.file - b.file || a.frame - b.frame).map(({ file, frame }) => `${file}|${frame}`));
  const order = new Map([...shown].map((place, index) => [place, index + 1]));
  const organization = uid(`dimensions|${source.image}|${inPatient !== null}`);
  const frameItems = places.map((place, index) => {
    const position = order.get(`${place.file}|${place.frame}`) ?? 0;
    return [
      derivation(source, place),
      sequenceOf('FrameContentSequence', [
        [
          elementOf('DimensionIndexValues', [place.segment, position]),
          elementOf('StackID', '1'),
          elementOf('InStackPositionNumber', position),
        ],
      ]),
      sequenceOf('SegmentIdentificationSequence', [[elementOf('ReferencedSegmentNumber', place.segment)]]),
      ...(inPatient?.frames[index] ?? []),
    ];
  });
  return [
    sequenceOf('DimensionOrganizationSequence', [[elementOf('DimensionOrganizationUID', organization)]]),
    sequenceOf('DimensionIndexSequence', [
      dimension(organization, 'ReferencedSegmentNumber', 'SegmentIdentificationSequence', 'Segment'),
      inPatient === null
        ? dimension(organization, 'InStackPositionNumber', 'FrameContentSequence', 'Frame of the image')
        : dimension(organization, 'ImagePositionPatient', 'PlanePositionSequence', 'Position in the patient'),
    ]),
    sequenceOf('SharedFunctionalGroupsSequence', [inPatient?.shared ?? []]),
    sequenceOf('PerFrameFunctionalGroupsSequence', frameItems),
    ...(inPatient === null
      ? [elementOf('PatientOrientation', source.instances[places[0]?.file ?? 0]?.patientOrientation ?? [])]
      : [elementOf('FrameOfReferenceUID', inPatient.frameOfReference), elementOf('PositionReferenceIndicator', '')]),
  ];
}

const dimension = (
  organization: string,
  pointer: 'ReferencedSegmentNumber' | 'InStackPositionNumber' | 'ImagePositionPatient',
  group: 'SegmentIdentificationSequence' | 'FrameContentSequence' | 'PlanePositionSequence',
  words: string,
): readonly DicomElement[] => [
  elementOf('DimensionOrganizationUID', organization),
  elementOf('DimensionIndexPointer', tagOf(pointer)),
  elementOf('FunctionalGroupPointer', tagOf(group)),
  elementOf('DimensionDescriptionLabel', words),
];

const segmentationCode: Code = { value: '113076', scheme: 'DCM', meaning: 'Segmentation' };
const sourceCode: Code = { value: '121322', scheme: 'DCM', meaning: 'Source image for image processing operation' };

function derivation({ instances }: SourceImage, { file, frame }: { readonly file: number; readonly frame: number }): DicomElement {
  const instance = instances[file];
  const reference =
    instance === undefined
      ? []
      : [
          ...instanceItem(instance),
          ...(instance.frames.length > 1 ? [elementOf('ReferencedFrameNumber', [String(frame + 1)])] : []),
          elementOf('SpatialLocationsPreserved', 'YES'),
          sequenceOf('PurposeOfReferenceCodeSequence', [codeItem(sourceCode)]),
        ];
  return sequenceOf('DerivationImageSequence', [
    [sequenceOf('SourceImageSequence', [reference]), sequenceOf('DerivationCodeSequence', [codeItem(segmentationCode)])],
  ]);
}

type InPatient = {
  readonly frameOfReference: string;
  readonly shared: readonly DicomElement[];
  /** The elements of each frame, in order. */
  readonly frames: readonly (readonly DicomElement[])[];
};

/** Null unless all frames lie in one frame of reference and say where. */
function placesInPatient({ instances }: SourceImage, headers: readonly (FrameHeader | undefined)[]): InPatient | null {
  const [frameOfReference = '', ...others] = new Set(instances.map((instance) => instance.frameOfReference));
  if (frameOfReference === '' || others.length > 0) return null;
  const measures: (readonly DicomElement[])[] = [];
  const orientations: (readonly DicomElement[])[] = [];
  const positions: DicomElement[] = [];
  const thickness = instances[0]?.sliceThicknessMm ?? null;
  for (const header of headers) {
    if (header === undefined || header.positionMm === null || header.orientation === null || header.spacingMm === null) return null;
    measures.push([elementOf('PixelSpacing', header.spacingMm), ...(thickness === null ? [] : [elementOf('SliceThickness', [thickness])])]);
    orientations.push([elementOf('ImageOrientationPatient', header.orientation.flat())]);
    positions.push(sequenceOf('PlanePositionSequence', [[elementOf('ImagePositionPatient', header.positionMm)]]));
  }
  const groups = [
    measures.map((item) => sequenceOf('PixelMeasuresSequence', [item])),
    orientations.map((item) => sequenceOf('PlaneOrientationSequence', [item])),
  ];
  const isShared = (group: readonly DicomElement[]): boolean => new Set(group.map((entry) => JSON.stringify(entry))).size === 1;
  return {
    frameOfReference,
    shared: groups.filter(isShared).flatMap((group) => group.slice(0, 1)),
    frames: positions.map((position, index) => [
      position,
      ...groups.filter((group) => !isShared(group)).flatMap((group) => group.slice(index, index + 1)),
    ]),
  };
}
