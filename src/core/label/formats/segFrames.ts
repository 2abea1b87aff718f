import { type Code, codeItem } from '../../dicom/code';
import { tagOf } from '../../dicom/dictionary';
import { elementOf, sequenceOf } from '../../dicom/elementOf';
import type { DicomElement } from '../../dicom/writeDicom';
import type { FrameHeader } from '../../series/frameHeader';
import { type DocumentContext, instanceItem } from './documentHead';
import type { Segment } from './segments';
import type { SourceImage } from './sourceImage';

/** Where each frame of a segmentation lies: its segment, the frame that it was made from, and its place in the patient where the image has one. */
export function segFrameElements(segments: readonly Segment[], source: SourceImage, { uid }: DocumentContext): readonly DicomElement[] {
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
// Not in our dictionary: what reads implicit VR must not take it for a sequence, for old reports have text there.
const purposeOfReferenceCodeSequence = 0x0040a170;
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
          { tag: purposeOfReferenceCodeSequence, vr: 'SQ' as const, items: [codeItem(sourceCode)] },
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
  const shared = groups.filter(isShared);
  const own = groups.filter((group) => !shared.includes(group));
  return {
    frameOfReference,
    shared: shared.flatMap((group) => group.slice(0, 1)),
    frames: positions.map((position, index) => [position, ...own.flatMap((group) => group.slice(index, index + 1))]),
  };
}
