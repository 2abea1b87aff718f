import { type Code, codeItem } from '../../dicom/code';
import { elementOf, plainText, sequenceOf } from '../../dicom/elementOf';
import type { DicomElement } from '../../dicom/writeDicom';
import type { PixelPoint } from '../label';
import { instanceItem } from './documentHead';
import type { SourceInstance } from './sourceImage';

/** An item of a structured report (PS3.3 C.17.3) to be written; `relation` is its relationship with the item above. */
export type ContentItem = {
  readonly relation: 'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD' | 'INFERRED FROM' | 'SELECTED FROM';
  readonly name: Code | null;
  readonly elements: readonly DicomElement[];
  readonly type: string;
  readonly content: readonly ContentItem[];
};

type Relation = ContentItem['relation'];

const item = (
  relation: Relation,
  type: string,
  name: Code | null,
  elements: readonly DicomElement[],
  content: readonly ContentItem[] = [],
): ContentItem => ({ relation, type, name, elements, content });

export const codeContent = (relation: Relation, name: Code, value: Code): ContentItem =>
  item(relation, 'CODE', name, [sequenceOf('ConceptCodeSequence', [codeItem(value)])]);

/** Free text keeps its lines. */
export const textContent = (relation: Relation, name: Code, text: string): ContentItem =>
  item(relation, 'TEXT', name, [elementOf('TextValue', text.replace(/\r?\n/g, '\r\n'))]);

export const nameContent = (relation: Relation, name: Code, person: string): ContentItem =>
  item(relation, 'PNAME', name, [elementOf('PersonName', plainText(person))]);

export const uidContent = (relation: Relation, name: Code, uid: string): ContentItem =>
  item(relation, 'UIDREF', name, [elementOf('UID', uid)]);

/** A number with its unit in UCUM, and what it was measured on. */
export const numberContent = (name: Code, value: number, unit: Code, content: readonly ContentItem[]): ContentItem =>
  item(
    'CONTAINS',
    'NUM',
    name,
    [
      sequenceOf('MeasuredValueSequence', [
        [elementOf('NumericValue', [value]), sequenceOf('MeasurementUnitsCodeSequence', [codeItem(unit)])],
      ]),
    ],
    content,
  );

/** A container; `template` is that of DCMR (PS3.16) which it follows. */
export const containerContent = (name: Code, content: readonly ContentItem[], template: string | null = null): ContentItem =>
  item('CONTAINS', 'CONTAINER', name, containerElements(template), content);

/** What a container says of itself. */
export const containerElements = (template: string | null): readonly DicomElement[] => [
  elementOf('ContinuityOfContent', 'SEPARATE'),
  ...(template === null
    ? []
    : [sequenceOf('ContentTemplateSequence', [[elementOf('MappingResource', 'DCMR'), elementOf('TemplateIdentifier', template)]])]),
];

/** A frame (from 0) of a file; null, or the only frame, is the whole file. */
export function imageContent(relation: Relation, name: Code | null, instance: SourceInstance, frame: number | null): ContentItem {
  const reference = [
    ...instanceItem(instance),
    ...(frame !== null && instance.frames.length > 1 ? [elementOf('ReferencedFrameNumber', [String(frame + 1)])] : []),
  ];
  return item(relation, 'IMAGE', name, [sequenceOf('ReferencedSOPSequence', [reference])]);
}

/** Points on a frame; DICOM counts them as we do, from the top left corner of the first pixel, but in single precision. */
export const pointsContent = (
  relation: Relation,
  name: Code,
  graphic: 'POINT' | 'POLYLINE',
  points: readonly PixelPoint[],
  on: ContentItem,
): ContentItem => item(relation, 'SCOORD', name, [elementOf('GraphicType', graphic), elementOf('GraphicData', points.flat())], [on]);

/** An item's elements with all that it contains. */
export function contentElements({ relation, type, name, elements, content }: ContentItem): readonly DicomElement[] {
  return [
    elementOf('RelationshipType', relation),
    elementOf('ValueType', type),
    ...(name === null ? [] : [sequenceOf('ConceptNameCodeSequence', [codeItem(name)])]),
    ...elements,
    ...(content.length === 0 ? [] : [sequenceOf('ContentSequence', content.map(contentElements))]),
  ];
}
