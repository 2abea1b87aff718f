import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import type { Member } from '../../core/project/team';
import { readTextIfThere } from './readText';

/** The members of a project's team; none where there is no file. Throws UserError where it is invalid. */
export async function readTeam(root: string): Promise<readonly Member[]> {
  const text = await readTextIfThere(root, layout.team);
  return text === null ? [] : parseYaml<{ readonly members: readonly Member[] }>(layout.team, text, 'team').members;
}
