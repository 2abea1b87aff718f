import { parseLabelValue } from '../../core/dataset/labelValue';
import type { Code } from '../../core/dicom/code';
import type { DicomFile } from '../../core/dicom/readDicom';
import { definitionOfClass, type ForeignMark } from '../../core/label/formats/foreignMark';
import { intoFrame } from '../../core/label/formats/frameAt';
import { definitionOfCode } from '../../core/label/formats/labelCode';
import type { SourceReference } from '../../core/label/formats/readSeg';
import { readSr, type SrEvaluation, type SrGroup, type SrNumber, type SrShape } from '../../core/label/formats/readSr';
import type { SourceImage } from '../../core/label/formats/sourceImage';
import { drawnOf } from '../../core/label/formats/srMarks';
import { millimetresIn, ucumOf } from '../../core/label/formats/ucum';
import type { CategoryValue, PixelPoint } from '../../core/label/label';
import { lengthOf } from '../../core/label/measure';
import type { LabelDefinition } from '../../core/label/protocol';
import { spacingOf } from '../../core/label/spacingOf';
import type { InstanceMatch } from './instanceIndex';
import { type DocumentTools, matchedSources, type Taken } from './takeSegmentation';

/** What a report has said of one image so far. */
type Said = { readonly marks: ForeignMark[]; readonly categories: Map<string, CategoryValue>; readonly problems: string[] };

type Reading = {
  readonly tools: DocumentTools;
  readonly matches: ReadonlyMap<string, InstanceMatch>;
  readonly sources: ReadonlyMap<string, SourceImage>;
  readonly said: Map<string, Said>;
  /** Sentences' ends and how often each holds. */
  readonly notes: Map<string, number>;
  /** Tells this report's things from those of others. */
  readonly name: string;
};

/** Takes the marks, numbers and evaluations of a measurement report over. */
export async function takeReport(dicom: DicomFile, name: string, tools: DocumentTools): Promise<Taken> {
  const report = readSr(dicom.dataset);
  if (typeof report === 'string') return { found: [], problems: [`${report}, and was left out`] };
  const references = report.groups.flatMap(({ shapes, numbers, images }) => [
    ...images,
    ...[...shapes, ...numbers.flatMap((number) => number.shapes)].flatMap(({ image }) => (image === null ? [] : [image])),
    ...numbers.flatMap((number) => number.images),
  ]);
  const matches = await tools.find([...references.map(({ sopInstance }) => sopInstance), ...report.references]);
  if (matches.size === 0) return { found: [], problems: ['it refers to no image that the project has, and was left out'] };
  const sources = await matchedSources(matches, tools);
  const reading: Reading = { tools, matches, sources, said: new Map(), notes: new Map(), name };
  for (const group of report.groups) takeGroup(group, reading);
  takeEvaluations(report.evaluations, onlyImage(reading), reading);
  if (reading.said.size + reading.notes.size === 0) return { found: [], problems: ['it says nothing that the protocol asks for'] };
  const found = [...reading.said].map(([image, { marks, categories, problems }]) => ({
    ...{ image, marks, problems: [...new Set(problems)] },
    categories: Object.fromEntries(categories),
  }));
  return { found, problems: [...reading.notes].map(([note, count]) => note.replace('#', String(count))) };
}

const note = ({ notes }: Reading, text: string): void => void notes.set(text, (notes.get(text) ?? 0) + 1);

function saidOf({ said }: Reading, image: string): Said {
  const known = said.get(image) ?? { marks: [], categories: new Map(), problems: [] };
  said.set(image, known);
  return known;
}

/** The only image that a report is about; null where it is about several. */
function onlyImage({ matches }: Reading): string | null {
  const [image, another] = new Set([...matches.values()].map((match) => match.image));
  return image === undefined || another !== undefined ? null : image;
}

