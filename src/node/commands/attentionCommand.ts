import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AttentionMap } from '../../core/experiment/attentionMap';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { findProject } from '../project/findProject';
import { type AttentionOptions, attendRun } from '../run/attendRun';
import { attentionPicture } from '../run/attentionPicture';
import { findImage } from '../run/findImage';
import { isInProject } from '../run/predictRun';
import { readRecord } from '../run/readRecord';
import type { CommandContext, CommandResult } from './context';

/** `radsteps attention <run> <image>`. */
export async function attentionCommand(
  { folder, path, output }: CommandContext,
  [run = '', word = '']: readonly string[],
  { out, ...options }: AttentionOptions & { readonly out?: string },
): Promise<CommandResult> {
  const root = await findProject(folder);
  const place = out === undefined ? null : await checkedPlace(root, path(out));
  const image = await findImage(root, word, path);
  output.progress({ phase: 'Looking', done: 0, total: 1 });
  const { map } = await attendRun(root, run, image, options);
  if (place !== null) await writeBeside(place, await attentionPicture(image.file, (await readRecord(root, run)).settings.image, map));
  output.progress({ phase: 'Looking', done: 1, total: 1 });
  return { result: map, text: [describeMap(map), ...(place === null ? [] : [`The overlay is ${place}.`])].join('\n') };
}

/** A picture shows a patient, so it must not lie where git sees it. */
async function checkedPlace(root: string, place: string): Promise<string> {
  if (!(await stat(dirname(place)).catch(() => null))?.isDirectory())
    throw new UserError(`${dirname(place)} is no folder; --out needs one that exists.`);
  if (await isInProject(root, place))
    throw new UserError(`${place} lies in the project, where git would see a picture of a patient; name a place outside of it.`);
  return place;
}

/** The map in words, and as a drawing of letters: the strongest place is 9. */
function describeMap({ method, layer, answer, columns, rows, values, image, run }: AttentionMap): string {
  const head = `${method} of image ${image} by run ${run}, layer ${layer} (${columns} x ${rows} places). Explained: ${answer}.`;
  if (!values.some((value) => value > 0)) return `${head}\nNothing in this image speaks for that answer.`;
  const lines = Array.from({ length: rows }, (_, row) =>
    values
      .slice(row * columns, (row + 1) * columns)
      .map((value) => (value < 0.05 ? '.' : String(Math.min(9, Math.floor(10 * value)))))
      .join(' '),
  );
  return [
    head,
    ...lines,
    '9 is the strongest place of this image, . less than a twentieth of it; maps of two images can not be held against each other.',
  ].join('\n');
}
