import { stat } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { ageUnitOf, withoutUnit } from '../../core/dataset/ageUnit';
import { readRsnaTable, rsnaLikeness } from '../../core/dataset/rsnaTable';
import type { LabelDefinition, Protocol } from '../../core/label/protocol';
import { UserError } from '../../core/userError';
import { glanceFolder } from './glanceFolder';
import type { ImportedLabels } from './importedLabels';
import type { LayoutInput, PublicLayout } from './publicLayout';
import { readTableText } from './readTableText';
import { type NamedRsnaTable, rsnaLabels } from './rsnaLabels';

/**
 * The films of the RSNA bone age challenge of 2017 in each form in which they go about: `<id>.png` in folders of any depth, and the four tables as
 * CSV or workbook among, beside or above them.
 */
export const rsnaBoneAge: PublicLayout = {
  name: 'rsna-bone-age',
  title: 'the RSNA bone age challenge',
  needs:
    'films that are called <id>.png and a table "id,boneage,male", "Image ID,male,Bone Age (months)" or "Case ID,Sex,Ground truth bone age (months)"',
  find: findTables,
  isImage: (path) => filmName.test(path.slice(path.lastIndexOf('/') + 1)) && !path.startsWith('__MACOSX/') && !path.includes('/__MACOSX/'),
  read,
};

/** The challenge's ids have at most five digits: longer numbers may be those of patients. */
const filmName = /^\d{1,5}\.(png|jpe?g)$/i;
const longNumber = /^\d{6,}\.(png|jpe?g)$/i;

async function findTables(folder: string): Promise<readonly string[] | null> {
  const { tables, pictures } = glanceFolder(folder, 4);
  const names = pictures.map((path) => basename(path));
  if (!names.some((name) => filmName.test(name)) || names.some((name) => longNumber.test(name))) return null;
  const own = await rsnaTables(tables);
  if (own.length > 0) return own;
  const parent = dirname(folder);
  const above = await rsnaTables([...glanceFolder(parent, 0).tables, ...glanceFolder(dirname(parent), 0).tables]);
  return above.length > 0 ? [...new Set(above)] : null;
}

/** The challenge's tables are under 1 MB. */
const largestTable = 2 ** 24;

/** The challenge's tables among files; those that are only likely to be some count beside a sure one. */
async function rsnaTables(files: readonly string[]): Promise<readonly string[]> {
  const found: (readonly [string, 'sure' | 'likely' | 'no'])[] = [];
  for (const file of files) found.push([file, await likenessOf(file)]);
  return found.some(([, likeness]) => likeness === 'sure') ? found.flatMap(([file, likeness]) => (likeness === 'no' ? [] : [file])) : [];
}

async function likenessOf(file: string): Promise<'sure' | 'likely' | 'no'> {
  try {
    return (await stat(file)).size > largestTable ? 'no' : rsnaLikeness(basename(file), await readTableText(file));
  } catch (error) {
    // A damaged workbook may be one of them, and is then said to be damaged.
    if (error instanceof UserError) return /bone.?age/i.test(basename(file)) ? 'likely' : 'no';
    if (error instanceof Error && 'code' in error) return 'no';
    throw error;
  }
}

async function read({ folder, tables, protocol, find, images }: LayoutInput): Promise<ImportedLabels> {
  const problems: { file: string; text: string }[] = [];
  const read: NamedRsnaTable[] = [];
  for (const file of tables) {
    try {
      const isInside = !relative(folder, file).startsWith('..');
      read.push({ file, isInside, ...readRsnaTable(basename(file), await readTableText(file)) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push({ file, text: 'it can not be read as a table: it is damaged or cut off, or a quotation mark is not closed' });
    }
  }
  const labels = rsnaLabels({ folder, tables: read, target: boneAgeLabel(protocol), find, images });
  return { ...labels, problems: [...problems, ...labels.problems] };
}

/** The protocol's bone age: the first number in months or years that is called so, or that knows one of the challenge's headings. */
function boneAgeLabel({ labels }: Protocol): LabelDefinition | null {
  const isBoneAge = (text: string): boolean => /boneage/.test(withoutUnit(text));
  return labels.find((label) => ageUnitOf(label) !== null && [label.name, ...(label.columns ?? [])].some(isBoneAge)) ?? null;
}
