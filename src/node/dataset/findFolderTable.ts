import { stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { fitsProtocol } from '../../core/dataset/fitsProtocol';
import type { Protocol } from '../../core/label/protocol';
import { UserError } from '../../core/userError';
import { glanceFolder } from './glanceFolder';
import { readTableText } from './readTableText';

/** The table of labels that an imported folder holds itself, and what the user should know of the choice. */
export type FolderTable = { readonly table: { readonly file: string; readonly text: string } | null; readonly notes: readonly string[] };

/** Tables of labels are smaller; so many are looked at. */
const largestTable = 2 ** 26;
const mostTables = 100;

/** Finds the one table of a folder, or of its folders two levels down, that fits the protocol; none where several may. `reader` is whose labels they become. */
export async function findFolderTable(folder: string, protocol: Protocol, reader: string): Promise<FolderTable> {
  const looks = await Promise.all(
    glanceFolder(folder, 2)
      .tables.slice(0, mostTables)
      .map((file) => lookAt(folder, file, protocol)),
  );
  const found = looks.filter((look) => look !== null);
  const [first, ...others] = found;
  if (first === undefined) return { table: null, notes: [] };
  if (others.length > 0) return { table: null, notes: [severalNote(found.map(({ name }) => name))] };
  if ('unclear' in first) return { table: null, notes: [`No labels were read. ${first.unclear}`] };
  const note = `Labels (reader ${reader}) were read from ${first.name}, the one table in the folder that fits the protocol ("--labels" names another, "--no-labels" takes none).`;
  return { table: { file: first.file, text: first.text }, notes: [note] };
}

type Look = { readonly name: string } & ({ readonly file: string; readonly text: string } | { readonly unclear: string });

async function lookAt(folder: string, file: string, protocol: Protocol): Promise<Look | null> {
  const name = relative(folder, file).split(sep).join('/');
  let text: string;
  try {
    if ((await stat(file)).size > largestTable) return null;
    text = await readTableText(file);
  } catch {
    // A workbook that can't be read may be anything.
    return null;
  }
  try {
    return fitsProtocol(name, text, protocol) ? { name, file, text } : null;
  } catch (error) {
    if (error instanceof UserError) return { name, unclear: error.message };
    throw error;
  }
}

const severalNote = (names: readonly string[]): string =>
  `No labels were read: ${names.length} tables in the folder may hold them (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''}). Choose one with "--labels".`;
