import type { Attribute, AttributeDictionary } from './attributeDictionary';
import { type Dataset, type Element, isCutOff } from './dataset';
import { formatTag } from './dicomError';
import { isPrivateCreator, vrOf } from './dictionary';
import { undefinedLength } from './elementHeader';
import type { DicomFile } from './readDicom';
import { characterSetsOf, findElement, itemsOf, readNumber } from './value';
import { valueText } from './valueText';
import type { Vr } from './vr';

/** One element of a file's header, as a page shows it. */
export type HeaderNode = {
  /** `(0010,0010)`. */
  readonly tag: string;
  /** '' for private and unknown elements. */
  readonly keyword: string;
  /** Such as `Patient's Name`, `Private Creator`, `Private Element` or `Unknown Element`. */
  readonly name: string;
  readonly vr: Vr;
  /** Bytes of the value as the file has it; null where it is undefined, up to a delimiter. */
  readonly length: number | null;
  /** Bytes from the start of the file (of the inflated dataset for a deflated one) to the element's header. */
  readonly offset: number;
  /** The values as text, joined by backslash; '' for sequences, pixel data and empty values. */
  readonly value: string;
  /** What a UID stands for, such as `JPEG Baseline (Process 1)`; '' for other values. */
  readonly meaning: string;
  /** True where `value` is only the first characters, or the file ends within it. */
  readonly isCut: boolean;
  readonly isPrivate: boolean;
  /** Who a private element is of, such as `SIEMENS CSA HEADER`; '' where that isn't said. */
  readonly privateCreator: string;
  /** True where it may hold a patient's, member of staff's or institution's identity (PS3.15 Table E.1-1, all within such a sequence included). */
  readonly isIdentifier: boolean;
  /** The items of a sequence, from the first. */
  readonly items: readonly (readonly HeaderNode[])[];
};

export type HeaderNodeOptions = {
  /** Characters of a value at most; 1024 by default. */
  readonly longest?: number;
};

/** What holds for all elements of one dataset, looked up once. */
type Context = {
  readonly dictionary: AttributeDictionary;
  readonly longest: number;
  readonly isIdentifier: boolean;
  readonly depth: number;
  readonly characterSets: readonly string[];
  readonly isSigned: boolean;
  /** Names of private creators by their tag. */
  readonly creators: ReadonlyMap<number, string>;
};

/** Sequences within sequences that are opened, hidden ones included. */
const deepest = 64;

/** The elements of a file (its meta information first) or dataset in file order, nested and hidden sequences opened; never throws for broken content. */
export function headerNodes(
  source: DicomFile | Dataset,
  dictionary: AttributeDictionary,
  { longest = 1024 }: HeaderNodeOptions = {},
): readonly HeaderNode[] {
  const context: Context = {
    dictionary,
    longest,
    isIdentifier: false,
    depth: 0,
    characterSets: [],
    isSigned: false,
    creators: new Map(),
  };
  const datasets = 'dataset' in source ? [source.meta, source.dataset] : [source];
  return datasets.flatMap((dataset) => (dataset === null ? [] : nodesOf(dataset, context)));
}

function nodesOf(dataset: Dataset, around: Context): readonly HeaderNode[] {
  const own = findElement(dataset, 'SpecificCharacterSet') !== undefined;
  const context: Context = {
    ...around,
    characterSets: own ? characterSetsOf(dataset) : around.characterSets,
    isSigned: (readNumber(dataset, 'PixelRepresentation') ?? Number(around.isSigned)) === 1,
    creators: creatorsOf(dataset),
  };
  return dataset.elements.map((element) => nodeOf(dataset, element, context));
}

function creatorsOf(dataset: Dataset): ReadonlyMap<number, string> {
  const creators = dataset.elements.filter(({ tag }) => isPrivateCreator(tag));
  return new Map(creators.map((element) => [element.tag, valueText(dataset, element, 'LO', [], 64).text.trim()]));
}

function nodeOf(dataset: Dataset, element: Element, context: Context): HeaderNode {
  const { tag, length, start } = element;
  const attribute = context.dictionary.find(tag);
  const isPrivate = (tag & 0x10000) !== 0;
  const isIdentifier = context.isIdentifier || isPrivate || attribute?.isIdentifier === true || element.vr === 'PN';
  const items = context.depth < deepest ? itemsOf(dataset, element) : [];
  const vr = items.length > 0 ? 'SQ' : shownVr(element, attribute, context);
  const { text, isCut } = valueText(dataset, element, vr, context.characterSets, context.longest);
  const within = { ...context, isIdentifier, depth: context.depth + 1 };
  return {
    tag: formatTag(tag),
    keyword: attribute?.keyword ?? '',
    name: nameOf(tag, attribute),
    vr,
    length: length === undefinedLength ? null : length,
    offset: start,
    value: text,
    meaning: vr === 'UI' ? context.dictionary.nameOfUid(text) : '',
    isCut: isCut || isCutOff(element),
    isPrivate,
    privateCreator: isPrivate ? (context.creators.get(creatorTag(tag)) ?? '') : '',
    isIdentifier,
    items: items.map((item) => nodesOf(item, within)),
  };
}

/** The file's own value representation, the dictionary's where the file says none; bytes under the tag of a sequence that are none stay unknown. */
function shownVr({ tag, vr, valueStart, valueEnd }: Element, attribute: Attribute | undefined, { isSigned }: Context): Vr {
  const [first, second] = attribute?.vrs ?? [];
  if (vr !== 'UN' || (first === 'SQ' && valueEnd > valueStart)) return vr;
  if (first === 'US' && second === 'SS') return isSigned ? 'SS' : 'US';
  return second ?? first ?? vrOf(tag) ?? vr;
}

function nameOf(tag: number, attribute: Attribute | undefined): string {
  if (attribute !== undefined && attribute.name !== '') return attribute.name;
  if ((tag & 0xffff) === 0) return 'Group Length';
  if ((tag & 0x10000) === 0) return 'Unknown Element';
  return isPrivateCreator(tag) ? 'Private Creator' : 'Private Element';
}

/** Element (gggg,bbee) belongs to the creator that (gggg,00bb) names (PS3.5 7.8.1). */
const creatorTag = (tag: number): number => ((tag & 0xffff) < 0x1000 ? tag : tag - (tag & 0xffff) + ((tag >>> 8) & 0xff));