function takeGroup(group: SrGroup, reading: Reading): void {
  const definition = definitionOf(group, reading);
  const measured = group.numbers.flatMap((number) => number.shapes.map((shape) => ({ shape, number })));
  const shapes = [...group.shapes.map((shape) => ({ shape, number: null })), ...measured];
  for (const { shape, number } of shapes) takeShape(shape, number, definition?.name ?? wordsOf(group), group, reading);
  for (const number of group.numbers) takeNumber(number, definition, group, reading);
  const [first] = [...group.images, ...group.numbers.flatMap(({ images }) => images), ...shapes.flatMap(({ shape }) => shape.image ?? [])];
  const image = first === undefined ? onlyImage(reading) : (reading.matches.get(first.sopInstance)?.image ?? null);
  takeEvaluations(group.evaluations, image, reading);
  if (group.hasSegments && shapes.length === 0)
    note(reading, '# of its measurements are of segments of a segmentation, which --format seg takes');
}

const wordsOf = ({ finding, trackingId }: SrGroup): string => finding?.meaning || trackingId || 'a measurement';

/** By what is found, by the tracking identifier (ours begins with the name), or by what is measured. */
function definitionOf({ finding, trackingId, numbers }: SrGroup, { tools: { protocol } }: Reading): LabelDefinition | null {
  const found = finding === null ? null : definitionOfCode(finding, protocol);
  const tracked = protocol.labels.find(({ name }) => name === trackingId.split(' ')[0]) ?? definitionOfClass(trackingId, protocol);
  const measured = numbers.map(({ name }) => definitionOfCode(name, protocol)).find((definition) => definition !== null);
  return found ?? tracked ?? measured ?? null;
}

/** A frame of an image that points lie on. */
type OnFrame = { readonly match: InstanceMatch; readonly frame: number; readonly points: readonly PixelPoint[] };

function takeShape(shape: SrShape, number: SrNumber | null, className: string, group: SrGroup, reading: Reading): void {
  const on = shape.frameOfReference === '' ? onImage(shape, group.images, reading) : inPatient(shape, reading);
  if (on === null) return;
  const said = saidOf(reading, on.match.image);
  const drawn = drawnOf(shape.graphic, on.points);
  if (drawn === null) {
    said.problems.push('a report draws a shape that no label has');
    return;
  }
  const { image, ...instance } = on.match;
  const frames = reading.sources.get(image)?.instances.find((other) => other.instance === (on.match.instance ?? ''))?.frames.length ?? 1;
  const place = on.frame > 0 || frames > 1 ? { ...instance, frame: on.frame } : instance;
  const object = `${reading.name}/${group.trackingUid || group.trackingId}`;
  for (const entry of drawn) {
    said.marks.push({ className, box: null, mask: null, runs: '', place, object, ...entry });
    if (number !== null) checkLength(entry, number, image, reading);
  }
}

function onImage({ points, image }: SrShape, groupImages: readonly SourceReference[], reading: Reading): OnFrame | null {
  const reference = image ?? groupImages[0];
  const match = reading.matches.get(reference?.sopInstance ?? '');
  if (reference === undefined || match === undefined) {
    note(reading, '# of its shapes lie on no image that the project has');
    return null;
  }
  return { match, frame: reference.frame ?? 0, points: points.map(([column = 0, row = 0]): PixelPoint => [column, row]) };
}

/** The frame that all points lie within half a slice of. */
function inPatient({ points, frameOfReference }: SrShape, reading: Reading): OnFrame | null {
  let best: { readonly on: OnFrame; readonly distanceMm: number } | null = null;
  for (const { image, instances } of reading.sources.values())
    for (const { instance, frames, sliceThicknessMm, ...file } of instances) {
      if (file.frameOfReference !== frameOfReference) continue;
      for (const [frame, header] of frames.entries()) {
        const mapped = points.map(([x = 0, y = 0, z = 0]) => intoFrame(header, [x, y, z]));
        const distanceMm = Math.max(...mapped.map((entry) => entry?.distanceMm ?? Number.POSITIVE_INFINITY));
        if (distanceMm > (sliceThicknessMm ?? 1) / 2 + 0.01 || distanceMm >= (best?.distanceMm ?? Number.POSITIVE_INFINITY)) continue;
        const match = instance === '' ? { image } : { image, instance };
        best = { distanceMm, on: { match, frame, points: mapped.flatMap((entry) => (entry === null ? [] : [rounded(entry.at)])) } };
      }
    }
  if (best === null) note(reading, '# of its shapes lie in the patient, but in no slice of an image that is on this machine');
  return best?.on ?? null;
}

