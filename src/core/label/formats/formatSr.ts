import { type Code, codeItem } from '../../dicom/code';
import { elementOf, sequenceOf } from '../../dicom/elementOf';
import { type DicomElement, writeDicom } from '../../dicom/writeDicom';
import type { CategoryValue, Label, Mark, PixelPoint } from '../label';
import { angleOf, cobbOf, lengthOf, type Spacing } from '../measure';
import { cornersOf } from '../pixelsOfMark';
import { withoutProposals } from '../proposals';
import { isDrawn, type LabelDefinition, type Protocol } from '../protocol';
import {
  type ContentItem,
  codeContent,
  containerContent,
  containerElements,
  contentElements,
  imageContent,
  nameContent,
  numberContent,
  pointsContent,
  textContent,
  uidContent,
} from './contentItem';
import { bySeries, type DocumentContext, documentHead, instanceItem } from './documentHead';
import type { WrittenDocument } from './formatSeg';
import { codeOfDefinition, ownScheme, ownSchemeSequence } from './labelCode';
import { placeOfMark, type SourceImage, type SourceInstance } from './sourceImage';
import { srCodes } from './srCodes';
import { ucumOf } from './ucum';

const comprehensiveSr = '1.2.840.10008.5.1.4.1.1.88.33';

/** What a report's writer works with. */
type Report = {
  readonly source: SourceImage;
  readonly label: Label;
  readonly protocol: Protocol;
  /** For lengths: null where only pixels are known, or only the detector's millimetres. */
  readonly patientSpacing: Spacing | null;
  /** For angles, where only the shape of a pixel counts. */
  readonly spacing: Spacing | null;
  readonly context: DocumentContext;
};

/**
 * A measurement report (Comprehensive SR, TID 1500) of one label: lengths and angles with the points that they were measured on, boxes, outlines and
 * points as regions, numbers in UCUM's units, categories and notes as evaluations. Lengths are in millimetres only where the image is calibrated in the
 * patient, else in pixels, and a note says so; masks have no place in it.
 */
export function formatSr(
  source: SourceImage,
  label: Label,
  protocol: Protocol,
  spacing: Spacing | null,
  context: DocumentContext,
): WrittenDocument & { readonly notes: readonly string[] } {
  const patientSpacing = spacing?.from === 'PixelSpacing' ? spacing : null;
  const report: Report = { source, label, protocol, patientSpacing, spacing, context };
  const marks = withoutProposals(label).marks.map((mark) => ({ mark, group: markGroup(mark, report) }));
  const left = marks.filter(({ group }) => group === null).length;
  const used = usedInstances(
    report,
    marks.flatMap(({ mark, group }) => (group === null ? [] : [mark])),
  );
  const [first] = used;
  const groups = [...marks.flatMap(({ group }) => (group === null ? [] : [group])), ...numberGroups(report, first)];
  const evaluations = protocol.labels.flatMap((definition) => evaluationsOf(definition, label.categories[definition.name]));
  if (first === undefined || groups.length + evaluations.length === 0) return { bytes: null, left, notes: [] };
  const content = [
    ...contextItems(label.reader),
    containerContent(srCodes.library, [
      containerContent(
        srCodes.libraryGroup,
        used.map((instance) => imageContent('CONTAINS', null, instance, null)),
      ),
    ]),
    ...(groups.length === 0 ? [] : [containerContent(srCodes.measurements, groups)]),
    ...(evaluations.length === 0 ? [] : [containerContent(srCodes.evaluations, evaluations)]),
  ];
  const elements = documentElements(report, first, used, content);
  const instance = context.uid(`instance|${JSON.stringify(elements)}`);
  const hasLengths = marks.some(({ mark, group }) => group !== null && mark.kind === 'length');
  return { bytes: writeDicom([...elements, elementOf('SOPInstanceUID', instance)]), left, notes: hasLengths ? unitNotes(spacing) : [] };
}

function unitNotes(spacing: Spacing | null): readonly string[] {
  if (spacing?.from === 'PixelSpacing') return [];
  return spacing === null
    ? ['lengths are in pixels, because the image is not calibrated']
    : ["lengths are in pixels, because the image's millimetres are those of the detector"];
}

function usedInstances({ source }: Report, marks: readonly Mark[]): readonly SourceInstance[] {
  const used = new Set(marks.map((mark) => placeOfMark(source, mark)?.file ?? 0));
  return used.size === 0 ? source.instances.slice(0, 1) : source.instances.filter((_, index) => used.has(index));
}

