import type { FileMatch } from '../../core/dataset/fileIndex';
import type { ImageRow } from '../../core/dataset/imageRow';
import type { LabelTable, LabelTableRow } from '../../core/dataset/labelTable';
import { patientPseudonym } from '../../core/identity/pseudonym';
import type { CategoryValue, Label, Mark } from '../../core/label/label';
import type { FindByIdentifiers } from './identifierFinder';

/** What a table or a layout says of one image; '' and null where it says nothing, `marks` null where it knows of no marks. */
export type ImportedLabel = {
  /** Pseudonyms. */
  readonly patient: string;
  readonly study: string;
  readonly sex: ImageRow['sex'];
  readonly ageYears: number | null;
  readonly bodyPart: string;
  readonly view: string;
  /** 'L', 'R' or ''. */
  readonly laterality: string;
  readonly categories: Readonly<Record<string, CategoryValue>>;
  readonly marks: readonly Mark[] | null;
  readonly manufacturer?: string;
  /** More columns of the table of images. */
  readonly extra?: ImageRow['extra'];
  /** Whether it may be learned from as it is; a draft is for a reader to decide. */
  readonly status?: Label['status'];
};

/** What is wrong in a table or an annotation (its absolute path), as a sentence without names or values. */
export type LabelProblem = { readonly file: string; readonly text: string };

/** Labels by image, and what was wrong with those that could not be taken. */
export type ImportedLabels = {
  readonly byImage: ReadonlyMap<string, ImportedLabel>;
  readonly problems: readonly LabelProblem[];
  /** Absolute paths of files that were read besides the tables: what was wrong in them and is no longer leaves the list of problems. */
  readonly files?: readonly string[];
  /** Sentences on what was taken, for the import's summary. */
  readonly notes?: readonly string[];
};

/** A file's target in the index: its image's name, or null where the file could not be used. */
export type FindImage = (name: string) => FileMatch<string | null>;

export type MatchedRow = { readonly row: LabelTableRow; readonly image: string };

/** The rows of a table that lead to an image by their file or else by DICOM's identifiers, and a sentence for each that does not or that holds a bad value. */
export function matchRows(
  table: LabelTable,
  find: FindImage,
  findOther?: FindByIdentifiers,
): { readonly matched: readonly MatchedRow[]; readonly problems: readonly string[] } {
  const matched: MatchedRow[] = [];
  const problems: string[] = [];
  for (const row of table.rows) {
    const match = find(row.file);
    const other = 'missing' in match ? findOther?.(row.identifiers) : undefined;
    const image = other !== undefined && 'found' in other ? other.found : 'found' in match ? match.found : null;
    if (image !== null) matched.push({ row, image });
    else problems.push(`row ${row.line}: ${whyNotFound(other) ?? whyUnmatched(match)}`);
    problems.push(...row.problems.map((problem) => `row ${row.line}: ${problem}`));
  }
  return { matched, problems };
}

function whyNotFound(match: ReturnType<FindByIdentifiers> | undefined): string | null {
  if (match === undefined || match.by === '') return null;
  return 'ambiguous' in match
    ? `its ${match.by} fits several images; name the one by its SOPInstanceUID or file`
    : `no image of the folder has its ${match.by}`;
}

function whyUnmatched(match: FileMatch<string | null>): string {
  if ('ambiguous' in match) return 'its file name fits several files of the folder; give the path from the folder';
  return 'missing' in match ? 'its file is not in the folder' : 'its file could not be used, so it has no image';
}

/** Labels by image from the rows of a table (a file's absolute path); where two rows of one image differ, the first stands and the other is a problem. */
export function labelsOfTable(
  file: string,
  table: LabelTable,
  find: FindImage,
  key: Uint8Array,
  findOther?: FindByIdentifiers,
): ImportedLabels {
  const { matched, problems } = matchRows(table, find, findOther);
  const byImage = new Map<string, ImportedLabel>();
  const lines = new Map<string, number>();
  const contradictions: string[] = [];
  for (const { row, image } of matched) {
    const label = labelOfRow(row, key);
    const other = byImage.get(image);
    if (other === undefined) {
      byImage.set(image, label);
      lines.set(image, row.line);
    } else if (JSON.stringify(other) !== JSON.stringify(label)) {
      contradictions.push(`row ${row.line}: it says something else of the same image than row ${lines.get(image)}, which was taken`);
    }
  }
  return { byImage, problems: [...problems, ...contradictions].map((text) => ({ file, text })) };
}

function labelOfRow(row: LabelTableRow, key: Uint8Array): ImportedLabel {
  return {
    patient: row.patient === '' ? '' : patientPseudonym(key, '', row.patient),
    study: '',
    laterality: '',
    sex: row.sex,
    ageYears: row.ageYears,
    bodyPart: '',
    view: '',
    categories: row.categories,
    marks: null,
  };
}
