import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import { readTextIfThere } from './readText';

/** Somebody who works on the project, from `2-team/team.yaml`. */
export type Member = {
  readonly name: string;
  readonly roles: readonly string[];
  readonly skills: readonly string[];
  /** Short name under which the person labels. */
  readonly reader?: string;
};

/** The members of a project's team; none where there is no file. Throws UserError where it is invalid. */
export async function readTeam(root: string): Promise<readonly Member[]> {
  const text = await readTextIfThere(root, layout.team);
  return text === null ? [] : parseYaml<{ readonly members: readonly Member[] }>(layout.team, text, 'team').members;
}
