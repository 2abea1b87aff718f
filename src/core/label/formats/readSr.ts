import { type Code, isSameCode, readCode } from '../../dicom/code';
import type { Dataset } from '../../dicom/dataset';
import { readItems, readNumber, readNumbers, readString } from '../../dicom/value';
import type { SourceReference } from './readSeg';
import { srCodes } from './srCodes';

/** Points of a report: pairs of continuous pixels on a frame of an image, or places in the patient (three numbers, millimetres) in a frame of reference. */
export type SrShape = {
  readonly graphic: string;
  readonly points: readonly (readonly number[])[];
  /** '' for points on an image. */
  readonly frameOfReference: string;
  readonly image: SourceReference | null;
};

export type SrNumber = {
  readonly name: Code;
  readonly value: number;
  /** UCUM's code. */
  readonly unit: string;
  readonly shapes: readonly SrShape[];
  readonly images: readonly SourceReference[];
};

export type SrEvaluation = { readonly name: Code; readonly value: string };

/** What a report says together: of one thing, or (`finding` null) of the whole. */
export type SrGroup = {
  readonly trackingId: string;
  readonly trackingUid: string;
  readonly finding: Code | null;
  readonly shapes: readonly SrShape[];
  readonly numbers: readonly SrNumber[];
  readonly evaluations: readonly SrEvaluation[];
  readonly images: readonly SourceReference[];
  /** True where it speaks of segments of a segmentation. */
  readonly hasSegments: boolean;
};

export type SrReport = {
  readonly groups: readonly SrGroup[];
  readonly evaluations: readonly SrEvaluation[];
  readonly references: readonly string[];
};

const referencedSegment = { value: '121191', scheme: 'DCM' } as const;
const segmentationFrame = { value: '121214', scheme: 'DCM' } as const;

/** Reads a measurement report (TID 1500); the reason, as the end of a sentence, where a structured report is another kind. */
export function readSr(dataset: Dataset): SrReport | string {
  const kind = codeOf(dataset, 'ConceptNameCodeSequence');
  const groups = containers(dataset, srCodes.group);
  if (groups.length === 0 && (kind === null || !isSameCode(kind, srCodes.report)))
    return 'it is a structured report of another kind than measurements (TID 1500)';
  return {
    groups: groups.map((group) => readGroup(group, dataset)),
    evaluations: containers(dataset, srCodes.evaluations).flatMap(evaluationsOf),
    references: evidenceOf(dataset),
  };
}

type CodeKey = 'ConceptNameCodeSequence' | 'ConceptCodeSequence' | 'MeasurementUnitsCodeSequence';

function codeOf(item: Dataset, key: CodeKey): Code | null {
  const [code] = readItems(item, key);
  return code === undefined ? null : readCode(code);
}

const contentOf = (item: Dataset): readonly Dataset[] => readItems(item, 'ContentSequence');
const typeOf = (item: Dataset): string => readString(item, 'ValueType');

function isNamed(item: Dataset, code: Pick<Code, 'value' | 'scheme'>): boolean {
  const name = codeOf(item, 'ConceptNameCodeSequence');
  return name !== null && isSameCode(name, code);
}

/** The outermost containers of a name. */
const containers = (item: Dataset, code: Code): readonly Dataset[] =>
  contentOf(item).flatMap((child) => (typeOf(child) !== 'CONTAINER' ? [] : isNamed(child, code) ? [child] : containers(child, code)));

function readGroup(group: Dataset, root: Dataset): SrGroup {
  const content = contentOf(group).map((child) => resolved(child, root));
  const named = (code: Code): Dataset | undefined => content.find((child) => isNamed(child, code));
  const [id, uid, finding] = [named(srCodes.trackingId), named(srCodes.trackingUid), named(srCodes.finding)];
  return {
    trackingId: id === undefined ? '' : readString(id, 'TextValue'),
    trackingUid: uid === undefined ? '' : readString(uid, 'UID'),
    finding: finding === undefined ? null : codeOf(finding, 'ConceptCodeSequence'),
    shapes: content.flatMap(shapesOf),
    numbers: content.filter((child) => typeOf(child) === 'NUM').flatMap((child) => numberOf(child, root)),
    evaluations: content.filter((child) => child !== finding && child !== id).flatMap(evaluationOf),
    images: content.flatMap(imagesOf),
    hasSegments: content.some((child) => isNamed(child, referencedSegment) || isNamed(child, segmentationFrame)),
  };
}