function documentElements(
  { label, context }: Report,
  first: SourceInstance,
  used: readonly SourceInstance[],
  content: readonly ContentItem[],
): readonly DicomElement[] {
  const evidence = [...bySeries(used)].map(([series, members]) => [
    elementOf('SeriesInstanceUID', series),
    sequenceOf(
      'ReferencedSOPSequence',
      members.map((member) => instanceItem(member)),
    ),
  ]);
  const kind = { modality: 'SR', sopClass: comprehensiveSr, seriesNumber: 9002, reader: label.reader } as const;
  return [
    ...documentHead(first, kind, context),
    ownSchemeSequence(),
    sequenceOf('ReferencedPerformedProcedureStepSequence', []),
    sequenceOf('PerformedProcedureCodeSequence', []),
    elementOf('CompletionFlag', label.status === 'final' ? 'COMPLETE' : 'PARTIAL'),
    elementOf('VerificationFlag', 'UNVERIFIED'),
    sequenceOf('CurrentRequestedProcedureEvidenceSequence', [
      [elementOf('StudyInstanceUID', first.study), sequenceOf('ReferencedSeriesSequence', evidence)],
    ]),
    elementOf('ValueType', 'CONTAINER'),
    sequenceOf('ConceptNameCodeSequence', [codeItem(srCodes.report)]),
    ...containerElements('1500'),
    sequenceOf('ContentSequence', content.map(contentElements)),
  ];
}

const contextItems = (reader: string): readonly ContentItem[] => [
  codeContent('HAS CONCEPT MOD', srCodes.language, srCodes.english),
  codeContent('HAS OBS CONTEXT', srCodes.observerType, srCodes.person),
  nameContent('HAS OBS CONTEXT', srCodes.personName, reader),
  codeContent('HAS CONCEPT MOD', srCodes.procedure, srCodes.imaging),
];

/** A measurement group of one mark; null for a mark that has no place in a report. */
function markGroup(mark: Mark, report: Report): ContentItem | null {
  const { source, protocol } = report;
  const definition = protocol.labels.find(({ name }) => name === mark.name);
  const place = placeOfMark(source, mark);
  const instance = source.instances[place?.file ?? -1];
  if (definition === undefined || place === null || instance === undefined) return null;
  const on = imageContent('SELECTED FROM', null, instance, place.frame);
  const drawn = regionOf(mark, on) ?? measurementOf(mark, on, report);
  if (drawn === null) return null;
  const template = drawn.type === 'SCOORD' ? '1410' : '1501';
  const id = mark.object ?? mark.id;
  return containerContent(srCodes.group, [...tracking(definition, id, report), drawn], template);
}

function tracking(definition: LabelDefinition, id: string, { source, context }: Report): readonly ContentItem[] {
  return [
    textContent('HAS OBS CONTEXT', srCodes.trackingId, `${definition.name} ${id}`),
    uidContent('HAS OBS CONTEXT', srCodes.trackingUid, context.uid(`tracking|${source.image}|${definition.name}|${id}`)),
    codeContent('CONTAINS', srCodes.finding, codeOfDefinition(definition)),
  ];
}

function regionOf(mark: Mark, on: ContentItem): ContentItem | null {
  const region = (graphic: 'POINT' | 'POLYLINE', points: readonly PixelPoint[]) =>
    pointsContent('CONTAINS', srCodes.region, graphic, points, on);
  if (mark.kind === 'point') return region('POINT', [mark.at]);
  const corners = mark.kind === 'box' ? cornersOf(mark.from, mark.to) : mark.kind === 'outline' ? mark.points : [];
  return corners.length === 0 ? null : region('POLYLINE', [...corners, ...corners.slice(0, 1)]);
}

function measurementOf(mark: Mark, on: ContentItem, { patientSpacing, spacing }: Report): ContentItem | null {
  const measured = (name: Code, value: number, unit: string, points: readonly PixelPoint[]): ContentItem | null =>
    Number.isFinite(value)
      ? numberContent(name, value, ucumOf(unit), [pointsContent('INFERRED FROM', srCodes.path, 'POLYLINE', points, on)])
      : null;
  if (mark.kind === 'length')
    return measured(srCodes.length, lengthOf(mark, patientSpacing), patientSpacing === null ? 'pixels' : 'mm', [mark.from, mark.to]);
  if (mark.kind === 'angle') return measured(srCodes.angle, angleOf(mark, spacing), 'degrees', mark.points);
  return mark.kind === 'cobb' ? measured(srCodes.cobb, cobbOf(mark, spacing), 'degrees', mark.points) : null;
}

/** Numbers that are said of the whole image, a group each. */
function numberGroups(report: Report, first: SourceInstance | undefined): readonly ContentItem[] {
  const { label, protocol } = report;
  return protocol.labels.flatMap((definition) => {
    const value = label.categories[definition.name];
    if (definition.kind !== 'number' || typeof value !== 'number' || first === undefined) return [];
    const on = imageContent('INFERRED FROM', srCodes.source, first, null);
    const said = numberContent(codeOfDefinition(definition), value, ucumOf(definition.unit ?? ''), [on]);
    return [containerContent(srCodes.group, [...tracking(definition, 'image', report), said], '1501')];
  });
}

/** What "none of the values" is called. */
export const noneOfThem = '[]';

function evaluationsOf(definition: LabelDefinition, value: CategoryValue | undefined): readonly ContentItem[] {
  if (value === undefined || isDrawn(definition) || definition.kind === 'number') return [];
  const name = codeOfDefinition(definition);
  if (definition.kind === 'note') return [textContent('CONTAINS', name, String(value))];
  const values = Array.isArray(value) ? (value.length === 0 ? [noneOfThem] : value) : [String(value)];
  return values.map((text) =>
    codeContent('CONTAINS', name, { value: text, scheme: ownScheme, meaning: text === noneOfThem ? 'None of them' : text }),
  );
}
