import { basename, resolve } from 'node:path';
import { findProject } from '../project/findProject';
import { type FoundSeries, findSeries } from '../series/findSeries';
import type { CommandContext, CommandResult } from './context';

type Options = { readonly limit: number };

/** `radsteps series <path>`. */
export async function seriesCommand(
  { folder, host, path, output }: CommandContext,
  [word = '']: readonly string[],
  { limit }: Options,
): Promise<CommandResult> {
  // A folder without a project has series, too.
  const project = await findProject(folder).catch(() => null);
  const file = resolve(path(word));
  const found = await findSeries(file, { project, limit, onProgress: output.progress, signal: host.signal });
  return { result: found, text: seriesText(found) };
}

function seriesText({ image, series, unreadable, notes }: FoundSeries): string {
  const heads = series.map(({ modality, number, files, stacks }) => {
    const name = [modality || 'series', ...(number === null ? [] : [String(number)])].join(' ');
    return [`${name}: ${files.length} ${files.length === 1 ? 'file' : 'files'}`, ...stacks.map(({ label }) => `  ${label}`)].join('\n');
  });
  const broken = unreadable.map(({ file, reason }) => `${basename(file)}: ${reason}`);
  const none = series.length === 0 ? ['There is no DICOM image here.'] : [];
  return [...(image === '' ? [] : [`Image ${image}`]), ...heads, ...none, ...broken, ...notes].join('\n');
}
