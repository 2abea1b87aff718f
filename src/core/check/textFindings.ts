import { parseTable } from '../dataset/table';
import { UserError } from '../userError';
import { type Finding, makeFinding, wholeLine } from './finding';
import { type FoundIdentifier, findIdentifiers, identifyingColumnsOf, looksLikeIdentity } from './identifiers';
import { textPlaces } from './textPlaces';

const advice = 'Remove it, and if it was committed take it out of the history as well; if it identifies nobody, allow it with a reason.';

/** Identifiers in a text file of a project. */
export function identifierFindings(file: string, text: string): readonly Finding[] {
  // The team's own names and addresses belong there.
  if (file.startsWith('2-team/')) return [];
  return findIdentifiers(text, { data: file.startsWith('3-data/') }).map((found) => identifierFinding(file, found));
}

function identifierFinding(file: string, { line, column, endColumn, what, text }: FoundIdentifier): Finding {
  const words = what.charAt(0).toUpperCase() + what.slice(1);
  return makeFinding({
    ...{ code: 'identifier-in-text', severity: 'error', file, about: `${what}\n${text}`, at: { line, column, endColumn } },
    message: `${words} stands here.`,
    advice,
    fixes: [
      {
        title: `Replace ${what} by [removed]`,
        edits: [{ kind: 'replace', file, line, column, endLine: line, endColumn, text: '[removed]' }],
      },
    ],
  });
}

/** Columns of a table that name people. */
export function columnFindings(file: string, text: string): readonly Finding[] {
  if (file.startsWith('2-team/')) return [];
  const head = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const delimiter = [';', '\t'].find((sign) => head.split(sign).length > head.split(',').length);
  const columns = head
    .replace(/^\uFEFF/, '')
    .trim()
    .split(delimiter ?? ',')
    .map((name) => name.replace(/^"|"$/g, ''));
  const named = identifyingColumnsOf(columns);
  if (named.length === 0 || !hasCells(file, text, named, delimiter)) return [];
  const places = textPlaces(file, text, columns);
  return [
    makeFinding({
      ...{
        code: 'identifier-in-table',
        severity: 'error',
        file,
        about: named.join(),
        at: delimiter === undefined ? places.cell(1, named[0] ?? '') : wholeLine(1),
      },
      message: `The column ${named.map((name) => `"${name}"`).join(', ')} names people.`,
      advice: 'Keep such tables with the images, outside the project: `radsteps import --labels` reads them where they lie.',
    }),
  ];
}

function hasCells(file: string, text: string, columns: readonly string[], delimiter: string | undefined): boolean {
  try {
    const options = { delimiter: delimiter === ';' ? ';' : delimiter === '\t' ? '\t' : ',', ragged: true } as const;
    return parseTable(file, text, [], options).rows.some(({ cells }) =>
      columns.some((column) => (cells[column.trim()] ?? '').trim() !== ''),
    );
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
}

/** A file whose name looks like that of a person; the finding does not repeat it. */
export function nameFindings(file: string): readonly Finding[] {
  const parts = file.split('/');
  if (!parts.some((part) => looksLikeIdentity(part))) return [];
  return [
    makeFinding({
      ...{ code: 'identifier-in-name', severity: 'error', file, about: '', at: wholeLine(1) },
      message: 'The name of this file looks like that of a person.',
      advice: 'Give it another name, or keep it outside the project; git keeps names for ever.',
    }),
  ];
}

const imageFile = /\.(dcm|dicom|ima|nii|nii\.gz|nrrd|mha)$/i;
const pictureFile = /\.(png|jpe?g|tiff?|bmp)$/i;

/** Files that must not be in git: this machine's own, and images, but for the pictures that the protocol shows. */
export function forbiddenFindings(file: string, isTracked: boolean, pictures: readonly string[]): readonly Finding[] {
  if (file.startsWith('.radsteps/') && isTracked)
    return [
      makeFinding({
        ...{ code: 'private-file-in-git', severity: 'error', file, about: '', at: wholeLine(1) },
        message: "This file is this machine's own, but is in git: it may hold the key, or the names of files.",
        advice: 'Take it out (git rm --cached) and out of the history; with the key, make a new one.',
      }),
    ];
  const isImage = imageFile.test(file);
  if (!isImage && (!pictureFile.test(file) || pictures.includes(file))) return [];
  return [
    makeFinding({
      ...{ code: 'image-in-git', severity: isImage ? 'error' : 'warning', file, about: '', at: wholeLine(1) },
      message: isTracked ? 'An image is in git.' : 'An image lies in the project, and git would take it.',
      advice: 'Images may show or name a patient: keep them in the data root, outside the project.',
    }),
  ];
}