/** Millimetres in single precision say no more than this of a pixel. */
const rounded = ([column, row]: readonly [number, number]): PixelPoint => [Math.round(column * 1e4) / 1e4, Math.round(row * 1e4) / 1e4];

/** A length keeps its ends; what it measures is always computed, so that millimetres which the image does not have are not taken over. */
function checkLength({ shape }: Pick<ForeignMark, 'shape'>, { value, unit }: SrNumber, image: string, reading: Reading): void {
  const millimetres = millimetresIn(unit);
  const row = reading.tools.rows.get(image);
  if (shape?.kind !== 'length' || millimetres === null || row === undefined) return;
  const spacing = spacingOf(row);
  if (spacing?.from !== 'PixelSpacing')
    note(reading, '# of its lengths are in millimetres, but the image is not calibrated: their ends were kept, the millimetres were not');
  else if (Math.abs(lengthOf(shape, spacing) - value * millimetres) > Math.max(0.1, 0.01 * value * millimetres))
    note(reading, '# of its lengths say other millimetres than their ends measure on the image: their ends were kept');
}

function takeNumber(number: SrNumber, definition: LabelDefinition | null, group: SrGroup, reading: Reading): void {
  const named = saidDefinition(number.name, reading) ?? definition;
  if (named?.kind !== 'number') return;
  const [reference] = [...number.images, ...group.images];
  const image = reference === undefined ? onlyImage(reading) : (reading.matches.get(reference.sopInstance)?.image ?? null);
  if (image === null) note(reading, '# of its numbers are of no image that the project has');
  else keepNumber(number, named, image, reading);
}

function keepNumber({ unit, value, shapes }: SrNumber, definition: LabelDefinition, image: string, reading: Reading): void {
  const wanted = ucumOf(definition.unit ?? '').value;
  // Some writers call a number without a unit "{ratio}", "{count}" or nothing.
  const isPlain = wanted === '1' && /^(|1|\{.*\})$/.test(unit);
  const isCalibrated = reading.tools.rows.get(image)?.spacingFrom === 'PixelSpacing';
  if (millimetresIn(wanted) !== null && shapes.length > 0 && !isCalibrated)
    note(reading, `"${definition.title}" was measured in millimetres on an image that is not calibrated, and was left out`);
  else if (unit !== wanted && !isPlain) note(reading, `"${definition.title}" is in another unit than the protocol's, and was left out`);
  else keep(String(value), definition, image, reading);
}

function takeEvaluations(evaluations: readonly SrEvaluation[], image: string | null, reading: Reading): void {
  const values = new Map<LabelDefinition, string[]>();
  for (const { name, value } of evaluations) {
    const definition = saidDefinition(name, reading);
    if (definition === null) note(reading, '# of its evaluations are of nothing that the protocol asks for');
    else values.set(definition, [...(values.get(definition) ?? []), value]);
  }
  if (image === null && values.size > 0) note(reading, 'its evaluations are of several images, and were left out');
  else for (const [definition, texts] of values) keep(texts.join(';'), definition, image ?? '', reading);
}

/** By code, else by what it means to people. */
function saidDefinition(name: Code, { tools: { protocol } }: Reading): LabelDefinition | null {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const byCode = definitionOfCode(name, protocol);
  const named = protocol.labels.find(({ title, name: own, columns = [] }) =>
    [title, own, ...columns].some((text) => plain(text) === plain(name.meaning)),
  );
  return byCode ?? named ?? null;
}

function keep(text: string, definition: LabelDefinition, image: string, reading: Reading): void {
  const parsed = parseLabelValue(text, definition, false);
  if ('problem' in parsed) note(reading, `${parsed.problem}, and was left out`);
  else if (parsed.value !== null) saidOf(reading, image).categories.set(definition.name, parsed.value);
}
