import { layout } from '../../core/project/layout';
import { parseYaml } from '../../core/project/parseYaml';
import { formatVersion, type ProjectFile } from '../../core/project/projectFile';
import { UserError } from '../../core/userError';
import { readText } from './readText';

/** Reads `radsteps.yaml`; throws UserError when it is missing, invalid or of a newer RadSteps. */
export async function readProject(root: string): Promise<ProjectFile> {
  const text = await readText(root, layout.project, 'this folder is no RadSteps project.');
  const project = parseYaml<ProjectFile>(layout.project, text, 'project');
  if (project.formatVersion > formatVersion)
    throw new UserError(
      `${layout.project}: the project has format version ${project.formatVersion}, but this RadSteps knows ${formatVersion}: install a newer RadSteps.`,
    );
  return project;
}
