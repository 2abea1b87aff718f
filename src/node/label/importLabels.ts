import type { FileMatch } from '../../core/dataset/fileIndex';
import { readLabelTable } from '../../core/dataset/labelTable';
import { adoptMarks, definitionOfClass, type ForeignImage } from '../../core/label/formats/foreignMark';
import type { LabelFormat } from '../../core/label/formats/labelFormat';
import { isDrawn, type Protocol } from '../../core/label/protocol';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import type { ImportedLabel } from '../dataset/importedLabels';
import { readLabels } from '../dataset/readDataset';
import { readTableText } from '../dataset/readTableText';
import { writeLabels } from '../dataset/writeLabels';
import { readProtocol } from '../project/readProtocol';
import { type DetectedFormat, detectFormat } from './detectFormat';
import { foreignDocuments } from './foreignDocuments';
import { foreignImages } from './foreignImages';
import { foreignMaps } from './foreignMaps';
import { type ImageIndex, imageIndex } from './imageIndex';

/** What to take over, of which format (told from the files unless named), and whose labels they are. */
export type ImportOptions = { readonly format?: LabelFormat; readonly source: string; readonly reader: string };

/** How many images got a label, and what could not be taken: sentences without names of files, which may tell who a patient is. */
export type ImportSummary = { readonly images: number; readonly problems: readonly string[] };

/**
 * Takes labels of a foreign format over as final labels of a reader; marks of an earlier import give way, those that somebody drew stay. Images are found
 * by their name in the index or by their file's; throws UserError where the source is none of the format.
 */
export async function importLabels(
  root: string,
  { format, source, reader }: ImportOptions,
  report: ReportProgress,
): Promise<ImportSummary> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(reader))
    throw new UserError(`The reader "${reader}" must be a short name of letters, digits, ".", "_" and "-".`);
  const protocol = await readProtocol(root);
  const index = await imageIndex(root);
  const { labels, problems } = await taken(root, format ?? (await detectFormat(source)), source, protocol, index, report);
  const { drafts, locked, free } = await keepOwn(root, reader, labels);
  const kept = [
    ...(drafts === 0 ? [] : [`${drafts} images have a draft by ${reader}, which was left as it is.`]),
    ...(locked === 0 ? [] : [`${locked} images have a label by ${reader} that is signed off, which was left as it is.`]),
  ];
  return { images: await writeLabels(root, reader, free, report), problems: [...problems, ...kept] };
}

type Labels = ReadonlyMap<string, ImportedLabel>;

type Kept = { readonly drafts: number; readonly locked: number; readonly free: Labels };

/** A label that its reader has not finished (or whose merge has not been settled) must not become final by an import; one that is signed off is locked. */
async function keepOwn(root: string, reader: string, labels: Labels): Promise<Kept> {
  const own = await readLabels(root, reader);
  const isDraft = (image: string): boolean => own.get(image)?.status === 'draft';
  const isLocked = (image: string): boolean => own.get(image)?.signedOff !== undefined;
  const images = [...labels.keys()];
  const free = new Map([...labels].filter(([image]) => !isDraft(image) && !isLocked(image)));
  return { drafts: images.filter(isDraft).length, locked: images.filter(isLocked).length, free };
}

async function taken(
  root: string,
  format: DetectedFormat,
  source: string,
  protocol: Protocol,
  index: ImageIndex,
  report: ReportProgress,
): Promise<Taken> {
  if (format === 'csv') return fromTable(source, protocol, index);
  if (format !== 'seg' && format !== 'sr' && format !== 'dicom' && format !== 'nifti')
    return fromMarks(await foreignImages(format, source, index), protocol, index);
  const kinds = format === 'dicom' ? (['seg', 'sr'] as const) : format === 'nifti' ? [] : [format];
  const { images, problems } =
    format === 'nifti'
      ? await foreignMaps(root, source, protocol, index, report)
      : await foreignDocuments(root, source, kinds, protocol, index, report);
  const own = fromMarks(images, protocol, index);
  return { labels: own.labels, problems: [...problems, ...own.problems] };
}

type Taken = { readonly labels: Labels; readonly problems: readonly string[] };

const nothingElse = { patient: '', sex: '', ageYears: null, bodyPart: '', view: '', study: '', laterality: '' } as const;

async function fromTable(source: string, protocol: Protocol, index: ImageIndex): Promise<Taken> {
  const labels = new Map<string, ImportedLabel>();
  const problems: string[] = [];
  for (const { line, file, categories, problems: own } of readLabelTable(source, await readTableText(source), protocol).rows) {
    problems.push(...own.map((problem) => `Row ${line}: ${problem}.`));
    const match = index.find(file);
    if (!('found' in match)) problems.push(`Row ${line}: ${whyNot(match)}.`);
    else if (labels.has(match.found)) problems.push(`Row ${line}: an earlier row is of the same image, and was taken.`);
    else labels.set(match.found, { ...nothingElse, categories, marks: null });
  }
  return { labels, problems };
}

const whyNot = (match: FileMatch<string>): string =>
  'ambiguous' in match ? 'its file name fits several images' : 'the project has no image of its file name';

function fromMarks(images: readonly ForeignImage[], protocol: Protocol, { find, rows }: ImageIndex): Taken {
  const labels = new Map<string, ImportedLabel>();
  const problems: string[] = [];
  let unknown = 0;
  for (const [place, { file, image, size, marks, problems: own, categories = {} }] of images.entries()) {
    const say = (what: string) => problems.push(`${image ?? `Image ${place + 1} of the source`}: ${what}.`);
    const match: FileMatch<string> = image === undefined ? find(file) : { found: image };
    const row = 'found' in match ? rows.get(match.found) : undefined;
    if (!('found' in match) || row === undefined) say(whyNot(match));
    else if (size !== null && row.rows !== null && (size.rows !== row.rows || size.columns !== row.columns))
      say(`it was annotated with ${size.columns} columns and ${size.rows} rows, but has ${row.columns} and ${row.rows}`);
    else if (labels.has(match.found)) say('an earlier one is of the same image, and was taken');
    else {
      const adopted = adoptMarks(marks, protocol);
      unknown += adopted.unknown;
      // With a mark missing, the label would say that there is nothing where there is something.
      for (const problem of [...own, ...adopted.problems]) say(`${problem}; the image was left out`);
      if (own.length + adopted.problems.length === 0) labels.set(match.found, { ...nothingElse, categories, marks: adopted.marks });
    }
  }
  checkClasses(images, unknown, protocol);
  if (unknown > 0) problems.push(`${unknown} annotations are of classes that the protocol does not draw, and were left out.`);
  return { labels, problems };
}

/** Where not one class is known, the images would all be labelled as showing nothing. */
function checkClasses(images: readonly ForeignImage[], unknown: number, { labels }: Protocol): void {
  const total = images.reduce((sum, { marks }) => sum + marks.length, 0);
  if (unknown === 0 || images.some(({ marks }) => marks.some(({ className }) => definitionOfClass(className, { labels }) !== null))) return;
  const drawn = labels.filter(isDrawn).map(({ name }) => name);
  const classes = [...new Set(images.flatMap(({ marks }) => marks.map(({ className }) => className)))].slice(0, 5);
  throw new UserError(
    `None of the ${total} annotations (${classes.join(', ')}) is of a class that the protocol draws (${drawn.join(', ') || 'it draws nothing'}): add the classes' names to "columns" of a label in 3-data/protocol.md.`,
  );
}
