import { join } from 'node:path';
import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import { readers } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';

/** A reader that a project knows: by a member of the team with a name, or by labels ('' then). */
export type TeamReader = { readonly reader: string; readonly name: string };

type Team = { readonly members: readonly { readonly name: string; readonly reader?: string }[] };

/** The readers of `2-team/team.yaml`, then those that have labelled without standing there; throws UserError where the team can't be read. */
export async function teamReaders(root: string): Promise<readonly TeamReader[]> {
  const text = await readIfThere(join(root, layout.team));
  const { members } = text === null ? { members: [] } : parseYaml<Team>(layout.team, text, 'team');
  const team = members.flatMap(({ name, reader }) => (reader === undefined ? [] : [{ reader, name: /^TODO\b/.test(name) ? '' : name }]));
  const known = new Set(team.map(({ reader }) => reader));
  return [...team, ...(await readers(root)).filter((reader) => !known.has(reader)).map((reader) => ({ reader, name: '' }))];
}
