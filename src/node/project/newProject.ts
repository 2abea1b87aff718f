import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { version } from '../../../package.json';
import { layout } from '../../core/project/layout';
import { suggestion } from '../../core/project/nearest';
import { allRegions, type Region, regionNames, regions } from '../../core/project/regions';
import { UserError } from '../../core/userError';
import { fillTemplate, regionWords } from './fillTemplate';
import { firstCommit } from './firstCommit';
import { writeLocal } from './local';
import { makeProjectKey } from './projectKey';
import { type ProjectPlace, planPlace } from './projectPlace';
import { slug, suggestedReader } from './readerName';

/** What a new project needs. */
export type NewProjectOptions = {
  readonly template: string;
  readonly folder: string;
  readonly name: string;
  /** The folder for images; left out: beside the project, outside every repository that holds it. */
  readonly dataRoot?: string;
  /** Short name of who labels here; left out: from git's user name. */
  readonly reader?: string;
  /** True makes the project a repository of its own even inside another one. */
  readonly ownRepository?: boolean;
  /** The part of the body, for templates that leave the choice; all of them unless given. */
  readonly region?: string;
  readonly templatesFolder: string;
};

/** A project that was made; `commit` is null where nothing was committed, and `notes` say why. */
export type MadeProject = {
  readonly root: string;
  readonly dataRoot: string;
  readonly commit: string | null;
  readonly files: number;
  readonly notes: readonly string[];
};

/** Makes a project from a template, with its key, this machine's settings and a first commit; throws UserError, and leaves nothing behind, when it can't. */
export async function newProject(options: NewProjectOptions): Promise<MadeProject> {
  const template = await findTemplate(options.templatesFolder, options.template);
  const name = checkedName(options.name);
  const reader = options.reader === undefined ? null : checkedReader(options.reader);
  const region = options.region === undefined ? allRegions : await checkedRegion(template, options.template, options.region);
  const place = await planPlace(options.folder, options.dataRoot, options.ownRepository === true);
  const made: string[] = [];
  try {
    await makeFolder(place.dataRoot, made);
    await makeFolder(dirname(place.root), made);
    const beside = join(dirname(place.root), `.${basename(place.root)}.${randomBytes(4).toString('hex')}.tmp`);
    await makeFolder(beside, made);
    const result = await writeProject(beside, { template, name, reader, region, place, templateName: options.template });
    await moveInto(beside, place);
    return { root: place.root, dataRoot: place.dataRoot, ...result };
  } catch (error) {
    await removeAll(made);
    if (error instanceof UserError) throw error;
    throw new UserError(`The project can't be made in ${place.root}: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function findTemplate(templatesFolder: string, name: string): Promise<string> {
  const found = await readdir(templatesFolder, { withFileTypes: true }).catch(() => {
    throw new UserError(`The folder with the templates, ${templatesFolder}, is missing: install RadSteps again.`);
  });
  const names = found.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.includes(name)) return join(templatesFolder, name);
  const hint = suggestion(name, names);
  throw new UserError(`There is no template "${name}"; ${hint}${hint.endsWith('?') ? '' : '.'}`, { badUsage: true });
}

/** A region that the template can be for: one that asks for it names it in its radsteps.yaml. */
async function checkedRegion(template: string, name: string, wanted: string): Promise<Region | typeof allRegions> {
  const asks = (await readFile(join(template, layout.project), 'utf8')).includes('{{region}}');
  if (!asks) throw new UserError(`The template ${name} is for one kind of image: leave --region out.`, { badUsage: true });
  const found = regionNames.find((region) => region === wanted);
  if (found !== undefined) return regions[found];
  if (wanted === allRegions.name) return allRegions;
  const hint = suggestion(wanted, [...regionNames, allRegions.name]);
  throw new UserError(`There is no region "${wanted}"; ${hint}${hint.endsWith('?') ? '' : '.'}`, { badUsage: true });
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new UserError('The project needs a name.', { badUsage: true });
  if (trimmed.length > 80) throw new UserError('The name of the project may have at most 80 letters.', { badUsage: true });
  if (/\p{Cc}/u.test(trimmed))
    throw new UserError('The name of the project must be one line without control characters.', { badUsage: true });
  return trimmed;
}

function checkedReader(reader: string): string {
  if (reader !== '' && slug(reader) === reader) return reader;
  const better = slug(reader);
  throw new UserError(
    `The reader "${reader}" must be at most 40 lower-case letters, digits and hyphens${better === '' ? '' : `, for example "${better}"`}.`,
  );
}

type Parts = {
  readonly template: string;
  readonly templateName: string;
  readonly name: string;
  readonly reader: string | null;
  readonly region: Region | typeof allRegions;
  readonly place: ProjectPlace;
};

async function writeProject(
  folder: string,
  { template, templateName, name, reader: given, region, place }: Parts,
): Promise<Omit<MadeProject, 'root' | 'dataRoot'>> {
  const reader = given ?? (await suggestedReader(folder));
  const words = {
    ...regionWords(region),
    name,
    reader,
    radsteps: version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  const files = await fillTemplate(template, folder, words);
  await mkdir(join(folder, dirname(layout.local)), { mode: 0o700 });
  await writeLocal(folder, { dataRoot: place.dataRoot, roots: {}, reader });
  await makeProjectKey(join(folder, layout.key));
  if (place.repository !== null) {
    const note = `The project lies in the git repository ${place.repository.root}: its files are not committed yet, so commit them yourself.`;
    return { commit: null, files: files.length, notes: [note] };
  }
  const { commit, notes } = await firstCommit(folder, files, `Begin ${name} from the template ${templateName}`);
  return { commit, files: files.length, notes };
}

/** Makes a folder and those above it that are missing; notes the topmost one made. */
async function makeFolder(folder: string, made: string[]): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first !== undefined) made.push(first);
}

/** Moves the finished project to its place in one step; into an existing empty folder name by name, because a shell may stand in it. */
async function moveInto(beside: string, { root, exists }: ProjectPlace): Promise<void> {
  if (!exists) return rename(beside, root);
  if ((await readdir(root)).length > 0) throw new UserError(`${root} is no longer empty: choose a new or an empty folder for the project.`);
  const moved: string[] = [];
  try {
    for (const name of await readdir(beside)) {
      await rename(join(beside, name), join(root, name));
      moved.push(name);
    }
    await rmdir(beside);
  } catch (error) {
    await removeAll(moved.map((name) => join(root, name)));
    throw error;
  }
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths.toReversed()) await rm(path, { recursive: true, force: true }).catch(() => undefined);
}
