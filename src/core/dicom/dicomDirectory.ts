import type { Dataset, DicomWarning } from './dataset';
import { DicomError, formatOffset } from './dicomError';
import type { DicomFile } from './readDicom';
import { findElement, itemsOf, readNumber, readString, readStrings } from './value';

/** One record of a DICOMDIR (PS3.3 F.3): what it stands for, the file that it names, and the records below it. */
export type DirectoryRecord = {
  /** Such as `PATIENT`, `STUDY`, `SERIES`, `IMAGE`; '' where the file says none. */
  readonly type: string;
  /** Parts of the path to the file, from the folder of the DICOMDIR; [] for a record that names none. */
  readonly file: readonly string[];
  readonly sopClassUid: string;
  readonly instanceUid: string;
  readonly transferSyntaxUid: string;
  /** False for a record that was deleted without being taken out. */
  readonly isInUse: boolean;
  /** All elements of the record, such as a patient's name. */
  readonly dataset: Dataset;
  readonly children: readonly DirectoryRecord[];
};

export type DicomDirectory = {
  readonly fileSetId: string;
  readonly records: readonly DirectoryRecord[];
  /** Records that point where none is, or that nothing points to: those stand where their type says. */
  readonly warnings: readonly DicomWarning[];
};

/** The same record while its children are gathered. */
type OpenRecord = DirectoryRecord & { readonly offset: number; readonly children: OpenRecord[] };

type Walk = {
  readonly byOffset: ReadonlyMap<number, OpenRecord>;
  readonly seen: Set<OpenRecord>;
  readonly warnings: DicomWarning[];
};

/** Records below records, at most; the standard needs four. */
const deepest = 32;
const itemHeader = 8;

/** The tree of a DICOMDIR's records; offsets may loop or lead nowhere, each record stands in it once. Throws `DicomError` `malformed` where the file holds no records. */
export function readDicomDirectory({ dataset }: Pick<DicomFile, 'dataset'>): DicomDirectory {
  const sequence = findElement(dataset, 'DirectoryRecordSequence');
  if (sequence === undefined)
    throw new DicomError('malformed', 'This is no directory: it has no sequence of records', { offset: dataset.start });
  const all = itemsOf(dataset, sequence).map(openRecord);
  const walk: Walk = { byOffset: new Map(all.map((record) => [record.offset, record])), seen: new Set(), warnings: [] };
  const records: OpenRecord[] = [];
  follow(walk, readNumber(dataset, 'OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity') ?? 0, records);
  placeTheRest(walk, all, records);
  return { fileSetId: readString(dataset, 'FileSetID'), records, warnings: walk.warnings };
}

function openRecord(dataset: Dataset): OpenRecord {
  return {
    type: readString(dataset, 'DirectoryRecordType'),
    file: readStrings(dataset, 'ReferencedFileID').filter((part) => part !== ''),
    sopClassUid: readString(dataset, 'ReferencedSOPClassUIDInFile'),
    instanceUid: readString(dataset, 'ReferencedSOPInstanceUIDInFile'),
    transferSyntaxUid: readString(dataset, 'ReferencedTransferSyntaxUIDInFile'),
    isInUse: readNumber(dataset, 'RecordInUseFlag') !== 0,
    dataset,
    offset: dataset.start - itemHeader,
    children: [],
  };
}

type Chain = { readonly first: number; readonly into: OpenRecord[]; readonly depth: number };

/** Takes the records of a chain and of the chains below them, without recursion. */
function follow(walk: Walk, first: number, into: OpenRecord[]): void {
  const chains: Chain[] = [{ first, into, depth: 1 }];
  for (let chain = chains.pop(); chain !== undefined; chain = chains.pop()) {
    for (const record of recordsOf(walk, chain)) {
      const first = lowerOffset(record);
      if (first !== 0) chains.push({ first, into: record.children, depth: chain.depth + 1 });
    }
  }
}

const lowerOffset = ({ dataset }: OpenRecord): number => readNumber(dataset, 'OffsetOfReferencedLowerLevelDirectoryEntity') ?? 0;
const nextOffset = ({ dataset }: OpenRecord): number => readNumber(dataset, 'OffsetOfTheNextDirectoryRecord') ?? 0;

function recordsOf(walk: Walk, { first, into, depth }: Chain): readonly OpenRecord[] {
  const taken: OpenRecord[] = [];
  for (let offset = depth > deepest ? 0 : first; offset !== 0; ) {
    const record = walk.byOffset.get(offset);
    if (record === undefined || walk.seen.has(record)) {
      const fault = record === undefined ? 'is not there, though another points to it' : 'is pointed to more than once';
      walk.warnings.push({ offset, message: `The record at ${formatOffset(offset)} ${fault}` });
      break;
    }
    walk.seen.add(record);
    taken.push(record);
    into.push(record);
    offset = nextOffset(record);
  }
  return taken;
}

/** Levels of the records that hold others; every other type lies in a series. */
const levels: Readonly<Record<string, number>> = { PATIENT: 0, STUDY: 1, SERIES: 2 };

/** Records that are not reached, first those that nothing points to, stand below the last one before them of a level above. */
function placeTheRest(walk: Walk, all: readonly OpenRecord[], records: OpenRecord[]): void {
  const pointedTo = new Set(all.flatMap((record) => [lowerOffset(record), nextOffset(record)]));
  const isLoose = ({ offset }: OpenRecord): boolean => !pointedTo.has(offset);
  for (const isNow of [isLoose, () => true]) {
    const last: (OpenRecord | undefined)[] = [undefined, undefined, undefined, undefined];
    for (const record of all) {
      const level = levels[record.type] ?? (lowerOffset(record) === 0 ? 3 : 0);
      if (!walk.seen.has(record) && isNow(record)) {
        walk.warnings.push({ offset: record.offset, message: `The record at ${formatOffset(record.offset)} is in no order of records` });
        const above = last.slice(0, level).findLast((found) => found !== undefined);
        follow(walk, record.offset, above?.children ?? records);
      }
      last.fill(undefined, level);
      last[level] = record;
    }
  }
}