/** The item that an item only refers to, by its place in the tree (PS3.3 C.17.3.2.5); itself otherwise. */
function resolved(item: Dataset, root: Dataset): Dataset {
  const [, ...path] = readNumbers(item, 'ReferencedContentItemIdentifier');
  let found: Dataset | undefined = path.length === 0 ? item : root;
  for (const place of path) found = found === undefined ? undefined : contentOf(found)[place - 1];
  return found ?? item;
}

function numberOf(item: Dataset, root: Dataset): readonly SrNumber[] {
  const name = codeOf(item, 'ConceptNameCodeSequence');
  const [measured] = readItems(item, 'MeasuredValueSequence');
  const value = measured === undefined ? undefined : readNumber(measured, 'NumericValue');
  if (name === null || measured === undefined || value === undefined) return [];
  const content = contentOf(item).map((child) => resolved(child, root));
  const unit = codeOf(measured, 'MeasurementUnitsCodeSequence');
  return [{ name, value, unit: unit?.value ?? '', shapes: content.flatMap(shapesOf), images: content.flatMap(imagesOf) }];
}

function shapesOf(item: Dataset): readonly SrShape[] {
  const type = typeOf(item);
  if (type !== 'SCOORD' && type !== 'SCOORD3D') return [];
  const numbers = readNumbers(item, 'GraphicData');
  const size = type === 'SCOORD' ? 2 : 3;
  const points = Array.from({ length: Math.floor(numbers.length / size) }, (_, at) => numbers.slice(at * size, (at + 1) * size));
  const [image] = contentOf(item).flatMap(imagesOf);
  return [
    {
      graphic: readString(item, 'GraphicType'),
      points: points.map((point) => point.map(shortest)),
      frameOfReference: type === 'SCOORD' ? '' : readString(item, 'ReferencedFrameOfReferenceUID'),
      image: image ?? null,
    },
  ];
}

/** The shortest decimal number that single precision can't tell from this one: 3.3, not 3.299999952316284. */
export function shortest(value: number): number {
  for (let digits = 1; digits < 10; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function imagesOf(item: Dataset): readonly SourceReference[] {
  if (typeOf(item) !== 'IMAGE') return [];
  return readItems(item, 'ReferencedSOPSequence').map((reference) => {
    const frame = readNumber(reference, 'ReferencedFrameNumber');
    return { sopInstance: readString(reference, 'ReferencedSOPInstanceUID'), frame: frame === undefined || frame < 1 ? null : frame - 1 };
  });
}

const evaluationsOf = (container: Dataset): readonly SrEvaluation[] => contentOf(container).flatMap(evaluationOf);

function evaluationOf(item: Dataset): readonly SrEvaluation[] {
  const name = codeOf(item, 'ConceptNameCodeSequence');
  if (name === null || readString(item, 'RelationshipType') !== 'CONTAINS') return [];
  if (typeOf(item) === 'TEXT') return [{ name, value: readString(item, 'TextValue').replace(/\r\n/g, '\n') }];
  const code = typeOf(item) === 'CODE' ? codeOf(item, 'ConceptCodeSequence') : null;
  return code === null ? [] : [{ name, value: code.scheme.startsWith('99') ? code.value : code.meaning }];
}

const evidenceOf = (dataset: Dataset): readonly string[] =>
  (['CurrentRequestedProcedureEvidenceSequence'] as const)
    .flatMap((key) => readItems(dataset, key))
    .flatMap((study) => readItems(study, 'ReferencedSeriesSequence'))
    .flatMap((series) => readItems(series, 'ReferencedSOPSequence'))
    .map((item) => readString(item, 'ReferencedSOPInstanceUID'));
