import { join } from 'node:path';
import { checkLabel } from '../../core/label/checkLabel';
import { changedSources } from '../../core/label/consensusState';
import type { Label } from '../../core/label/label';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readers, readLabels } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';
import { labelChanges } from '../label/labelChanges';
import { labelHash } from '../label/readReaderLabels';
import { pathInProject } from '../project/pathInProject';
import { readProtocol } from '../project/readProtocol';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

/** `radsteps labels changes [from] [to]`. */
export async function changesCommand(
  context: CommandContext,
  [from, to]: readonly string[],
  { branch, file, whole = false }: { readonly branch?: string; readonly file?: string; readonly whole?: boolean },
): Promise<CommandResult> {
  if (branch !== undefined && from !== undefined) throw new UserError('Give either commits or --branch, not both.', { badUsage: true });
  const range = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(branch === undefined ? {} : { branch }),
  };
  const root = await openProject(context);
  const only = file === undefined ? {} : { file: pathInProject(root, context.path(file)) };
  const changed = await labelChanges(root, range, { ...only, whole });
  const lines = changed.flatMap((entry) => [
    entry.was === undefined ? entry.file : `${entry.file} (was ${entry.was})`,
    ...('problem' in entry ? [`  ${entry.problem}`] : entry.changes.map(({ words }) => `  ${words}`)),
  ]);
  return { result: changed, text: changed.length === 0 ? 'No label changed.' : lines.join('\n') };
}

/** `radsteps labels check`. */
export async function checkCommand(context: CommandContext): Promise<CommandResult> {
  const root = await openProject(context);
  const protocol = await readProtocol(root);
  const problems: { readonly file: string; readonly problem: string }[] = [];
  let labels = 0;
  for (const reader of await readers(root)) {
    for (const [image, label] of await readLabels(root, reader)) {
      labels += 1;
      const file = labelFile(reader, image);
      const open = label.conflicts?.length ?? 0;
      const conflict = open === 0 ? [] : [`A merge left ${open} to choose.`];
      const stale = await staleSources(root, label);
      problems.push(...[...conflict, ...stale, ...checkLabel(label, protocol)].map((problem) => ({ file, problem })));
    }
  }
  const text = problems.length === 0 ? [`${labels} labels fit the protocol.`] : problems.map(({ file, problem }) => `${file}: ${problem}`);
  return { result: { labels, problems }, text: text.join('\n'), exitCode: problems.length === 0 ? 0 : 1 };
}

/** A sentence for each label that a consensus was made from and that has changed since. */
async function staleSources(root: string, label: Label): Promise<readonly string[]> {
  const hashes = new Map<string, string | null>();
  for (const { reader } of label.sources ?? []) {
    const text = await readIfThere(join(root, labelFile(reader, label.image)));
    hashes.set(reader, text === null ? null : labelHash(text));
  }
  return changedSources(label, (reader) => hashes.get(reader) ?? null).map(
    (reader) => `It was made from the label of ${reader}, which has ${hashes.get(reader) === null ? 'gone' : 'changed'} since.`,
  );
}
