import type { KnownWords } from '../../core/project/editorSchema';
import type { SchemaName } from '../../core/project/schemas';
import { UserError } from '../../core/userError';
import { readers } from '../dataset/readDataset';
import { readProtocol } from '../project/readProtocol';
import { readTeam } from '../project/readTeam';

/** The words of a project that fit keys of a file: labels to learn, and readers; none where its files can't be read. */
export async function knownWords(root: string, schema: SchemaName): Promise<KnownWords> {
  if (schema === 'experiment') {
    const [protocol, labelled] = await Promise.all([orNothing(readProtocol(root)), orNothing(readers(root))]);
    return { 'data.target': (protocol?.labels ?? []).map(({ name }) => name), 'data.reader': labelled ?? [] };
  }
  if (schema === 'team') return { 'members.*.reader': (await orNothing(readers(root))) ?? [] };
  if (schema !== 'local') return {};
  const team = (await orNothing(readTeam(root))) ?? [];
  return { reader: team.flatMap(({ reader }) => (reader === undefined || reader === '' ? [] : [reader])) };
}

/** What is wrong with the other file is said at that file. */
const orNothing = <T>(read: Promise<T>): Promise<T | null> =>
  read.catch((error: unknown) => {
    if (error instanceof UserError) return null;
    throw error;
  });
