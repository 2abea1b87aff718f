import type { Part } from '../dataset/split';
import { labelProblems } from '../label/checkLabel';
import type { CategoryValue, Label } from '../label/label';
import { parseLabel } from '../label/labelFile';
import type { LabelDefinition, Protocol } from '../label/protocol';
import { labelFile } from '../project/layout';
import { UserError } from '../userError';
import { type Finding, makeFinding, wholeLine } from './finding';
import { findIdentifiers } from './identifiers';
import { ofUserError } from './schemaFindings';

/** What the checks keep of a label file: what is wrong in it alone, and what is needed to judge it beside others. */
export type LabelFacts = {
  readonly image: string;
  readonly reader: string;
  readonly isFinal: boolean;
  /** True where a model's mark stands in it. */
  readonly hasModelMark: boolean;
  /** Numbers, and words of two-valued categories, by name: no notes. */
  readonly values: Readonly<Record<string, CategoryValue>>;
  readonly findings: readonly Finding[];
};

const task = '3-data/labels';

/** Looks at one label file alone: whether it can be read, fits the protocol, and names nobody in its notes. */
export function readLabelFacts(text: string, reader: string, image: string, protocol: Protocol | null): LabelFacts {
  const file = labelFile(reader, image);
  const none = { image, reader, isFinal: false, hasModelMark: false, values: {} };
  try {
    const label = parseLabel(text, file);
    if (label.image !== image || label.reader !== reader) return { ...none, findings: [misplaced(file)] };
    return {
      ...none,
      isFinal: label.status === 'final',
      hasModelMark: label.marks.some(({ run }) => run !== undefined),
      values: Object.fromEntries(Object.entries(label.categories).filter(([name]) => isJudged(protocol, name))),
      findings: [...protocolFindings(file, text, label, protocol), ...noteFindings(file, text)],
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...none, findings: [{ ...ofUserError(file, error), code: 'label-invalid', task }] };
  }
}

const isJudged = (protocol: Protocol | null, name: string): boolean =>
  protocol?.labels.some((label) => label.name === name && label.kind !== 'note') ?? false;

const misplaced = (file: string): Finding =>
  makeFinding({
    ...{ code: 'label-invalid', severity: 'error', file, about: '', at: wholeLine(1), task },
    message: 'This is the label of another image or reader: it lies in the wrong place.',
    advice: 'Move it to 3-data/labels/<reader>/<image>.json, or correct the names in it.',
  });

function protocolFindings(file: string, text: string, label: Label, protocol: Protocol | null): readonly Finding[] {
  if (protocol === null) return [];
  return labelProblems(label, protocol).map(({ about, problem }) =>
    makeFinding({
      ...{ code: 'label-out-of-protocol', severity: 'error', file, about: `${about}\n${problem}`, at: lineWith(text, about), task },
      message: problem,
      advice: 'Correct the label, or change 3-data/protocol.md on purpose.',
    }),
  );
}

/** The line in which a name stands between quotation marks; the first one where it stands in none. */
function lineWith(text: string, name: string) {
  const lines = text.split('\n');
  const index = name === '' ? -1 : lines.findIndex((line) => line.includes(`"${name}"`));
  if (index < 0) return wholeLine(1);
  const line = lines[index] ?? '';
  return { line: index + 1, column: line.length - line.trimStart().length + 1, endColumn: line.length + 1 };
}

function noteFindings(file: string, text: string): readonly Finding[] {
  return findIdentifiers(text, { data: true }).map(({ line, column, endColumn, what, text: found }) =>
    makeFinding({
      ...{ code: 'identifier-in-text', severity: 'error', file, about: `${what}\n${found}`, at: { line, column, endColumn }, task },
      message: `${what.charAt(0).toUpperCase()}${what.slice(1)} stands in this label.`,
      advice: 'Remove it, and if it was committed take it out of the history as well.',
      fixes: [
        {
          title: `Replace ${what} by [removed]`,
          edits: [{ kind: 'replace', file, line, column, endLine: line, endColumn, text: '[removed]' }],
        },
      ],
    }),
  );
}

/** What the index says of an image that is labelled. */
export type LabelledImage = { readonly part: Part | undefined; readonly ageYears: number | null; readonly line: number };

/** What is wrong in labels beside the index: without an image, a model's marks in the test part, numbers in another unit. */
export function labelsFindings(
  labels: readonly LabelFacts[],
  images: ReadonlyMap<string, LabelledImage>,
  protocol: Protocol | null,
): readonly Finding[] {
  const ages = (protocol?.labels ?? []).filter(
    ({ kind, unit, name }) => kind === 'number' && /^(months|years)$/.test(unit ?? '') && /age/i.test(name),
  );
  return labels.flatMap((label) => {
    const file = labelFile(label.reader, label.image);
    const image = images.get(label.image);
    if (image === undefined) return [...label.findings, withoutImage(file)];
    const model = label.isFinal && label.hasModelMark && image.part === 'test' ? [modelAsReader(file)] : [];
    return [...label.findings, ...model, ...ages.flatMap((definition) => unitFinding(file, label, image, definition))];
  });
}

const withoutImage = (file: string): Finding =>
  makeFinding({
    ...{ code: 'label-without-image', severity: 'error', file, about: '', at: wholeLine(1), task },
    message: 'This label is of an image that images.csv does not have.',
    advice: 'Import the image again, or remove the label.',
    fixes: [{ title: 'Remove this label', edits: [{ kind: 'delete', file }] }],
  });

const modelAsReader = (file: string): Finding =>
  makeFinding({
    ...{ code: 'model-as-reader', severity: 'warning', file, about: '', at: wholeLine(1), task },
    message: 'This final label of the test part holds marks that a model made.',
    advice: 'A model must not be tested on what a model said: have the image read without proposals.',
  });

/** A bone age in years where months are meant, or the other way round: beyond what any disease does. */
function unitFinding(
  file: string,
  label: LabelFacts,
  { ageYears }: LabelledImage,
  { name, title, unit }: LabelDefinition,
): readonly Finding[] {
  const value = label.values[name];
  if (typeof value !== 'number' || value <= 0 || ageYears === null || ageYears < 2) return [];
  const share = value / (unit === 'months' ? 12 * ageYears : ageYears);
  if (share > 0.2 && share < 5) return [];
  const other = unit === 'months' ? 'years' : 'months';
  return [
    makeFinding({
      ...{ code: 'unit-mismatch', severity: 'error', file, about: name, at: wholeLine(1), task },
      message: `"${title}" can't be in ${unit} for a patient of this age; it looks like ${other}.`,
      advice: `Correct the label: the protocol wants ${unit}.`,
    }),
  ];
}

/** Images that nobody has labelled, where there are labels at all. */
export function unlabelledFindings(labels: readonly LabelFacts[], images: ReadonlyMap<string, LabelledImage>): readonly Finding[] {
  if (labels.length === 0) return [];
  const labelled = new Set(labels.map(({ image }) => image));
  return [...images]
    .filter(([image]) => !labelled.has(image))
    .map(([image, { line, part }]) =>
      makeFinding({
        ...{
          code: 'image-without-label',
          severity: part === undefined ? 'information' : 'warning',
          file: '3-data/images.csv',
          about: image,
        },
        ...{ at: wholeLine(line), task },
        message: `${image} has no label${part === undefined ? '' : `, though its patient is in the ${part} part`}: it will be left out.`,
        advice: 'Label it ("Label Images..."), or leave it out on purpose by removing its row.',
      }),
    );
}
