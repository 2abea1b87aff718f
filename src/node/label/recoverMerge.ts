import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Label } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { mergeLabelTexts } from './mergeLabelFiles';

/** The versions of a file that git could not merge, from its index; null where one side has none. */
export type MergeStages = { readonly base: string | null; readonly ours: string | null; readonly theirs: string | null };

/** The files under the project's labels that git could not merge, as paths from the project. */
export async function unmergedLabels(root: string): Promise<readonly string[]> {
  return (await unmergedFiles(root)).map(({ path }) => path);
}

async function unmergedFiles(root: string): Promise<readonly Unmerged[]> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return [];
  return (await unmergedEntries(repository, layout.labels)).filter(({ path }) => path.endsWith('.json'));
}

/** The three versions of an unmerged file (a path from the project); null where git has merged it, or there is no repository. */
export async function readStages(root: string, file: string): Promise<MergeStages | null> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return null;
  const entry = (await unmergedEntries(repository, file)).find(({ path }) => path === file);
  if (entry === undefined) return null;
  const [base = null, ours = null, theirs = null] = await Promise.all(
    [1, 2, 3].map((stage) => (entry.stages.has(stage) ? repository.git(['show', `:${stage}:${repository.prefix}${file}`]) : null)),
  );
  return { base, ours, theirs };
}

/** The object names of a path's stages. */
type Unmerged = { readonly path: string; readonly stages: ReadonlyMap<number, string> };

async function unmergedEntries({ git, prefix }: Repository, below: string): Promise<readonly Unmerged[]> {
  const listed = await git(['ls-files', '-u', '-z', '--', `:(top,literal)${prefix}${below}`]);
  const stages = new Map<string, Map<number, string>>();
  for (const entry of listed.split('\0')) {
    const [, object, stage, path] = /^\d+ ([0-9a-f]+) ([123])\t(.*)$/s.exec(entry) ?? [];
    if (object === undefined || stage === undefined || path === undefined) continue;
    const inProject = path.slice(prefix.length);
    stages.set(inProject, (stages.get(inProject) ?? new Map()).set(Number(stage), object));
  }
  return [...stages].map(([path, found]) => ({ path, stages: found }));
}

/** The label that both sides make together, with what they disagree on as conflicts; throws UserError where one side has removed the file. */
export async function recoverLabel(root: string, file: string): Promise<Label | null> {
  const stages = await readStages(root, file);
  if (stages === null) return null;
  const { base, ours, theirs } = stages;
  if (ours === null || theirs === null)
    throw new UserError(
      `${file} was removed on ${ours === null ? 'our' : 'their'} side and changed on the other: keep it with "git add", or remove it with "git rm".`,
    );
  return mergeLabelTexts({ base, ours, theirs }, file);
}

/** What became of one unmerged label file: written with its conflicts counted, or why it was left alone. */
export type Recovered = { readonly file: string; readonly conflicts: number } | { readonly file: string; readonly problem: string };

/** The unmerged labels of a project that nobody has merged yet: git's conflict markers stand in them, or our side alone. Starts git once, however many there are. */
export async function brokenMerges(root: string): Promise<readonly string[]> {
  const files = await unmergedFiles(root);
  const merged = await mapBounded(files, (file) => mergedAlready(root, file));
  return files.flatMap(({ path }, index) => (merged[index] === null ? [path] : []));
}

/** The label in the working tree where it is one that both sides made: by the driver, by a recovery, or by hand since. */
async function mergedAlready(root: string, { path, stages }: Unmerged): Promise<Label | null> {
  const text = await readIfThere(join(root, path));
  if (text === null || gitObjectName(text, stages.get(2) ?? '') === stages.get(2)) return null;
  try {
    return parseLabel(text, path);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The name that git gives to a file with this text, by the hash of another name. */
function gitObjectName(text: string, like: string): string {
  const bytes = Buffer.from(text);
  return createHash(like.length > 40 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

/**
 * Writes every unmerged label of a project as both sides make it together, instead of git's conflict markers; the index stays as it is. What was
 * merged already keeps what has been chosen in it since.
 */
export async function recoverLabels(root: string): Promise<readonly Recovered[]> {
  const results: Recovered[] = [];
  for (const entry of await unmergedFiles(root)) {
    const file = entry.path;
    try {
      const label = (await mergedAlready(root, entry)) ?? (await writeRecovered(root, file));
      if (label !== null) results.push({ file, conflicts: label.conflicts?.length ?? 0 });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      results.push({ file, problem: error.message });
    }
  }
  return results;
}

async function writeRecovered(root: string, file: string): Promise<Label | null> {
  const label = await recoverLabel(root, file);
  if (label !== null) await writeBeside(join(root, file), formatLabel(label));
  return label;
}
