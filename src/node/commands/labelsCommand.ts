import { join } from 'node:path';
import { applyEdit } from '../../core/label/edit';
import type { Label } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import { settleConflict } from '../../core/label/settleConflict';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { type Authorship, labelAuthors } from '../label/labelAuthors';
import { recoverLabels } from '../label/recoverMerge';
import { setUpMerge } from '../label/setUpMerge';
import { findProject } from '../project/findProject';
import { pathInProject } from '../project/pathInProject';
import { readText } from '../project/readText';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

/** `radsteps labels setup-merge`. */
export async function setupMergeCommand({ host, folder }: CommandContext): Promise<CommandResult> {
  const setup = await setUpMerge(await findProject(folder), host.self ?? ['radsteps']);
  if (setup.state === 'none') throw new UserError(setup.reason);
  return { result: setup, text: 'Git merges the labels of this clone mark by mark.' };
}

/** `radsteps labels recover`. */
export async function recoverCommand(context: CommandContext): Promise<CommandResult> {
  const recovered = await recoverLabels(await openProject(context));
  if (recovered.length === 0) return { result: recovered, text: 'Git has no label that it could not merge.' };
  const open = recovered.filter((entry) => 'problem' in entry || entry.conflicts > 0);
  const lines = recovered.map((entry) => {
    if ('problem' in entry) return entry.problem;
    return entry.conflicts === 0
      ? `${entry.file}: merged; "git add" it.`
      : `${entry.file}: ${entry.conflicts} to choose, with "radsteps labels settle" or in the editor.`;
  });
  return { result: recovered, text: lines.join('\n'), exitCode: open.length === 0 ? 0 : 1 };
}

type SettleOptions = { readonly take: 'ours' | 'theirs' | 'base' | 'both'; readonly only?: string };

/** `radsteps labels settle <file> --take <side>`. */
export async function settleCommand(context: CommandContext, [word = '']: readonly string[], { take, only }: SettleOptions) {
  const root = await openProject(context);
  const file = pathInProject(root, context.path(word));
  const label = await readLabelFile(root, file);
  const chosen = (label.conflicts ?? []).filter((conflict) => only === undefined || keyOf(conflict) === only);
  if (chosen.length === 0) throw new UserError(`${file} has no conflict${only === undefined ? '' : ` on "${only}"`} to settle.`);
  if (take === 'both' && chosen.some(({ on }) => on === 'category'))
    throw new UserError(`A category of ${file} has one value only: take ours, theirs or base, or name a mark with --only.`);
  const settled = chosen.reduce((sofar: Label, conflict) => {
    const index = (sofar.conflicts ?? []).findIndex((other) => keyOf(other) === keyOf(conflict));
    return settleConflict(sofar, index, take).reduce(applyEdit, sofar);
  }, label);
  await writeBeside(join(root, file), formatLabel(settled));
  const left = settled.conflicts?.length ?? 0;
  const text = left === 0 ? `${file} is settled, as a draft: "git add" it.` : `${file}: ${left} still to choose.`;
  return { result: { file, settled: chosen.length, left }, text };
}

const keyOf = (conflict: NonNullable<Label['conflicts']>[number]): string => (conflict.on === 'mark' ? conflict.id : conflict.name);

async function readLabelFile(root: string, file: string): Promise<Label> {
  return parseLabel(await readText(root, file, 'name a label file, such as 3-data/labels/<reader>/<image>.json.'), file);
}

/** `radsteps labels who <file>`. */
export async function whoCommand(context: CommandContext, [word = '']: readonly string[]): Promise<CommandResult> {
  const root = await openProject(context);
  const file = pathInProject(root, context.path(word));
  const label = await readLabelFile(root, file);
  const authors = await labelAuthors(root, file, label);
  const names: Readonly<Record<string, string>> = Object.fromEntries(label.marks.map(({ id, name }) => [id, name]));
  const rows = [
    [`status ${label.status}`, authors.status] as const,
    ...Object.entries(authors.categories).map(([name, by]) => [name, by] as const),
    ...Object.entries(authors.marks).map(([id, by]) => [`${names[id] ?? ''} ${id}`, by] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return { result: { file, ...authors, names }, text: rows.map(([name, by]) => `${name.padEnd(width)}  ${whoWords(by)}`).join('\n') };
}

const whoWords = (by: Authorship | null): string =>
  by === null ? 'not committed yet' : `${by.author}, ${by.date.slice(0, 10)}, ${by.commit.slice(0, 10)}`;
