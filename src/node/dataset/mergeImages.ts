import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ImageRow } from '../../core/dataset/imageRow';
import { formatSeriesTable, parseSeriesTable, type SeriesInstance, sortInstances } from '../../core/dataset/seriesTable';
import { instanceName } from '../../core/identity/pseudonym';
import { assignPatients } from './assignPatients';
import { seriesFile } from './completeHashes';
import type { FoundFile, FoundImage } from './foundFile';
import type { ImportedLabels } from './importedLabels';
import { type ImportPlan, isInFolder, pathFromRoot } from './importPlan';
import type { LocalPath } from './localPaths';
import { mergeRow } from './mergeRow';
import { readIfThere } from './readIfThere';

/** What the project will hold after the import. */
export type MergedImages = {
  readonly rows: readonly ImageRow[];
  readonly paths: readonly LocalPath[];
  /** Text of every found series' list by its path from the project. */
  readonly series: ReadonlyMap<string, string>;
  /** Images of earlier imports whose file is no longer in the folder. */
  readonly vanished: number;
};

/** Puts the found images beside those that the project has; nothing that an earlier import knew is lost. */
export async function mergeImages(plan: ImportPlan, names: ReadonlyMap<FoundImage, string>, labels: ImportedLabels): Promise<MergedImages> {
  const rows = new Map(plan.table.rows.map((row) => [row.image, row]));
  const claims = [...names].map(([image, name]) => {
    const label = labels.byImage.get(name);
    return { name, image, tablePatient: label?.patient ?? '', tableStudy: label?.study ?? '' };
  });
  const patients = assignPatients(claims, plan.table.rows, plan.key);
  const oldPaths = new Map(plan.paths.map((path) => [pathKey(path), path]));
  const series = new Map<string, string>();
  for (const { name, image } of claims) {
    const old = rows.get(name);
    const list = image.isSeries ? await mergeSeries(plan, name, image, oldPaths) : null;
    if (list !== null) series.set(seriesFile(name), list.text);
    const sha256 = list === null ? keptHash(plan, name, '', image.files[0], oldPaths, old?.sha256) : list.sha256;
    const label = labels.byImage.get(name);
    const facts = list === null ? image.facts : { ...image.facts, frames: list.frames };
    rows.set(name, mergeRow({ name, patient: patients.get(name) ?? '', sha256, image: { ...image, facts }, label, old }));
  }
  return { rows: [...rows.values()], series, ...mergePaths(plan, names) };
}

const pathKey = ({ image, instance }: Pick<LocalPath, 'image' | 'instance'>): string => `${image}\n${instance}`;

/** The hash that a file had, while its place, size and time are the same as then; its hash of now where it is known; else ''. */
function keptHash(
  plan: ImportPlan,
  image: string,
  instance: string,
  file: FoundFile,
  oldPaths: ReadonlyMap<string, LocalPath>,
  hash: string | undefined,
): string {
  if (file.sha256 !== '') return file.sha256;
  const old = oldPaths.get(pathKey({ image, instance }));
  const same =
    old !== undefined &&
    old.root === plan.place.name &&
    old.path === pathFromRoot(plan, file.path) &&
    old.bytes === file.bytes &&
    old.modified === file.modified;
  return same ? (hash ?? '') : '';
}

/** A series' list with the instances of earlier imports and of this one; its hash where all instances have theirs. */
async function mergeSeries(
  plan: ImportPlan,
  name: string,
  image: FoundImage,
  oldPaths: ReadonlyMap<string, LocalPath>,
): Promise<{ readonly text: string; readonly sha256: string; readonly frames: number }> {
  const oldText = await readIfThere(join(plan.root, seriesFile(name)));
  const instances = new Map<string, SeriesInstance>();
  if (oldText !== null) for (const instance of parseSeriesTable(oldText, seriesFile(name))) instances.set(instance.instance, instance);
  for (const file of image.files) {
    const instance = instanceName(file.source);
    const sha256 = keptHash(plan, name, instance, file, oldPaths, instances.get(instance)?.sha256);
    instances.set(instance, { instance, number: file.number, positionMm: file.positionMm, sha256 });
  }
  const list = sortInstances([...instances.values()]);
  const text = formatSeriesTable(list);
  const complete = list.every(({ sha256 }) => sha256 !== '');
  return { text, sha256: complete ? createHash('sha256').update(text).digest('hex') : '', frames: list.length };
}

/** This machine's paths: those of the found files, and of earlier imports all but what this folder no longer holds. */
function mergePaths(plan: ImportPlan, names: ReadonlyMap<FoundImage, string>): Pick<MergedImages, 'paths' | 'vanished'> {
  const found = new Map([...names].flatMap(([image, name]) => foundPaths(plan, image, name)).map((path) => [pathKey(path), path]));
  const absolute = ({ root, path }: LocalPath): string => join(plan.local.roots[root] ?? '', path);
  const places = new Set([...found.values()].map(({ root, path }) => `${root}\n${path}`));
  const old = plan.paths.filter((path) => !found.has(pathKey(path)) && !places.has(`${path.root}\n${path.path}`));
  const gone = old.filter((path) => isInFolder(plan, absolute(path)));
  const isGone = new Set(gone);
  const stay = old.filter((path) => !isGone.has(path));
  const paths = [...found.values(), ...stay];
  const still = new Set(paths.map(({ image }) => image));
  return { paths, vanished: new Set(gone.map(({ image }) => image).filter((image) => !still.has(image))).size };
}

function foundPaths(plan: ImportPlan, image: FoundImage, name: string): readonly LocalPath[] {
  return image.files.map((file) => ({
    image: name,
    instance: image.isSeries ? instanceName(file.source) : '',
    root: plan.place.name,
    path: pathFromRoot(plan, file.path),
    bytes: file.bytes,
    modified: file.modified,
  }));
}
